"""How uncertain contribution and revenue are: persons are independent of each other, the orders of one are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from collector.reports.recommendations.rules import Line
from collector.reports.result import MILLION, Record, Spread
from collector.reports.stats import ratio_variance

MILLE = 1000


def revenue_spread(
    found: Iterable[Line], lines: Iterable[Line], widget: Record | None, delivered_to: Mapping[str, int]
) -> Spread:
    """Of what was found through one widget, or all; `delivered_to` says how often each buyer saw it."""
    gained, spent = by_person(found), by_person(lines)
    squares = sum(amount * amount for amount in gained.values())
    contribution = ratio_variance(
        numerator=sum(gained.values()),
        denominator=sum(spent.values()),
        squares=squares,
        products=sum(amount * spent[person] for person, amount in gained.items()),
        others=sum(amount * amount for amount in spent.values()),
    )
    variances = {
        "found_revenue": squares,
        "revenue": sum(amount * amount for amount in spent.values()),
        "contribution": contribution,
    }
    if widget and widget["delivered"]:
        per_delivery = ratio_variance(
            numerator=sum(gained.values()),
            denominator=widget["delivered"],
            squares=squares,
            products=sum(amount * delivered_to.get(person, 0) for person, amount in gained.items()),
            others=widget["delivered_squares"],
        )
        variances["revenue_per_1000_delivered"] = per_delivery * MILLE**2
    return Spread(variances)


def by_person(lines: Iterable[Line]) -> dict[str, float]:
    """What each person's lines came to, in currency units."""
    amounts: dict[str, float] = defaultdict(float)
    for line in lines:
        amounts[line["person"]] += line["net_micros"] / MILLION
    return amounts
