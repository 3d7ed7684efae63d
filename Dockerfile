# The collector in a container. compose.yaml runs it; docs/operating.md says how to live with it.
FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY setup.cfg pyproject.toml README.md LICENSE ./
COPY collector collector
COPY sdk_py sdk_py
COPY static static
# Wheels only, so that nothing is compiled here: above all pysqlite3, whose wheel brings the SQLite that Beheld needs.
RUN python -m venv /opt/beheld \
    && /opt/beheld/bin/pip install --no-cache-dir --only-binary :all: '.[collector]'

FROM python:3.13-slim-bookworm
# A number that no user of the host has, always the same, so that files in the volume keep their owner.
RUN useradd --uid 10001 --home-dir /var/lib/beheld --no-create-home --shell /usr/sbin/nologin beheld \
    && install --directory --owner beheld --group beheld --mode 0700 /var/lib/beheld
COPY --from=build /opt/beheld /opt/beheld
ENV PATH=/opt/beheld/bin:$PATH \
    BEHELD_STORE=sqlite:////var/lib/beheld/beheld.db \
    BEHELD_HOST=0.0.0.0 \
    BEHELD_PORT=8000
USER 10001
WORKDIR /var/lib/beheld
VOLUME /var/lib/beheld
EXPOSE 8000
# No proxy is asked, whatever the environment of the container says.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-c", "\
import http.client, os; \
asked = http.client.HTTPConnection('127.0.0.1:' + os.environ['BEHELD_PORT'], timeout=4); \
asked.request('GET', '/healthz'); \
raise SystemExit(asked.getresponse().status != 200)"]
CMD ["beheld", "serve"]
