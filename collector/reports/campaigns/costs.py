"""What was set as costs, as far as it falls on the days of a period. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from collector.reports.figures import MILLION

Cost = Mapping[str, Any]


def micros_within(cost: Cost, first_day: date, last_day: date) -> Fraction:
    """The part of a cost, in millionths, that falls on these days, both included: it is spread evenly over its own."""
    begin = date.fromisoformat(cost["day_from"])
    end = date.fromisoformat(cost.get("day_to") or cost["day_from"])
    days_within = (min(end, last_day) - max(begin, first_day)).days + 1
    return Fraction(cost["amount"]) * MILLION * max(0, days_within) / ((end - begin).days + 1)
