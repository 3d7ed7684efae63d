"""The documents are true: whatever the code has is in them, and what they show works."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from flask.testing import FlaskClient

import sdk_py
from collector import MAX_FORM_BYTES, create_app
from collector.config import Config
from collector.facts.refresh import refresh
from collector.present.auth import SIGNED_IN_SECONDS
from collector.present.report_parameters import ReportParameters
from collector.reports.metrics import METRICS
from collector.reports.query import DIMENSIONS, MODELS
from collector.reports.registry import REPORTS
from collector.rules import DAY_MS, KEPT_BY_BROWSERS_MS
from collector.schemas.batch import MAX_EVENTS
from collector.schemas.error_codes import REASONS
from collector.serve import SILENCE_SECONDS
from collector.store import Site, SqliteStore, open_store
from collector.store.sqlite.commit import REJECTED_KEPT
from collector.store.sqlite.registry import HINT_LENGTH
from collector.store.sqlite.rewriting import MAX_BYTES
from collector.store.sqlite.store import QUEUE_BYTES, QUEUE_EVENTS
from collector.wire.body import MAX_BODY_BYTES, MAX_PARTS
from collector.wire.geo import MAX_USER_AGENT_BYTES
from collector.wire.metrics import Metrics
from collector.wire.waiting_room import MAX_BODY_SECONDS, MIN_BODY_SECONDS, MIN_BYTES_PER_SECOND
from sdk_py.reading import Reading
from tests.browser.serving import LocalServer
from tests.cli.running import all_commands

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
README, *PAGES = [path.read_text("utf-8") for path in DOCUMENTS]
ALL = "\n".join((README, *PAGES))
ROW = re.compile(r"^\| (.+?) \|(.*)\|$", re.MULTILINE)
ROWS = ROW.findall(ALL)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def blocks(language: str, text: str = ALL) -> list[str]:
    """The code blocks of a language."""
    return [block for name, block in BLOCK.findall(text) if name == language]


def named() -> set[str]:
    """Everything that is named in the first column of a table."""
    return {name for first, _ in ROWS for name in re.findall(r"`([^`]+)`", first)}


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A collector of the test's own."""
    store = open_store(f"sqlite:///{tmp_path}/beheld.db")
    yield create_app(Config(), store)
    store.close()


@pytest.fixture
def store(app: Flask) -> SqliteStore:
    """Its store."""
    opened: SqliteStore = app.extensions["beheld"].store
    return opened


