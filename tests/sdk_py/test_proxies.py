"""A proxy for the world outside does not catch what stays on this machine."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
import requests

from sdk_py import Beheld, Settings
from tests.sdk_py.answering import AnsweringServer
from tests.sdk_py.programs import heard

# Writes down the first line of each request and hangs up.
PROXY = """
import socket
listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
while True:
    connection, _ = listening.accept()
    print(connection.makefile().readline().strip(), flush=True)
    connection.close()
"""


class Proxy:
    """A proxy in a process of its own."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-c", PROXY], stdout=subprocess.PIPE, text=True)
        self.url = f"http://127.0.0.1:{heard(self._process)}"

    def stop(self) -> list[str]:
        """End it; what it was asked."""
        self._process.terminate()
        received, _ = self._process.communicate(timeout=20)
        return str(received).splitlines()


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """The proxy that the environment names for everything."""
    made = Proxy()
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, made.url)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    yield made
    made.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_stays_on_this_machine_goes_past_the_proxy(server: AnsweringServer, proxy: Proxy, host: str) -> None:
    with Beheld(server.url.replace("127.0.0.1", host), "sk_a-key-of-this-test") as client:
        client.goal(goal="g", visitor_id="v")
        assert client.flush(20)
    assert len(server.ids) == 1
    assert proxy.stop() == []


def test_what_goes_out_takes_the_proxy(proxy: Proxy) -> None:
    settings = Settings(exit_timeout=0.5, backoff_initial=0)
    client = Beheld("http://collector.example", "sk_a-key-of-this-test", settings=settings)
    client.goal(goal="g", visitor_id="v")
    client.close()
    assert proxy.stop()[0].startswith("POST http://collector.example/v1/events")


def test_a_proxy_that_the_session_names_itself_is_used(server: AnsweringServer, proxy: Proxy) -> None:
    def session() -> requests.Session:
        made = requests.Session()
        made.proxies = {"http": proxy.url}
        return made

    client = Beheld(server.url, "sk_a-key-of-this-test", settings=Settings(session=session, exit_timeout=0.5))
    client.goal(goal="g", visitor_id="v")
    client.close()
    assert proxy.stop()
