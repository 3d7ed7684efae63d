"""The sums that contribution and revenue follow from, over persons: they are independent, the orders of one are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from collector.reports.figures import MILLION, Sums, summed
from collector.reports.recommendations.rules import Line

NOBODY: Mapping[str, int] = {}


def spent_by_person(lines: Iterable[Line]) -> Mapping[str, int]:
    """What each person's order lines came to, in millionths."""
    spent: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        spent[line["person"]] += line["net_micros"]
    return spent


def found_sums(found: Sequence[Line]) -> dict[str, Any]:
    """Of the lines found through one widget, or all."""
    return {
        "found_micros": sum(line["net_micros"] for line in found),
        "found_orders": len({line["order_key"] for line in found}),
        "items_sold": Fraction(sum(line["quantity_micros"] for line in found), MILLION),
    }


def found_squares(
    found: Iterable[Line], spent: Mapping[str, int], delivered_to: Mapping[str, int] = NOBODY
) -> dict[str, Any]:
    """The sums of squares and products over persons; `delivered_to` says how often each buyer saw the widget."""
    persons: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"found_micros": 0, "quantity_micros": 0})
    for line in found:
        persons[line["person"]]["found_micros"] += line["net_micros"]
        persons[line["person"]]["quantity_micros"] += line["quantity_micros"]
    units = [
        {
            "found_micros": sums["found_micros"],
            "items_sold": sums["quantity_micros"] / MILLION,
            "revenue_micros": spent[person],
            "delivered": delivered_to.get(person, 0),
        }
        for person, sums in persons.items()
    ]
    pairs = [("found_micros", "revenue_micros"), ("found_micros", "delivered")]
    return summed(units, "found_micros", "items_sold", products=pairs)


def whole_sums(ordered: Sums, spent: Mapping[str, int]) -> dict[str, Any]:
    """Of all orders, from their own sums."""
    return {
        "orders": ordered["orders"],
        "orders_excluded": ordered["orders_excluded"],
        "revenue_micros": ordered["net_micros"],
        "revenue_micros_squares": sum(float(amount) ** 2 for amount in spent.values()),
    }