@pytest.fixture
def shop(store: SqliteStore) -> Site:
    """Its site."""
    return store.add_site("shop", time_zone="UTC", currency="EUR")


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Its client."""
    return app.test_client()


@pytest.mark.parametrize("field", Config.__dataclass_fields__.values(), ids=lambda field: field.name)
def test_every_setting_is_in_the_readme_with_its_default(field: Any) -> None:
    (row,) = (rest for first, rest in ROWS if first == f"`BEHELD_{field.name.upper()}`")
    default = row.split("|")[0].strip()
    if field.default is not None:
        assert default.strip("`") == (f"{field.default:g}" if isinstance(field.default, float) else str(field.default))
    else:
        assert "`" not in default


def test_no_setting_is_in_the_readme_that_is_none() -> None:
    said = set(re.findall(r"BEHELD_([A-Z]\w+)", ALL))
    assert {name.lower() for name in said} == set(Config.__dataclass_fields__)


def every_command() -> Iterator[tuple[str, click.Command]]:
    return ((f"beheld {name}", command) for name, command in all_commands() if not isinstance(command, click.Group))


@pytest.mark.parametrize("command", [name for name, _ in every_command()])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert command in named()


def test_every_command_shown_is_one() -> None:
    known = dict(every_command())
    for shown in "\n".join(blocks("sh")).replace("\\\n", " ").splitlines():
        line = re.sub(r"^docker compose exec collector ", "", shown)
        if re.match(r"\S*beheld ", line):
            words = shlex.split(line, comments=True)
            name = next(name for name in known if words[1:][: name.count(" ")] == name.split()[1:])
            options = {option for parameter in known[name].params for option in parameter.opts}
            assert {word for word in words if word.startswith("--")} <= options, line


def test_every_make_target_shown_is_one() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = "\n".join(blocks("sh") + blocks("sh", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert {"demo", "test"} <= set(re.findall(r"^make ([a-z]+)", shown, re.MULTILINE)) <= targets


def test_every_route_is_in_the_readme(app: Flask) -> None:
    said = named()
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: part[1].upper(), rule.rule)
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint.split(".")[0] not in ("pages", "api_docs"):
            assert {f"{method} {path}" for method in methods} <= said


def test_the_pages_of_the_readme_are_there(app: Flask) -> None:
    (row,) = (first for first, _ in ROWS if "`/checks`" in first)
    pages = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] == "pages" and not rule.arguments]
    own = {
        rule.rule
        for rule in pages
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/sign-", "/dashboard/"))
    }
    assert set(re.findall(r"`([^`]+)`", row)) == own


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_to_refuse_is_listed_in_its_words(reason: str) -> None:
    (words,) = (
        rest.strip() for first, rest in ROWS if first == f"`{reason}`" and rest.strip()[:2] in ("is", "mu", "ma")
    )
    assert words == re.sub("{[a-z]+}", "…", REASONS[reason])


def test_every_prometheus_metric_is_listed() -> None:
    said = {name.split("{")[0] for name in named()}
    for metric in Metrics().registry.collect():
        assert (f"{metric.name}_total" if metric.type == "counter" else metric.name) in said


def test_the_limits_that_security_promises_are_those_of_the_code() -> None:
    said = " ".join((ROOT / "docs" / "security.md").read_text("utf-8").split())
    mib = 2**20
    for limit in (
        f"at most {MAX_BODY_BYTES // mib} MiB after decompression, {MAX_EVENTS} events, and {MAX_PARTS} parts of gzip",
        f"at most {MAX_FORM_BYTES // 1024} KiB and 50 fields",
        f"at most {QUEUE_EVENTS:,} events and {QUEUE_BYTES // mib} MiB",
        f"the newest {REJECTED_KEPT:,} of each site",
        f"only the last {KEPT_BY_BROWSERS_MS // DAY_MS} days are taken",
        f"user agents up to {MAX_USER_AGENT_BYTES} bytes",
        f"ends after {SIGNED_IN_SECONDS // 86_400} days",
        f"closed after {SILENCE_SECONDS} seconds",
        f"A body has {MIN_BODY_SECONDS:.0f} seconds to come, and one more for every {MIN_BYTES_PER_SECOND // 1024} KiB",
        f"at most {MAX_BODY_SECONDS:.0f}; then it is answered `408`",
        f"stores of up to {MAX_BYTES // mib} MiB",
        f"first {HINT_LENGTH} characters",
    ):
        assert limit in said, limit


@pytest.mark.parametrize("name", sorted(set(re.findall(r"`(tests/[^`]+)`", ALL))))
def test_every_test_that_is_named_is_there(name: str) -> None:
    assert (ROOT / name).exists()


@pytest.mark.parametrize("name", [*REPORTS, "series", *MODELS])
def test_every_report_and_model_is_listed(name: str) -> None:
    assert name in named()


def test_every_parameter_and_dimension_of_reports_is_listed() -> None:
    parameters = {field.data_key or name for name, field in ReportParameters().fields.items()}
    assert parameters <= named()
    assert all(f"`{dimension}`" in ALL for dimension in DIMENSIONS)


@pytest.mark.parametrize("metric", METRICS.values(), ids=lambda metric: metric.name)
def test_every_figure_is_listed_with_its_unit_and_meaning(metric: Any) -> None:
    assert f"| `{metric.name}` | {metric.unit} | {metric.means} |" in ALL


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text("utf-8")):
        assert target.startswith("http") or (path.parent / target).exists(), target


def test_json_is_json() -> None:
    for block in blocks("json"):
        json.loads(block)


def test_the_http_example_is_accepted_and_answered_as_shown(
    client: FlaskClient, store: SqliteStore, shop: Site
) -> None:
    (example,) = (block for block in blocks("sh", README) if "/v1/events" in block)
    words = shlex.split(example)
    body = json.loads(words[words.index("-d") + 1]) | {"key": store.add_key(shop.site, "secret")}
    header, value = words[words.index("-H") + 1].split(": ")
    answer = client.post("/v1/events", data=json.dumps(body), headers={header: value})
    (shown,) = blocks("json", README)
    assert (answer.status_code, answer.json) == (202, json.loads(shown))


def test_the_batch_example_is_accepted(client: FlaskClient, store: SqliteStore, shop: Site) -> None:
    (example,) = (json.loads(block) for block in blocks("json") if "page_view" in block)
    answer = client.post("/v1/events", json=example | {"key": store.add_key(shop.site, "public")})
    assert (answer.status_code, answer.json["rejected"]) == (202, [])


def test_the_sdk_examples_send_and_read(app: Flask, store: SqliteStore, shop: Site) -> None:
    send, read = blocks("python", README)
    keys = {"sk_...": store.add_key(shop.site, "secret"), "rk_...": store.add_key(shop.site, "read")}
    with LocalServer(app) as server:
        run(send, **keys, **{"http://127.0.0.1:8000": server.origin})["beheld"].close()
        refresh(store)
        told = run(read, **keys, **{"http://127.0.0.1:8000": server.origin})
        told["beheld"].close()
    assert (told["report"]["orders"], told["report"]["revenue"]) == (1, "0.00")


def test_the_example_of_all_methods_sends(app: Flask, store: SqliteStore, shop: Site) -> None:
    (example,) = blocks("python", (ROOT / "docs" / "sdk.md").read_text("utf-8"))
    with LocalServer(app) as server:
        run(example, **{"sk_...": store.add_key(shop.site, "secret"), "http://127.0.0.1:8000": server.origin})
    assert [row["type"] for row in store.query("select type from events order by seq")] == ["page_view", "goal"]


def test_everything_public_in_the_sdk_is_listed() -> None:
    methods = {name for name in vars(sdk_py.Beheld) | vars(Reading) if not name.startswith("_")}
    arguments = set(inspect.signature(sdk_py.Beheld).parameters)
    errors = {name for name, it in vars(sdk_py).items() if isinstance(it, type) and issubclass(it, Exception)}
    assert (methods | arguments | errors) <= named()
    for setting in dataclasses.fields(sdk_py.Settings):
        (rest,) = (rest for first, rest in ROWS if first == f"`{setting.name}`")
        default = rest.split("|")[0].strip("` ").replace("_", "")
        assert setting.name == "session" or float(default) == setting.default


def run(example: str, **values: str) -> dict[str, Any]:
    """What the names in an example mean once it has run, with real values instead of the ones shown."""
    for shown, real in values.items():
        example = example.replace(shown, real)
    names: dict[str, Any] = {}
    exec(compile(example, "README.md", "exec"), names)
    return names


class Markup(HTMLParser):
    """Which data attributes and scripts a page has."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: set[str] = set()
        self.script = ""
        self.within_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes |= {name for name, _ in attrs if name.startswith("data-")}
        self.within_script = tag == "script"

    def handle_data(self, data: str) -> None:
        self.script += data if self.within_script else ""


