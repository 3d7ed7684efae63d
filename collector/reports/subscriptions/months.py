"""How many months of the calendar a period has, and churn brought to one of them. Pure."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta


def months_of(first_day: date, last_day: date) -> float:
    """Months in a period, both days included: a whole month is 1, a part of one its days / the days of that month."""
    found, begin = 0.0, first_day
    while begin <= last_day:
        days = monthrange(begin.year, begin.month)[1]
        end = min(begin.replace(day=days), last_day)
        found += ((end - begin).days + 1) / days
        begin = end + timedelta(1)
    return found


def a_month(churn: float, months: float) -> float:
    """The churn of one month that comes to this one in so many months, if it is the same in each: 1 - (1 - c)^(1/m)."""
    return float(1 - (1 - churn) ** (1 / months))


def moved(begin: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    month = begin.year * 12 + begin.month - 1 + months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(begin.day, monthrange(year, month)[1]))
