"""Months, quarters and years as a report on retention counts them. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Unit(NamedTuple):
    """One of them, by its first and its last day; `complete`: the period does not end before it does."""

    first_day: date
    last_day: date
    complete: bool


def units_of(first_day: date, last_day: date, unit: str) -> list[Unit]:
    """The units that a period touches, after the one before them, which the first of them is compared with."""
    begin = _moved(_begin_of(first_day, unit), unit, -1)
    found = []
    while begin <= last_day:
        after = _moved(begin, unit, 1)
        found.append(Unit(begin, after - timedelta(1), after - timedelta(1) <= last_day))
        begin = after
    return found


def named(unit: Unit, by: str) -> str:
    """2026-01, 2026 Q1, 2026."""
    begin = unit.first_day
    if by == "month":
        return f"{begin:%Y-%m}"
    return f"{begin.year} Q{(begin.month + 2) // 3}" if by == "quarter" else f"{begin.year}"


def _begin_of(day: date, unit: str) -> date:
    months = MONTHS[unit]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def _moved(begin: date, unit: str, count: int) -> date:
    months = begin.year * 12 + begin.month - 1 + count * MONTHS[unit]
    return date(months // 12, months % 12 + 1, 1)
