"""Builders: a site with events in a real store, told in a line each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from collector.event import PUBLIC, Context, Event, Item, Page
from collector.facts.refresh import refresh
from collector.store import SqliteStore

DESKTOP = Context(
    user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    language="de-AT",
    country="AT",
    city="Graz",
)
TEN_O_CLOCK = 1_767_348_000_000
"""2026-01-02 10:00 UTC."""


class Shop:
    """A site to send events to, and to ask for reports when facts have caught up."""

    def __init__(self, store: SqliteStore, *, name: str = "shop", time_zone: str = "UTC", currency: str = "EUR") -> None:
        self.store = store
        self.site = store.add_site(name, time_zone=time_zone, currency=currency)
        self._ids: Iterator[int] = count(1)

    def event(self, type: str, at: float, **fields: Any) -> Event:
        """An event `at` seconds after ten o'clock of visitor "ann", unless said otherwise; body fields as keywords."""
        columns = {name: fields.pop(name) for name in list(fields) if name in Event._fields}
        ts = TEN_O_CLOCK + round(at * 1000)
        known = {"visitor": "ann", "view_id": "view-1", "trust": PUBLIC, "context": DESKTOP, **columns}
        if isinstance(known.get("page"), str):
            known["page"] = Page(url=f"https://shop.example{known['page']}")
        known["items"] = tuple(Item(*([item] if isinstance(item, str) else item)) for item in known.get("items", ()))
        body = json.dumps(fields, sort_keys=True) if fields else None
        id = known.pop("id", f"{next(self._ids):08d}")
        return Event(site=self.site.site, id=id, type=type, ts=ts, received_at=ts, body=body, **known)

    def send(self, *events: Event) -> None:
        """Store the events and let facts catch up."""
        self.store.append(events)
        self.catch_up()

    def catch_up(self) -> None:
        """Compute facts until they know every event."""
        while refresh(self.store):
            pass
