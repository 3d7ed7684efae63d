"""Moments are written in UTC; days are those of the site's zone."""

from __future__ import annotations

from datetime import date

import pytest

from collector.reports.moments import end_of, rfc3339, rfc3339_or_none, start_of

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("ts", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_767_348_000_123, "2026-01-02T10:00:00.123Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ],
)
def test_rfc_3339_to_the_millisecond(ts: int, text: str) -> None:
    assert rfc3339(ts) == text


def test_a_moment_that_has_not_come_is_none() -> None:
    assert rfc3339_or_none(None) is None


def test_a_day_begins_at_the_midnight_of_its_zone() -> None:
    assert rfc3339(start_of(date(2026, 1, 31), "Europe/Vienna")) == "2026-01-30T23:00:00.000Z"
    assert rfc3339(end_of(date(2026, 1, 31), "UTC")) == "2026-02-01T00:00:00.000Z"


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_days_are_as_long_as_the_clock_change_makes_them(day: date, hours: int) -> None:
    assert end_of(day, "Europe/Vienna") - start_of(day, "Europe/Vienna") == hours * HOUR
