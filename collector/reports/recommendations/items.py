"""Recommendations by item or by position: rates of items that were themselves seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from collector.reports.figures import Sums
from collector.reports.item_placements import item_placements
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.recommendations.revenue import found_squares, found_sums
from collector.reports.recommendations.rules import InQuery, Line
from collector.reports.result import ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

BY = {"item": "item", "position": "position_shown"}
COUNTED = ("executed", "measured", "delivered", "clicks", "quick_adds", "wishlist_adds")
FIGURES = metrics(
    *COUNTED, "delivery_rate", "measured_delivery_rate", "ctr", "found_revenue", "contribution", "found_orders",
    "items_sold",
)  # fmt: skip


def item_rows(
    store: Store, query: ReportQuery, by: str, in_query: InQuery, *, whole: Sums, spent: Mapping[str, int]
) -> list[ReportRow]:
    """A row for each widget and item, or widget and position; `whole` are the sums of all orders, `spent` millionths.

    A line whose item was engaged with where no position is known stands at position null.
    """
    counted: defaultdict[tuple[str, Any], dict[str, int]] = defaultdict(lambda: dict.fromkeys(COUNTED, 0))
    for row in item_placements(store, query, "products"):
        for name in COUNTED:
            counted[row["action"], row[BY[by]]][name] += row[name]
    found: defaultdict[tuple[str, Any], list[Line]] = defaultdict(list)
    for line in run(store, "recommendations/item_lines.sql", query):
        if in_query(line["action"]):
            found[line["action"], line[BY[by]]].append(line)

    def sums(lines: Sequence[Line]) -> Sums:
        squares = found_squares(lines, spent) if query.variances else {}
        return {**whole, **squares, **found_sums(lines)}

    none_found = sums(())
    return [
        ReportRow(
            {"action": action, by: value},
            FIGURES,
            {**(sums(found[action, value]) if (action, value) in found else none_found), **counted[action, value]},
        )
        for action, value in counted.keys() | found.keys()
    ]
