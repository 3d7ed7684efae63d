"""Recommendations by item or by position: rates of items that were themselves seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from collector.reports.money import quantity_number
from collector.reports.query import ReportQuery
from collector.reports.recommendations.rules import Wanted
from collector.reports.result import Record, amount_text, rate
from collector.reports.sql import run
from collector.store.protocol import Store

BY = {"item": "item", "position": "position_shown"}
COUNTS = ("executed", "measured", "delivered", "clicks", "quick_adds", "wishlist_adds")


def item_rows(store: Store, asked: ReportQuery, by: str, wanted: Wanted, *, revenue: int) -> list[dict[str, Any]]:
    """A row for each widget and item, or widget and position; `revenue` is that of all orders, in millionths.

    A line whose item was engaged with where no position is known stands at position null.
    """
    groups: dict[tuple[str, Any], dict[str, Any]] = defaultdict(lambda: dict.fromkeys(COUNTS, 0) | {"lines": []})
    for row in run(store, "recommendations/items.sql", asked):
        group = groups[row["action"], row[BY[by]]]
        for name in COUNTS:
            group[name] += row[name]
    for line in run(store, "recommendations/item_lines.sql", asked):
        if wanted(line["action"]):
            groups[line["action"], line[BY[by]]]["lines"].append(line)
    rows = [
        {"action": action, by: value} | item_figures(group, revenue=revenue)
        for (action, value), group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-float(row["found_revenue"]), row["action"], row[by] is None, row[by] or 0))


def item_figures(group: dict[str, Any], *, revenue: int) -> dict[str, Any]:
    """The figures of one item or position."""
    lines: Iterable[Record] = group.pop("lines")
    found = list(lines)
    micros = sum(line["net_micros"] for line in found)
    return group | {
        "delivery_rate": rate(group["delivered"], group["executed"]),
        "measured_delivery_rate": rate(group["delivered"], group["measured"]),
        "ctr": rate(group["clicks"], group["delivered"]),
        "found_revenue": amount_text(micros),
        "contribution": rate(micros, revenue),
        "found_orders": len({line["order_key"] for line in found}),
        "items_sold": quantity_number(sum(line["quantity_micros"] for line in found)),
    }
