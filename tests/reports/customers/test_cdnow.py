"""The customers of CDNOW in a real store: the reports say of them what others found."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from collector.reports.customers.expectations import expected_of, simple_micros
from collector.reports.customers.report import customers, worth_of
from collector.reports.query import ReportQuery
from collector.reports.retention.report import retention
from collector.reports.sql import run
from tests.reports.building import Shop
from tests.reports.customers.cdnow import ACTUAL, AHEAD_DAYS, HALF, purchases

BEGIN, END = date(1997, 1, 1), date(1998, 6, 30)


@pytest.fixture
def first_half(music_shop: Shop) -> ReportQuery:
    return ReportQuery(music_shop.site, BEGIN, HALF)


def test_the_models_are_fitted_to_what_is_stored(music_shop: Shop, first_half: ReportQuery) -> None:
    model = customers(music_shop.store, first_half).more["model"]
    assert (model["r"], model["alpha"], model["a"], model["b"]) == pytest.approx(
        (0.2426, 4.4136 * 7, 0.7929, 2.4259), rel=1e-4
    )
    # values are told apart by a hundredth of the usual one
    assert (model["p"], model["q"], model["gamma"]) == pytest.approx((6.2496, 3.7442, 15.4435), rel=0.02)


def test_each_formula_is_as_far_off_as_it_says(music_shop: Shop, first_half: ReportQuery) -> None:
    worth = worth_of(music_shop.store, first_half)
    rows = run(music_shop.store, "customers/histories.sql", first_half)
    expected = expected_of(worth.models, rows, margin=1.0, discount_rate=0.0, days=AHEAD_DAYS)[None]
    assert expected.worth_micros / 1e6 / ACTUAL == pytest.approx(0.84, abs=0.01)
    (sums,) = run(music_shop.store, "customers/sums.sql", first_half)
    simple = simple_micros(sums, AHEAD_DAYS)
    assert simple is not None
    assert simple * sums["customers"] / 1e6 / ACTUAL == pytest.approx(1.48, abs=0.01)
    assert worth.lifespan == 365


def test_what_was_measured_is_what_python_counts(music_shop: Shop, first_half: ReportQuery) -> None:
    total = dict(customers(music_shop.store, first_half).total)
    spent: dict[int, float] = defaultdict(float)
    orders: dict[int, int] = defaultdict(int)
    for customer, on, amount in purchases():
        if on <= HALF:
            spent[customer] += float(amount)
            orders[customer] += 1
    revenue = sum(spent.values())
    assert (total["customers"], total["new_customers"], total["orders"]) == (2357, 2357, sum(orders.values()))
    assert float(total["revenue"]) == pytest.approx(revenue)
    assert float(total["aov"]) == pytest.approx(revenue / sum(orders.values()))
    assert float(total["clv_so_far"]) == pytest.approx(revenue / 2357)
    top = sum(sorted(spent.values(), reverse=True)[:472])
    assert total["top_20_share"] == pytest.approx(top / revenue)
    assert total["repeat_rate"] == sum(n > 1 for n in orders.values()) / 2357


@pytest.mark.parametrize("field", ["clv_model", "expected_orders", "alive"])
def test_the_worth_of_customers_is_discounted_and_by_the_margin(
    music_shop: Shop, first_half: ReportQuery, field: str
) -> None:
    plain = customers(music_shop.store, first_half).total[field]
    site = music_shop.site._replace(settings={"margin": "0.5"})
    halved = customers(music_shop.store, ReportQuery(site, BEGIN, HALF, discount_rate=0.1)).total[field]
    later = customers(music_shop.store, ReportQuery(music_shop.site, BEGIN, HALF, discount_rate=0.9)).total[field]
    if field == "clv_model":
        assert float(halved) == pytest.approx(float(plain) / 2, rel=1e-4)
        assert float(later) < 0.8 * float(plain)
    else:
        assert plain == halved == later


def test_retention_by_quarter(music_shop: Shop) -> None:
    found = retention(music_shop.store, ReportQuery(music_shop.site, BEGIN, END, unit="quarter"))
    assert [row["name"] for row in found.rows] == ["1997 Q1", "1997 Q2", "1997 Q3", "1997 Q4", "1998 Q1", "1998 Q2"]
    strict = [round(100 * row["retention"], 1) for row in found.rows[1:]]
    ratio = [round(100 * row["active_base_ratio"], 1) for row in found.rows[1:]]
    assert strict == [22.2, 40.8, 48.6, 48.5, 44.0]
    assert ratio == [22.2, 79.8, 96.7, 95.0, 78.1]
    assert found.rows[0]["retention"] is None
    assert found.more["headline"] == {"period": "1998 Q2", "retention": found.rows[-1]["retention"]}
    (cohort,) = found.more["cohorts"]
    assert (cohort["cohort"], cohort["persons"], cohort["control"]) == ("1997 Q1", 2357, False)
    bought = {nth: len(members) for nth, members in by_quarter().items()}
    assert cohort["retention"] == [bought[nth] / 2357 for nth in sorted(bought)]


def by_quarter() -> dict[int, set[int]]:
    """Who bought in each quarter."""
    found: dict[int, set[int]] = defaultdict(set)
    for customer, on, _ in purchases():
        found[on.year * 4 + (on.month - 1) // 3].add(customer)
    return found
