"""How deep visitors came on the pages where an action was placed, and where it stood there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median
from typing import Any

import msgspec

from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

PARTS = 20
"""A page's height is looked at in so many parts."""
FIGURES = metrics("executed", "delivered", "delivery_rate")
TOTALS = metrics("executed", "delivered")
Key = tuple[str, str | None]


def depth(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action and page, those of an action with the most impressions first."""
    stood = heights(run(store, "depth/stood.sql", query))
    rows = [depth_row(row, stood[row["action"], row["page"]]) for row in run(store, "depth/depths.sql", query)]
    sums = {name: sum(row.sums[name] for row in rows) for name in ("executed", "delivered")}
    return ReportResult(ReportRow(figures=TOTALS, sums=sums), rows)


def depth_row(row: Record, stood: Iterable[float]) -> ReportRow:
    """One action on one page; `stood` has the fractions of the page's height at which it stood."""
    known = list(stood)
    came = [{"of_the_page": nth / PARTS, "impressions": row[f"came_{nth}"]} for nth in range(1, PARTS + 1)]
    more = {
        "depth": {"measured": row["measured"], "came_to": came},
        "stood": {"measured": len(known), "median": round(median(known), 3) if known else None},
    }
    about = {"action": row["action"], "page": row["page"]}
    return ReportRow(about, FIGURES, {name: row[name] for name in ("executed", "delivered")}, more=more)


def heights(rows: Iterable[Record]) -> Mapping[Key, list[float]]:
    """Where impressions stood, by action and page: the top of the element as a fraction of the page's height."""
    found = defaultdict[Key, list[float]](list)
    for row in rows:
        if (height := height_of(msgspec.json.decode(row["detail"]))) is not None:
            found[row["action"], row["page"]].append(height)
    return found


def height_of(detail: Any) -> float | None:
    """Where an element stood on its page, from 0 at the top to 1 at the bottom; None if it was not measured."""
    if not isinstance(detail, dict):
        return None
    top, page = detail.get("top"), detail.get("page")
    if not isinstance(top, int | float) or not isinstance(page, int | float) or page <= 0:
        return None
    return min(max(top / page, 0.0), 1.0)
