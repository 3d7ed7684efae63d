"""Who comes back, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest

from collector.event import Context
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.retention.report import controls, retention
from collector.reports.retention.units import named, units_of
from collector.reports.series import series
from tests.reports.building import DAY, TEN_O_CLOCK, Shop, a_line

PHONE = Context(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari"
)
BEGIN = datetime.fromtimestamp(TEN_O_CLOCK / 1000, UTC).date()
SPRING = date(2026, 1, 15), date(2026, 4, 15)
MONTHS = {"jan": 0, "feb": 35, "mar": 65, "apr": 95}


def bought(shop: Shop, visitor: str, *months: str, **fields: Any) -> list[Any]:
    found = []
    for month in months:
        own = {"visitor": visitor, "view_id": f"{visitor}{month}", **fields}
        found += [
            shop.event("page_view", MONTHS[month] * DAY, **own),
            shop.order(MONTHS[month] * DAY + 60, a_line("A", 1), order_id=f"{visitor}{month}", **own),
        ]
    return found


@pytest.fixture
def report_query(shop: Shop) -> ReportQuery:
    """Ann orders every month, bob in January and March, cid in January, dora in February on a phone."""
    shop.send(
        *bought(shop, "ann", "jan", "feb", "mar", "apr"), *bought(shop, "bob", "jan", "mar"),
        *bought(shop, "cid", "jan"), *bought(shop, "dora", "feb", "mar", context=PHONE),
        shop.event("page_view", 0, visitor="eve", view_id="e"),
    )  # fmt: skip
    return ReportQuery(shop.site, *SPRING)


def test_month_by_month(shop: Shop, report_query: ReportQuery) -> None:
    found = retention(shop.store, report_query)
    rows = [(row["name"], row["customers"], row["customers_before"], row["customers_kept"]) for row in found.rows]
    assert rows == [("2026-01", 3, 0, 0), ("2026-02", 2, 3, 1), ("2026-03", 3, 2, 2), ("2026-04", 1, 3, 1)]
    assert [row["retention"] for row in found.rows] == [None, 1 / 3, 1.0, 1 / 3]
    assert [row["active_base_ratio"] for row in found.rows] == [None, 2 / 3, 1.5, 1 / 3]
    assert [row["complete"] for row in found.rows] == [True, True, True, False]


def test_what_is_not_over_counts_in_no_total(shop: Shop, report_query: ReportQuery) -> None:
    found = retention(shop.store, report_query)
    assert (found.total["customers_before"], found.total["customers_kept"], found.total["retention"]) == (5, 3, 0.6)
    assert found.more["headline"] == {"period": "2026-03", "retention": 1.0}


def test_cohorts_by_first_order_and_by_first_visit(shop: Shop, report_query: ReportQuery) -> None:
    first, second = retention(shop.store, report_query).more["cohorts"]
    assert (first["cohort"], first["persons"]) == ("2026-01", 3)
    assert first["retention"] == [1.0, 1 / 3, 2 / 3, 1 / 3]
    assert (second["cohort"], second["persons"], second["retention"]) == ("2026-02", 1, [1.0, 1.0, 0.0])
    visits = retention(shop.store, replace(report_query, cohort="first_visit")).more["cohorts"]
    assert [(each["cohort"], each["persons"]) for each in visits] == [("2026-01", 4), ("2026-02", 1)]
    assert visits[0]["retention"][0] == 0.75


def test_cohorts_by_what_was_delivered_first_with_control_apart(shop: Shop, report_query: ReportQuery) -> None:
    for visitor, variation in (("ann", "b"), ("bob", "control"), ("cid", "b")):
        # on the second day of the month: what was ordered before is no outcome of it
        shop.send(shop.event("deliver", DAY, visitor=visitor, view_id="d", action="hero", variation=variation))
    found = retention(shop.store, replace(report_query, cohort="first_delivered", action="hero")).more["cohorts"]
    assert [(each["cohort"], each["control"], each["persons"]) for each in found] == [
        ("2026-01", False, 2), ("2026-01", True, 1),
    ]  # fmt: skip
    assert [each["retention"] for each in found] == [[0.0, 0.5, 0.5, 0.5], [0.0, 0.0, 1.0, 0.0]]
    shop.send(shop.event("deliver", DAY, visitor="dora", view_id="d", action="popup"))
    everything = retention(shop.store, replace(report_query, cohort="first_delivered")).more
    assert everything["first_actions"] == [
        {"action": "hero", "persons": 3, "control": True}, {"action": "popup", "persons": 1, "control": False},
    ]  # fmt: skip
    assert retention(shop.store, report_query).more["first_actions"] == []
    other = replace(report_query, cohort="first_delivered", action="other")
    assert retention(shop.store, other).more["cohorts"] == []


def test_a_segment_is_of_the_session_of_the_first_order(shop: Shop, report_query: ReportQuery) -> None:
    phones = replace(report_query, segments=(("device", ("phone",)),))
    rows = retention(shop.store, phones).rows
    assert [row["customers"] for row in rows] == [0, 1, 1, 0]
    by_device = REPORTS["retention"](shop.store, replace(report_query, by="device")).rows
    assert {(row["device"], row["name"]): row["customers"] for row in by_device}[("phone", "2026-02")] == 1


def test_personalized_beside_control(shop: Shop) -> None:
    for nth in range(80):
        visitor, variation = f"v{nth}", "control" if nth % 2 else "personalized"
        comes_back = nth % 4 < 2 if nth % 2 else nth % 8 < 6
        own = {"visitor": visitor, "view_id": "a"}
        shop.store.append(
            [
                shop.event("assign", 0, name="holdout", variation=variation, allocation=1, **own),
                *bought(shop, visitor, "jan", *(["feb"] if comes_back else [])),
            ]
        )
    held = {"name": "holdout", "variation": "control", "allocation": 1}
    late = shop.event("assign", 40 * DAY, visitor="late", **held)
    tester = shop.event("assign", 0, visitor="qa", override=1, **held)
    shop.send(late, tester, *bought(shop, "late", "jan", "feb"), *bought(shop, "qa", "jan", "feb"))
    (found,) = retention(shop.store, ReportQuery(shop.site, date(2026, 1, 1), date(2026, 2, 28))).more["control"]
    assert (found["experiment"], found["persons_control"], found["persons_personalized"]) == ("holdout", 40, 40)
    assert (found["control"], found["personalized"]) == (0.5, 0.75)
    assert found["difference"] == pytest.approx(0.25)
    assert found["low"] < 0 < 0.25 < found["high"]


def test_few_persons_have_no_interval() -> None:
    sums = {"x": 2, "y": 1, "xx": 4, "yy": 1, "xy": 2}
    both = [{"experiment": "e", "control": arm, "persons": 29, **sums} for arm in (0, 1)]
    (found,) = controls(both)
    assert (found["control"], found["low"]) == (0.5, None)
    assert controls(both[:1]) == []


@pytest.mark.parametrize(
    ("unit", "names"),
    [("month", ["2025-12", "2026-01", "2026-02"]), ("quarter", ["2025 Q4", "2026 Q1"]), ("year", ["2025", "2026"])],
)
def test_units_are_those_of_the_calendar_and_one_before(unit: str, names: list[str]) -> None:
    found = units_of(date(2026, 1, 31), date(2026, 2, 1), unit)
    assert [named(each, unit) for each in found] == names
    assert not found[-1].complete
    assert units_of(date(2026, 12, 31), date(2026, 12, 31), unit)[-1].complete


def test_day_by_day_it_is_that_of_the_thirty_days_until_then(shop: Shop) -> None:
    draw = Random(7)
    orders = sorted((draw.randrange(120), f"v{draw.randrange(40)}") for _ in range(90))
    shop.send(*(
        shop.order(day * DAY, a_line("A", 1), order_id=str(nth), visitor=visitor, view_id=str(nth))
        for nth, (day, visitor) in enumerate(orders)
    ))  # fmt: skip
    first, last = date(2026, 2, 20), date(2026, 4, 20)
    for unit, days in (("month", 30), ("quarter", 91)):
        query = ReportQuery(shop.site, first, last, unit=unit)
        found = series(shop.store, query, "retention")
        expected = [second_computation(orders, (day.first_day - BEGIN).days, days) for day in query.each_day()]
        assert [(row["customers_before"], row["customers_kept"], row["retention"]) for row in found.rows] == expected
        assert any(share not in (None, 0, 1) for *_, share in expected) or unit == "quarter"
        assert found.total["customers_kept"] == expected[-1][1]
    on_phones = ReportQuery(shop.site, first, last, segments=(("device", ("mobile",)),))
    assert not series(shop.store, on_phones, "retention").total["customers"]


def second_computation(orders: list[tuple[int, str]], day: int, days: int) -> tuple[int, int, float | None]:
    """Who ordered before, who again, and the share, by sets of visitors."""
    since = {visitor for ordered, visitor in orders if day - days < ordered <= day}
    before = {visitor for ordered, visitor in orders if day - 2 * days < ordered <= day - days}
    return len(before), len(before & since), len(before & since) / len(before) if before else None