SNIPPET = "".join(
    path.read_text("utf-8")
    for part in ("snippet", "seen", "plans", "ga4")
    for path in sorted((ROOT / "static" / part).glob("*.js"))
)


def test_the_markup_is_what_the_snippet_reads() -> None:
    markup = Markup()
    for block in blocks("html"):
        markup.feed(block)
    said = {name for name in named() if name.startswith("data-")}
    assert [name for name in markup.attributes | said if not read_by(SNIPPET, name)] == []


def test_scripts_are_scripts(tmp_path: Path) -> None:
    markup = Markup()
    for block in blocks("html"):
        markup.feed(block)
    script = tmp_path / "shown.js"
    script.write_text("\n".join([markup.script, *blocks("js")]), "utf-8")
    checked = subprocess.run(["node", "--check", script], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr


def test_every_attribute_that_the_snippet_reads_is_listed() -> None:
    on_tag = re.findall(r"asked\(\"([a-z-]+)\"", SNIPPET)
    in_page = re.findall(r"(?:said\(\w+, |marked\()\"([a-z-]+)\"", SNIPPET)
    in_page += re.findall(r"data-bh-([a-z-]+)", SNIPPET)
    assert {f"data-{name}" for name in on_tag} | {f"data-bh-{name}" for name in in_page} <= named()


def test_the_cookie_is_named_as_the_snippet_names_it() -> None:
    assert f'const NAME = "{re.findall(r"cookie `(.+?)`", README)[0]}";' in SNIPPET


def test_every_call_of_the_snippet_is_listed() -> None:
    (calls,) = re.findall(r"const beheld = (.+?)^\}\);", SNIPPET, re.DOTALL | re.MULTILINE)
    listed = {name for call in named() for name in re.findall(r'^beheld\("(\w+)"', call)}
    assert set(re.findall(r'type == "(\w+)"', calls)) == listed


def read_by(snippet: str, attribute: str) -> bool:
    """Whether the sources name an attribute, whole or without the prefix that is put before it elsewhere."""
    short = attribute.removeprefix("data-").removeprefix("bh-")
    names = (attribute, short, short.replace("-", "_"))
    return any(f'"{name}"' in snippet or f"[{name}" in snippet for name in names)


@pytest.mark.parametrize(
    "path", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_lines_of_prose_end_before_column_100(path: Path) -> None:
    prose, within_code = [], False
    for line in path.read_text("utf-8").splitlines():
        within_code ^= line.lstrip().startswith("```")
        if not within_code and not line.startswith(("|", "![", "    ")):
            prose.append(line)
    whole = [re.sub(r"`[^`]*`", lambda code: code[0].replace(" ", "_"), line) for line in prose]
    assert [line for line in whole if len(line) > 100 and " " in line.strip()[:100]] == []
