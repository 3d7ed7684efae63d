"""Moments and days as reports write and read them: RFC 3339 in UTC, and whole days of a site's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MS = timedelta(milliseconds=1)


def rfc3339(ts: int) -> str:
    """Epoch milliseconds as RFC 3339 in UTC, to the millisecond: 2026-01-31T09:30:00.000Z."""
    return (EPOCH + timedelta(milliseconds=ts)).isoformat(timespec="milliseconds")[:23] + "Z"


def rfc3339_or_none(ts: int | None) -> str | None:
    """The same for a moment that may not have come."""
    return None if ts is None else rfc3339(ts)


def day_ms(day: date) -> int:
    """A local day as facts write it: the milliseconds of its midnight as if that were UTC."""
    return start_of(day, "UTC")


def local_day(ts: int, time_zone: str) -> date:
    """The day in a time zone that a moment lies in."""
    return (EPOCH + timedelta(milliseconds=ts)).astimezone(ZoneInfo(time_zone)).date()


def start_of(day: date, time_zone: str) -> int:
    """When a day begins in a time zone, as epoch milliseconds."""
    return (datetime.combine(day, time(), ZoneInfo(time_zone)).astimezone(UTC) - EPOCH) // ONE_MS


def end_of(day: date, time_zone: str) -> int:
    """When a day is over in a time zone: the first epoch millisecond of the next one."""
    return start_of(day + timedelta(days=1), time_zone)
