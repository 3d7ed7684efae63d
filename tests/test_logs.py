"""Logs: one JSON object a line, and nothing in them that could name a visitor."""

from __future__ import annotations

import ast
import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

import collector
from collector.logs import FIELDS, JsonLines
from tests.syntax import syntax_of
from tests.wire.shop import Shop, view


class Lines(StringIO):
    """What is logged."""

    def all(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Everything that is logged meanwhile, from the lowest level on."""
    written = Lines()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    root, ours = logging.getLogger(), logging.getLogger("beheld")
    before = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before[0])
    ours.setLevel(before[1])


def test_a_line_says_when_how_urgent_by_whom_and_what(lines: Lines) -> None:
    logging.getLogger("beheld.serve").info("serving", extra={"url": "http://127.0.0.1:8000"})
    (line,) = lines.all()
    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "info", "logger": "beheld.serve", "event": "serving", "url": "http://127.0.0.1:8000"}


def test_only_fields_of_the_list_are_written(lines: Lines) -> None:
    logging.getLogger("beheld.x").info("x", extra={"visitor_id": "v1", "status": 200, "address": "203.0.113.7"})
    assert lines.all()[0].keys() == {"time", "level", "logger", "event", "status"}
    assert not {"visitor_id", "user_id", "address", "key", "path", "query"} & set(FIELDS)


def fields_logged(path: Path) -> set[str]:
    """The fields that a module gives to its log lines: `extra`, written out there or in a variable."""
    tree = syntax_of(path)
    named = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    given = [word.value for call in calls for word in call.keywords if word.arg == "extra"]
    written = [named[extra.id] if isinstance(extra, ast.Name) else extra for extra in given]
    for extra in written:
        assert isinstance(extra, ast.Dict), f"{path}: write the fields of a line out: {ast.unparse(extra)}"
        assert all(isinstance(key, ast.Constant) for key in extra.keys), f"{path}: {ast.unparse(extra)}"
    return {ast.literal_eval(key) for extra in written for key in extra.keys}


@pytest.mark.parametrize(
    "line", ['extra=fields_of(x)', 'extra={"a": 1} | more', 'extra={**more}', 'extra={name: 1}']
)  # fmt: skip
def test_fields_that_cannot_be_read_off_are_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "module.py").write_text(f"log.info('x', {line})\n")
    with pytest.raises(AssertionError, match=r"module\.py"):
        fields_logged(tmp_path / "module.py")


def test_no_field_that_is_logged_is_left_out() -> None:
    room = Path(collector.__path__[0])
    logged = {str(path.relative_to(room)): fields_logged(path) for path in room.rglob("*.py")}
    assert logged["serve_facts.py"] == {"exit_code"}
    assert {name: fields - set(FIELDS) for name, fields in logged.items() if fields - set(FIELDS)} == {}
    assert set().union(*logged.values()) | {"error", "where"} == set(FIELDS)


def test_an_error_is_logged_by_its_type_and_place_without_its_message(lines: Lines) -> None:
    try:
        int("visitor v1")
    except ValueError:
        logging.getLogger("beheld.x").exception("fault")
    (line,) = lines.all()
    assert line["error"] == "ValueError"
    assert line["where"][-1].startswith("test_logs.py:")
    assert "visitor v1" not in lines.getvalue()


def test_what_libraries_log_is_not_filled_in(lines: Lines) -> None:
    logging.getLogger("library").warning("cannot resolve %s", "203.0.113.7")
    assert lines.all()[0]["event"] == "cannot resolve %s"


def test_no_request_leaves_a_trace_of_its_visitor(lines: Lines, tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.client.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    headers = {"User-Agent": "Agent of v1", "X-Forwarded-For": "203.0.113.8"}
    shop.send(view(visitor_id="visitor-1", type="wrong-1"), headers=headers)
    shop.send(view(visitor_id="visitor-1"), key="pk_of_nobody", headers=headers)
    shop.client.get("/api/v1/visitors/visitor-1?q=visitor-1")
    shop.client.get("/v1/config?key=pk_of_nobody")
    shop.client.get("/nothing/visitor-1")
    shop.close()
    requests = [(line.get("route"), line["status"]) for line in lines.all() if line["event"] == "request"]
    assert requests == [
        ("/v1/events", 401),
        ("/api/v1/visitors/<any_text:id>", 401),
        ("/v1/config", 401),
        (None, 404),
    ]
    (rejected,) = (line for line in lines.all() if line["event"] == "events rejected")
    assert (rejected["rejected"], rejected["reasons"]) == (1, ["unknown_type"])
    for secret in ("visitor-1", "wrong-1", "pk_", "203.0.113", "Agent of"):
        assert secret not in lines.getvalue()
