"""Builders: a site with events in a real store, told in a line each, and its user reports."""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from collector.event import PUBLIC, SECRET, Context, Event, Item, Page
from collector.facts.refresh import refresh
from collector.reports.visitor import Search, find_visitors, user_report
from collector.store import Site, SqliteStore, open_store

DESKTOP = Context(
    user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    language="de-AT",
    country="AT",
    city="Graz",
)
CRAWLER = Context(user_agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
TEN_O_CLOCK = 1_767_348_000_000
"""2026-01-02 10:00 UTC."""
NOW = TEN_O_CLOCK + 30 * 86_400_000
DAY = 86_400

Report = dict[str, Any]


class Shop:
    """A site to send events to, and to ask for reports when facts have caught up."""

    def __init__(self, store: SqliteStore, *, name: str = "shop", site: Site | None = None) -> None:
        self.store = store
        self.site = site or store.add_site(name, time_zone="UTC", currency="EUR")
        self._ids: Iterator[int] = count(1)

    def event(self, type: str, at: float, **fields: Any) -> Event:
        """An event `at` seconds after ten o'clock of visitor "ann" in view "w1", unless said otherwise.

        What has no column goes into the body; `page` may be a path, and items may be mere ids.
        """
        columns = {name: fields.pop(name) for name in list(fields) if name in Event._fields}
        ts = TEN_O_CLOCK + round(at * 1000)
        known = {"visitor": "ann", "view_id": "w1", "trust": PUBLIC, "context": DESKTOP, "received_at": ts, **columns}
        if isinstance(known.get("page"), str):
            known["page"] = Page(url=f"https://shop.example{known['page']}")
        known["items"] = tuple(Item(item) if isinstance(item, str) else item for item in known.get("items", ()))
        body = json.dumps(fields, sort_keys=True) if fields else None
        id = known.pop("id", f"{self.site.site:02d}-{next(self._ids):06d}")
        return Event(**{"site": self.site.site, "id": id, "type": type, "ts": ts, "body": body} | known)

    def from_server(self, type: str, at: float, **fields: Any) -> Event:
        """An event that a server sends with the secret key: of no view, and of no visitor unless one is named."""
        return self.event(type, at, **{"visitor": None, "view_id": None, "trust": SECRET} | fields)

    def order(self, at: float, *lines: Item | str, order_id: str | None = "1", **fields: Any) -> Event:
        """A purchase in EUR; a line that is a mere id costs 10."""
        items = [line if isinstance(line, Item) else a_line(line, 10) for line in lines]
        return self.event("purchase", at, **{"order_id": order_id, "currency": "EUR", "items": items} | fields)

    def send(self, *events: Event) -> None:
        """Store the events and let facts catch up."""
        self.store.append(events)
        refresh(self.store)

    def report(self, id: str = "ann", **report_query: Any) -> Report:
        """The user report of somebody who is known."""
        report = user_report(self.store, self.site, id, **{"now": NOW} | report_query)
        assert report is not None, f"nobody is known as {id}"
        return report

    def timeline(self, id: str = "ann") -> list[Report]:
        """The timeline of somebody who was here once."""
        (session,) = self.report(id)["sessions"]
        entries: list[Report] = session["timeline"]
        return entries

    def only(self, type: str, id: str = "ann") -> Report:
        """The one entry of a type that somebody's report has, in whatever session or in none."""
        report = self.report(id)
        timelines = [session["timeline"] for session in report["sessions"]] + [report["outside_sessions"]]
        (entry,) = [entry for entries in timelines for entry in entries if entry["type"] == type]
        return entry

    def found(self, cursor: str | None = None, limit: int = 50, **search: Any) -> Report:
        """Who fits a search."""
        return find_visitors(self.store, self.site, Search(**search), cursor=cursor, limit=limit)


@cache
def _new_database() -> bytes:
    """A database with the site `shop`, made once, since each of its transactions waits for the disk."""
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(open_store(f"sqlite:///{folder}/new.db")) as store:
        store.add_site("shop", time_zone="UTC", currency="EUR")
        store.close()
        return Path(folder, "new.db").read_bytes()


def a_store(folder: Path) -> SqliteStore:
    """A store in a file of its own, with the site `shop`."""
    (folder / "beheld.db").write_bytes(_new_database())
    return open_store(f"sqlite:///{folder / 'beheld.db'}")


def a_line(item: str, price: float, quantity: int = 1, *, group: str | None = None, discount: float = 0) -> Item:
    """A line of an order; amounts in currency units."""
    return Item(item, group, quantity * 1_000_000, round(price * 1_000_000), round(discount * 1_000_000))


def seconds(at: float) -> int:
    """Epoch milliseconds of so many seconds after ten o'clock."""
    return TEN_O_CLOCK + round(at * 1000)
