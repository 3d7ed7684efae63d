"""A collector with one site on a real SQLite file, and the ways to send to it."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import tempfile
import time
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collector import create_app
from collector.config import Config
from collector.store import Store, open_store
from collector.wire.intake import Intake

SHOP = "https://shop.example"
STORED = (Path(__file__).parent / "stored.sql").read_text()

Event = dict[str, Any]


@cache
def _new_database() -> tuple[bytes, int, dict[str, str]]:
    """A database with one site, made once, since each of its transactions waits for the disk: file, site, keys."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(open_store(f"sqlite:///{folder}/new.db")) as store:
        site = store.add_site("shop", time_zone="UTC", currency="EUR").site
        keys = {kind: store.add_key(site, kind) for kind in ("public", "secret", "read", "admin")}
        store.close()
        return Path(folder, "new.db").read_bytes(), site, keys


class Shop:
    """One site and its collector. `settings` are the site's, `config` the collector's."""

    def __init__(self, folder: Path, *, settings: dict[str, Any] | None = None, **config: Any) -> None:
        new, self.site, self.keys = _new_database()
        (folder / "beheld.db").write_bytes(new)
        self.config = dataclasses.replace(Config(store=f"sqlite:///{folder / 'beheld.db'}"), **config)
        self.store = open_store(self.config.store)
        if settings:
            self.store.set_settings(self.site, settings)
        self.use(self.store)

    def use(self, store: Store) -> None:
        """Answer requests with this store."""
        self.app = create_app(self.config, store)
        self.client: FlaskClient = self.app.test_client()

    @property
    def intake(self) -> Intake:
        """What takes batches in."""
        intake: Intake = self.app.extensions["beheld.intake"]
        return intake

    def send(
        self, *events: Any, by: str = "public", headers: dict[str, str] | None = None, **batch: Any
    ) -> TestResponse:
        """Send events with a key of this kind, from the shop's own page unless headers say otherwise."""
        body = json.dumps({"key": self.keys[by], "events": events} | batch)
        headers = {"Origin": SHOP} | (headers or {})
        return self.client.post("/v1/events", data=body, content_type="text/plain", headers=headers)

    def post(self, body: bytes, **headers: str) -> TestResponse:
        """Send any bytes, with headers written like `Content_Type`."""
        named = {"Content-Type": "text/plain", "Origin": SHOP} | {n.replace("_", "-"): v for n, v in headers.items()}
        return self.client.post("/v1/events", data=body, headers=named)

    def stored(self) -> list[dict[str, Any]]:
        """What is stored, in the order of storing, each event with its page and context."""
        return [dict(row) for row in self.store.query(STORED)]

    def close(self) -> None:
        """Let go of the file."""
        self.store.close()


def view(**fields: Any) -> Event:
    """A page view that happened now, with an id of its own."""
    return {
        "id": str(uuid.uuid4()),
        "type": "page_view",
        "ts": now_ms(),
        "visitor_id": "v1",
        "view_id": "w1",
    } | fields


def now_ms() -> int:
    """The time, as events have it."""
    return time.time_ns() // 1_000_000
