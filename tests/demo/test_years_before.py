"""Orders of the years before: history enough to hold the simulated months against."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from collector.demo import VISITORS
from collector.demo.definitions import definitions
from collector.demo.run import SEED
from collector.demo.simulation.calendar import DAYS, Calendar
from collector.demo.simulation.years_before import DAYS_BEFORE, orders_before
from collector.reports.baseline.against import YEAR_OF_WEEKDAYS
from collector.reports.baseline.report import STEP_DAYS, number_of
from collector.reports.baseline.sums import Daily, Sold
from collector.reports.stats.placebo import Days, Pair, earlier_pairs, range_of, untouched
from collector.rules import DAY_MS

DAY = date(2026, 3, 29)
KNOWN = [{"type": "identify", "user_id": "customer-1"}]

Event = dict[str, Any]


def ordered(count: int, day: date = DAY) -> list[Event]:
    return [order for number in range(count) for order in orders_before(SEED, number, day=day, events=())]


@pytest.fixture(scope="module")
def orders() -> list[Event]:
    return ordered(VISITORS)


def test_they_lie_in_the_years_before_the_simulated_months_and_have_ids_of_their_own(orders: list[Event]) -> None:
    began = Calendar(DAY).began_at
    assert len({order["id"] for order in orders}) == len({order["order_id"] for order in orders}) == len(orders)
    assert began - DAYS_BEFORE * DAY_MS <= min(order["ts"] for order in orders)
    assert max(order["ts"] for order in orders) < began
    assert all(order["items"] for order in orders)


def test_they_are_the_same_whenever_they_are_made_and_others_on_another_day(orders: list[Event]) -> None:
    assert ordered(20) == orders[: len(ordered(20))]
    assert not {order["id"] for order in ordered(20, date(2026, 3, 30))} & {order["id"] for order in orders}


def test_a_visitor_who_signs_in_later_may_have_been_a_customer_before() -> None:
    known = [orders_before(SEED, number, day=DAY, events=KNOWN) for number in range(40)]
    assert 10 < sum(bool(each) for each in known) < 40
    assert {order["user_id"] for each in known for order in each} == {"customer-1"}


@pytest.mark.parametrize("back", [28, YEAR_OF_WEEKDAYS.days], ids=["the days before", "a year before"])
def test_there_are_windows_enough_to_know_how_far_a_comparison_swings_by_itself(orders: list[Event], back: int) -> None:
    began, first = Calendar(DAY).began_at, number_of(DAY)
    by_day: dict[int, Sold] = {}
    for order in orders:
        day = first - DAYS + (order["ts"] - began) // DAY_MS
        by_day[day] = by_day.get(day, Sold()).plus(Sold(1, 50_000_000))
    now = Days(first - 28, first - 1)
    pair = Pair(now, now.moved(-back))
    found = definitions(DAY)
    days = [each["at"] for each in found["annotations"].values()] + [
        each["day_from"] for each in found["costs"].values()
    ]
    marks = [number_of(date.fromisoformat(each)) for each in days]
    daily = Daily(by_day)
    assert daily.first is not None
    earlier = untouched(earlier_pairs(pair, since=daily.first, step=STEP_DAYS), marks)
    assert range_of([lift for each in earlier if (lift := daily.lift(each)) is not None], 0.9)
