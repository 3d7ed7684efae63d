"""How deep visitors came on the pages where an action was placed, and where it stood there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import median
from typing import Any

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


@dataclass
class Place:
    """One action on one page: how often it was placed and seen there; by parts of the page's height, in how many of the
    views it was placed in exactly so many were reached."""

    executed: int = 0
    delivered: int = 0
    reached: dict[int, int] = field(default_factory=dict)


def depth(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action and page, those of an action with the most impressions first."""
    places = places_of(run(store, "depth/reached.sql", query))
    stood = heights(run(store, "depth/stood.sql", query))
    sums = {name: sum(getattr(place, name) for place in places.values()) for name in ("executed", "delivered")}
    found = sorted(places.items(), key=most_placed_first)
    rows = Rows(found, lambda each: depth_row(each[0], each[1], stood.get(each[0], [])))
    return ReportResult(ReportRow(figures=TOTALS, sums=sums), rows)


def key_of(row: Record) -> Key:
    """The action and the page of a row."""
    return row["action"], row["page"]


def places_of(rows: Iterable[Record]) -> dict[Key, Place]:
    """Each action on each page."""
    places = defaultdict[Key, Place](Place)
    for row in rows:
        place = places[key_of(row)]
        place.executed += row["executed"]
        place.delivered += row["delivered"]
        if row["reached"] is not None:
            place.reached[row["reached"]] = row["executed"]
    return places


def most_placed_first(each: tuple[Key, Place]) -> tuple[Any, ...]:
    """By action, the page on which it was placed most first."""
    (action, page), place = each
    return action, -place.executed, page is not None, page or ""


def depth_row(key: Key, place: Place, stood: list[float]) -> ReportRow:
    """One action on one page; `stood` has the fractions of the page's height at which it stood."""
    so_far = list(accumulate(place.reached.get(nth, 0) for nth in range(PARTS, -1, -1)))
    came = [{"of_the_page": nth / PARTS, "impressions": so_far[PARTS - nth]} for nth in range(1, PARTS + 1)]
    more: dict[str, Any] = {
        "depth": {"measured": so_far[PARTS], "came_to": came},
        "stood": {"measured": len(stood), "median": round(median(stood), 3) if stood else None},
    }
    return ReportRow(
        dict(zip(("action", "page"), key, strict=True)),
        FIGURES,
        {"executed": place.executed, "delivered": place.delivered},
        more=more,
    )


def heights(rows: Iterable[Record]) -> Mapping[Key, list[float]]:
    """Where impressions stood, by action and page: the top of the element as a fraction of the page's height."""
    found = defaultdict[Key, list[float]](list)
    for row in rows:
        found[key_of(row)].append(row["stood"])
    return found
