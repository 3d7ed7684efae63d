"""How deep visitors came on the pages where an action was placed, and where it stood there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate, groupby
from statistics import median
from typing import Any, NamedTuple

from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow, Rows
from collector.reports.sql import run
from collector.store.protocol import Store

PARTS = 20
"""A page's height is looked at in so many parts."""
FIGURES = metrics("executed", "delivered", "delivery_rate")
TOTALS = metrics("executed", "delivered")
Key = tuple[str, str | None]


class Place(NamedTuple):
    """One action on one page: how often it was placed and seen there, and by how many parts of the page's height were
    reached in how many of the views it was placed in."""

    action: str
    page: str | None
    executed: int
    delivered: int
    reached: Mapping[int, int]


def depth(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action and page, those of an action with the most impressions first."""
    places = [place_of(*same) for same in groupby(run(store, "depth/reached.sql", query), key=key_of)]
    places.sort(key=lambda place: (place.action, -place.executed, place.page is not None, place.page or ""))
    stood = heights(run(store, "depth/stood.sql", query))
    sums = {name: sum(getattr(place, name) for place in places) for name in ("executed", "delivered")}
    rows = Rows(places, lambda place: depth_row(place, stood.get((place.action, place.page), [])))
    return ReportResult(ReportRow(figures=TOTALS, sums=sums), rows)


def key_of(row: Record) -> Key:
    """The action and the page of a row."""
    return row["action"], row["page"]


def place_of(key: Key, rows: Iterable[Record]) -> Place:
    """One action on one page, from its rows."""
    executed = delivered = 0
    reached = {}
    for row in rows:
        executed += row["executed"]
        delivered += row["delivered"]
        if row["reached"] is not None:
            reached[row["reached"]] = row["executed"]
    return Place(*key, executed, delivered, reached)


def depth_row(place: Place, stood: list[float]) -> ReportRow:
    """One action on one page; `stood` has the fractions of the page's height at which it stood."""
    so_far = list(accumulate(place.reached.get(nth, 0) for nth in range(PARTS, -1, -1)))
    came = [{"of_the_page": nth / PARTS, "impressions": so_far[PARTS - nth]} for nth in range(1, PARTS + 1)]
    more: dict[str, Any] = {
        "depth": {"measured": so_far[PARTS], "came_to": came},
        "stood": {"measured": len(stood), "median": round(median(stood), 3) if stood else None},
    }
    about = {"action": place.action, "page": place.page}
    return ReportRow(about, FIGURES, {"executed": place.executed, "delivered": place.delivered}, more=more)


def heights(rows: Iterable[Record]) -> Mapping[Key, list[float]]:
    """Where impressions stood, by action and page: the top of the element as a fraction of the page's height."""
    found = defaultdict[Key, list[float]](list)
    for row in rows:
        found[key_of(row)].append(row["stood"])
    return found
