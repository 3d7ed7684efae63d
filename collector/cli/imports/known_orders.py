"""Orders that the store has already from elsewhere, of which only one report counts."""

from __future__ import annotations

from collector.cli.queries import query
from collector.event import Event
from collector.present.numbers import counted
from collector.reports.moments import local_day
from collector.store import Site, Store


class KnownOrders:
    """Counts the orders of an import that another event reports already, and remembers where the first came from."""

    def __init__(self, store: Store, site: Site) -> None:
        self.store, self.site = store, site
        self.count = 0
        self.label: str | None = None
        self.times: dict[str, int] = {}

    def look(self, events: list[Event]) -> None:
        """To be called before these events are stored."""
        self.times = {}
        orders = {event.order_id: event.id for event in events if event.type == "purchase" and event.order_id}
        if not orders:
            return
        bound = {"site": self.site.site} | {f"order_{nth}": order for nth, order in enumerate(orders)}
        reports = self.store.query(query("imports/known_orders", orders=len(orders)), bound)
        known = [row for row in reports if row["id"] != orders[row["order_id"]]]
        if known and not self.count:
            labels = self.store.query(query("imports/label_of_event"), {"seq": known[0]["seq"]})
            self.label = labels[0]["label"] if labels else None
        for row in known:
            self.times[row["order_id"]] = min(row["ts"], self.times.get(row["order_id"], row["ts"]))
        self.count += len(self.times)

    def timed(self, event: Event) -> Event:
        """An event that names a day alone: at the time that another report of its order has, if that is of this day.

        At its midnight, all that led to the order that day would seem to come after it.
        """
        known, zone = self.times.get(event.order_id or ""), self.site.time_zone
        if known is None or local_day(known, zone) != local_day(event.ts, zone):
            return event
        return event._replace(ts=known)

    def note(self) -> str | None:
        """What to report about them, if there are any."""
        if not self.count:
            return None
        origin = f"the import {self.label}" if self.label else "your pages or servers"
        advice = f"; to map them differently, undo it first: beheld import undo '{self.label}'" if self.label else ""
        orders = counted(self.count, "order of this file is", "orders of this file are")
        return f"{orders} in the store already, from {origin}: one report of each counts{advice}"
