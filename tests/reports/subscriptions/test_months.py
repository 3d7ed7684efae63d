"""Months of a period, and churn brought to one."""

from __future__ import annotations

from datetime import date

import pytest

from collector.reports.subscriptions.months import a_month, months_of, moved


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2026, 2, 1), date(2026, 2, 28), 1),
        (date(2026, 1, 1), date(2026, 12, 31), 12),
        (date(2026, 1, 17), date(2026, 2, 14), 15 / 31 + 0.5),
        (date(2026, 4, 30), date(2026, 4, 30), 1 / 30),
    ],
)
def test_months_of_a_period(first: date, last: date, months: float) -> None:
    assert months_of(first, last) == pytest.approx(months)


def test_churn_of_a_month_comes_to_that_of_all() -> None:
    assert a_month(0.271, 3) == pytest.approx(0.1)
    assert a_month(1, 3) == 1


def test_a_renewal_on_a_day_that_the_month_lacks_is_due_on_its_last() -> None:
    assert [moved(date(2026, 1, 31), nth) for nth in (1, 2, -2)] == [
        date(2026, 2, 28), date(2026, 3, 31), date(2025, 11, 30),
    ]  # fmt: skip
