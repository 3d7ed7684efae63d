"""Builders: a small experiment in a real store, told in a line each, and its report."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.experiments.cells import Cell, DayCell, added, read_cells
from collector.reports.experiments.document import Experiment, experiment_from
from collector.reports.experiments.report import experiment as experiment_report
from collector.reports.experiments.study import total_of
from tests.reports.building import TEN_O_CLOCK, Shop

DAY = 86_400
DAY_MS = DAY * 1000
START = TEN_O_CLOCK - 3_600_000
Report = dict[str, Any]


def a_phase(number: int = 1, begin: int = START, end: int | None = None, **more: Any) -> Report:
    """A phase of equal shares, from `begin` (epoch ms) on; `b` is the share of b, in buckets."""
    b = more.pop("b", 5_000)
    buckets = [[0, 10_000 - b, "control"], [10_000 - b, 10_000, "b"]]
    return {"allocation": number, "from": begin, "until": end, "buckets": buckets, "promoted": None} | more


def a_document(**more: Any) -> Report:
    """An experiment `hero` of the action `banner` with control and b, as the registry keeps it."""
    return {
        "id": "hero",
        "name": "Hero",
        "state": "running",
        "actions": ["banner"],
        "variations": {"control": {"weight": 1, "revision": 1}, "b": {"weight": 1, "revision": 1}},
        "primary_goal": "purchase",
        "window_days": 7,
        "phases": [a_phase()],
    } | more


class Trial:
    """An experiment of a shop; `at` is seconds after ten o'clock, an hour after it started."""

    def __init__(self, shop: Shop, **more: Any) -> None:
        self.shop, self.document = shop, a_document(**more)
        shop.store.put_definition(shop.site.site, "experiments", self.document["id"], self.document)
        self.events: list[Event] = []
        self._orders: Iterator[int] = count(1)

    @property
    def experiment(self) -> Experiment:
        """As the report reads it."""
        return experiment_from(self.document["id"], self.document)

    def assigned(self, who: str, variation: str = "b", at: float = 0, **fields: Any) -> Trial:
        """Somebody gets a variation."""
        answer = {"name": self.document["id"], "variation": variation, "visitor": who, "view_id": f"{who}-1"} | fields
        self.events.append(self.shop.event("assign", at, **answer))
        return self

    def placed(self, who: str, variation: str = "b", at: float = 1, **fields: Any) -> Trial:
        """It is placed for somebody, and nobody knows whether they see it."""
        answer = {"action": "banner", "variation": variation, "visitor": who, "view_id": f"{who}-{at}"} | fields
        self.events.append(self.shop.event("execute", at, **answer))
        return self

    def saw(self, who: str, variation: str = "b", at: float = 1, **fields: Any) -> Trial:
        """Somebody sees it; in control, would have."""
        self.placed(who, variation, at, **fields)
        answer = {"action": "banner", "variation": variation, "visitor": who, "view_id": f"{who}-{at}"} | fields
        self.events.append(self.shop.event("deliver", at, **answer))
        return self

    def took_part(self, who: str, variation: str = "b", at: float = 0, **fields: Any) -> Trial:
        """Somebody gets a variation and sees it at once."""
        return self.assigned(who, variation, at, **fields).saw(who, variation, at + 1)

    def bought(self, who: str, at: float, price: float = 10, **fields: Any) -> str:
        """Somebody buys one thing; the id of the order."""
        order = f"{who}-{next(self._orders)}"
        line = ("A", None, 1_000_000, round(price * 1_000_000))
        answer = {"visitor": who, "view_id": f"{who}-{at}", "currency": "EUR", "items": [line], "order_id": order}
        self.events.append(self.shop.event("purchase", at, **answer | fields))
        return order

    def sent(self) -> Trial:
        """Store what happened and let facts catch up."""
        self.shop.store.append(self.events)
        self.events.clear()
        refresh(self.shop.store)
        return self

    def cells(self, *, days: float = 30, by_delivery: bool = True, by: str | None = None) -> list[DayCell]:
        """What is read of it so many days after ten o'clock."""
        now = TEN_O_CLOCK + round(days * DAY_MS)
        site = self.shop.site.site
        return read_cells(self.shop.store, site, self.experiment, now=now, by_delivery=by_delivery, by=by)

    def arm(self, variation: str, **report_query: Any) -> Cell:
        """All of one variation."""
        return total_of(added(self.cells(**report_query)), variation)

    def report(self, *, days: float = 30) -> Report:
        """The report as it is so many days after ten o'clock; its arms by variation."""
        now = TEN_O_CLOCK + round(days * DAY_MS)
        found = experiment_report(self.shop.store, self.shop.site, self.document["id"], now=now)
        assert found is not None
        return {**found.more, "arms": {row["variation"]: row for row in found.rows}, "basis": found.basis}
