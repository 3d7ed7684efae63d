"""The real collector on a real SQLite file, with a wire on which a test can wait for what arrives."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from collector import create_app
from collector.config import Config
from collector.store import open_store
from tests.browser.serving import LocalServer

PATIENCE_S = 60
STORED_EVENTS = (Path(__file__).parent / "stored_events.sql").read_text()

Stored = dict[str, Any]


class Request(NamedTuple):
    """A request that was answered: `POST /v1/events`, how many bytes it brought, and the status of the answer."""

    what: str
    bytes: int
    status: int


class RunningCollector:
    """A collector with one site, `shop`, whose keys are in `keys`."""

    def __init__(self, database: Path, *, settings: dict[str, Any] | None = None) -> None:
        self.config = Config.from_environment({"BEHELD_STORE": f"sqlite:///{database}"})
        self.store = open_store(self.config.store)
        self.site = self.store.add_site("shop", time_zone="UTC", currency="EUR", settings=settings)
        self.keys = {kind: self.store.add_key(self.site.site, kind) for kind in ("public", "secret", "read", "admin")}
        self.app: Flask = create_app(self.config, self.store)
        self.requests: list[Request] = []
        # What /v1/config serves of experiments, if not what the store says.
        self.experiments: dict[str, Any] | None = None
        # What becomes of the next batches: "busy" answers 503 and takes nothing, "lost" takes it and answers nothing useful.
        self.troubles: list[str] = []
        self._answered = threading.Condition()
        self.server = LocalServer(self._answer)

    @property
    def origin(self) -> str:
        return self.server.origin

    def snippet(self, attributes: str = "") -> str:
        """The script tag a shop puts into its pages."""
        return f'<script async src="{self.origin}/beheld.js" data-key="{self.keys["public"]}" {attributes}></script>'

    def events(self, type: str | None = None, **fields: object) -> list[Stored]:
        """What is stored, in order of time: all of it, or of that type and with those values only."""
        rows = [_opened(dict(row)) for row in self.store.query(STORED_EVENTS, {})]
        wanted = fields | ({"type": type} if type else {})
        return [row for row in rows if all(row.get(name) == value for name, value in wanted.items())]

    def wait_for(self, type: str, *, count: int = 1, **fields: object) -> list[Stored]:
        """Wait until that many events of a type are stored, and return them."""
        return self.wait_until(lambda: (found := self.events(type, **fields)) and len(found) >= count and found, type)

    def wait_until(self, condition: Callable[[], Any], what: str = "condition") -> Any:
        """Wait, looking again after each answer of the collector, until the condition gives something true."""
        with self._answered:
            answer = self._answered.wait_for(condition, PATIENCE_S)
        stored = [(event["type"], event["action"]) for event in self.events()]
        assert answer, f"waited in vain for {what}; stored: {stored}; answered: {self.requests}"
        return answer

    def close(self) -> None:
        """Stop serving, finish the background work and close the file."""
        self.server.stop()
        self.app.extensions["beheld"].refresher.stop()
        self.store.close()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        def noted(status: str, headers: Any, *rest: Any) -> Any:
            what = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
            self.requests.append(Request(what, int(environ.get("CONTENT_LENGTH") or 0), int(status[:3])))
            return start_response(status, headers, *rest)

        batch = environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/v1/events"
        trouble = self.troubles.pop(0) if batch and self.troubles else ""
        try:
            if trouble == "lost":
                b"".join(self.app(environ, lambda *_: None))
            if trouble:
                noted("503 SERVICE UNAVAILABLE", [("Access-Control-Allow-Origin", "*")])
                return []
            if environ["PATH_INFO"] == "/v1/config" and self.experiments is not None:
                return self._config(environ)(environ, noted)
            return self.app(environ, noted)
        finally:
            with self._answered:
                self._answered.notify_all()

    def _config(self, environ: dict[str, Any]) -> Response:
        response = Response.from_app(self.app, environ)
        response.data = json.dumps(response.json | {"experiments": self.experiments})
        return response


def _opened(row: Stored) -> Stored:
    """A stored event with the fields of its body beside its columns."""
    body = json.loads(row["body"]) if row["body"] else {}
    return row | body | {"items": json.loads(row["items"] or "[]")}


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[RunningCollector]:
    """A collector that serves for one test."""
    running = RunningCollector(tmp_path / "beheld.db")
    running.server.start()
    yield running
    running.close()
