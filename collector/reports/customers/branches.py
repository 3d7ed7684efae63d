"""Which categories customers branch into: from what their first order had to what was new to them in a later one."""

from __future__ import annotations

from typing import Any

from collector.reports.query import ReportQuery
from collector.reports.sql import run
from collector.reports.stats.intervals import wilson
from collector.store.protocol import Store

MIN_CUSTOMERS = 5
"""Below so many it would be a tale of some persons."""
MAX_BRANCHES = 20
MAX_CATEGORIES = 50
"""Those that most customers bought; of others there are no branches."""


def branches(store: Store, query: ReportQuery) -> list[dict[str, Any]]:
    """A row for each pair of categories, most customers first: `from` one that was in the first order of all of
    `customers` of the period, `to` one that they bought later and not in that order. `share` is their part of those who
    began there and `came_back` with any further order, `low` to `high` its Wilson interval (95 %); all until the end of
    the period. At most MAX_BRANCHES."""
    limits = {"max_categories": MAX_CATEGORIES, "min_customers": MIN_CUSTOMERS, "max_branches": MAX_BRANCHES}
    return [
        _branch(row["begun_with"], row["branched_into"], customers=row["customers"], came_back=row["came_back"])
        for row in run(store, "customers/branches.sql", query, **limits)
    ]


def _branch(begun_with: str, branched_into: str, *, customers: int, came_back: int) -> dict[str, Any]:
    low, high = wilson(customers, came_back)
    return {
        "from": begun_with,
        "to": branched_into,
        "customers": customers,
        "came_back": came_back,
        "share": customers / came_back,
        "low": low,
        "high": high,
    }
