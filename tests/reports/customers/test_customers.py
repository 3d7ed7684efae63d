"""The report of customers, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from collector.event import Context, Item
from collector.reports.comparison import compared
from collector.reports.customers.expectations import lifespan_days, simple_micros
from collector.reports.customers.report import customers
from collector.reports.query import ReportQuery
from tests.reports.building import CRAWLER, DAY, DESKTOP, Shop, a_line

PHONE = Context(
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari"
)
JANUARY = date(2026, 1, 1), date(2026, 1, 31)


@pytest.fixture
def report_query(shop: Shop) -> ReportQuery:
    """Ann orders three times, twice in January, the first of these on a phone; bob once; cid in December alone."""
    shop.send(
        *ordered(shop, "ann", -10, a_line("A", 100), context=DESKTOP),
        *ordered(shop, "ann", 0, a_line("A", 60), context=PHONE),
        *ordered(shop, "ann", 4, a_line("A", 10, discount=2), a_line("B", 12), context=DESKTOP),
        *ordered(shop, "bob", 1, a_line("A", 20), context=DESKTOP),
        *ordered(shop, "cid", -9, a_line("A", 1000), context=DESKTOP),
        *ordered(shop, "bot", 1, a_line("A", 999), context=CRAWLER),
        *ordered(shop, "dora", 1, a_line("A", 999), context=DESKTOP, currency="USD"),
    )
    return ReportQuery(shop.site, *JANUARY)


def ordered(shop: Shop, visitor: str, day: float, *lines: Any, **fields: Any) -> list[Any]:
    """A view, and an order in it."""
    own = {"visitor": visitor, "view_id": f"{visitor}{day}"}
    at = day * DAY
    more = {name: value for name, value in fields.items() if name == "context"}
    return [
        shop.event("page_view", at, **own, **more),
        shop.order(at + 60, *lines, order_id=f"{visitor}{day}", **own, **fields),
    ]


def test_what_customers_of_the_period_did(shop: Shop, report_query: ReportQuery) -> None:
    total = dict(customers(shop.store, report_query).total)
    assert (total["customers"], total["new_customers"], total["repeat_rate"]) == (2, 1, 0.5)
    assert (total["orders"], total["revenue"], total["orders_per_customer"]) == (3, "100.00", 1.5)
    assert float(total["aov"]) == pytest.approx(100 / 3)
    assert total["full_price_share"] == 0.92
    assert total["top_20_share"] == 0.8
    assert total["median_gap_s"] == 7 * DAY
    assert total["clv_so_far"] == "100.00"


def test_with_too_few_who_came_back_there_is_no_model_and_it_says_so(shop: Shop, report_query: ReportQuery) -> None:
    found = customers(shop.store, report_query)
    assert (found.total["clv_model"], found.total["expected_orders"], found.total["alive"]) == (None, None, None)
    assert found.more["model"]["shown"] is False
    assert found.more["model"]["why"] == found.basis["clv_model"]
    assert "1 customer came back; below 100 no model" in found.basis["clv_model"]


def test_a_refund_restates_it_all(shop: Shop, report_query: ReportQuery) -> None:
    shop.send(shop.from_server("refund", 20 * DAY, order_id="ann0"))
    total = customers(shop.store, report_query).total
    assert (total["revenue"], total["orders"], total["clv_so_far"]) == ("40.00", 3, "70.00")
    assert total["full_price_share"] == 0.8
    shop.send(shop.from_server("refund", 21 * DAY, order_id="bob1", cancel=1))
    assert customers(shop.store, report_query).total["customers"] == 1


def test_a_customer_belongs_to_the_session_of_their_first_order_of_the_period(
    shop: Shop, report_query: ReportQuery
) -> None:
    found = customers(shop.store, replace(report_query, by="device"))
    rows = {row["device"]: (row["customers"], row["revenue"], row["clv_so_far"]) for row in found.rows}
    assert rows == {"phone": (1, "80.00", "180.00"), "desktop": (1, "20.00", "20.00")}
    assert found.total["customers"] == 2
    on_phones = customers(shop.store, replace(report_query, segments=(("device", ("phone",)),)))
    assert (on_phones.total["customers"], on_phones.total["revenue"]) == (1, "80.00")
    assert on_phones.more["concentration"][-1] == {"customers": 1.0, "revenue": 1.0}


def test_an_order_of_the_whole_cart_s_discount_is_at_full_price_nowhere(shop: Shop) -> None:
    shop.send(*ordered(shop, "ann", 0, a_line("A", 10), a_line("B", 10), amount_micros=1_000_000))
    total = customers(shop.store, ReportQuery(shop.site, *JANUARY)).total
    assert (total["revenue"], total["full_price_share"]) == ("19.00", 0.0)


def test_bargain_hunters_bought_nothing_at_the_full_price(shop: Shop) -> None:
    shop.send(
        *ordered(shop, "ann", 0, a_line("A", 10, discount=2)),
        *ordered(shop, "ann", 1, a_line("B", 10, discount=1), a_line("gift", 0)),
        *ordered(shop, "bob", 1, a_line("A", 10, discount=2), a_line("B", 1)),
        *ordered(shop, "cid", 1, a_line("A", 10)),
        *ordered(shop, "eve", 1, a_line("A", 10, discount=2)),
        shop.from_server("refund", 2 * DAY, order_id="eve1"),
    )
    assert customers(shop.store, ReportQuery(shop.site, *JANUARY)).total["bargain_hunters"] == 0.25
    shop.send(shop.from_server("refund", 3 * DAY, order_id="bob1", items=(Item("B"),)))
    assert customers(shop.store, ReportQuery(shop.site, *JANUARY)).total["bargain_hunters"] == 0.5


def test_orders_without_money_are_counted(shop: Shop, report_query: ReportQuery) -> None:
    found = customers(shop.store, report_query)
    assert (found.total["orders_excluded"], found.total["orders"]) == (1, 3)
    on_phones = customers(shop.store, replace(report_query, segments=(("device", ("phone",)),)))
    assert on_phones.total["orders_excluded"] == 0
    earlier = replace(report_query, first_day=date(2025, 11, 1), last_day=date(2025, 11, 30))
    assert customers(shop.store, earlier).total["orders_excluded"] == 0


def test_the_fifth_that_spent_most_is_rounded_up(shop: Shop) -> None:
    shop.send(*(event for nth in range(1, 12) for event in ordered(shop, f"v{nth}", 0, a_line("A", nth))))
    found = customers(shop.store, ReportQuery(shop.site, *JANUARY))
    assert found.total["top_20_share"] == pytest.approx((11 + 10 + 9) / 66)
    curve = [each["revenue"] for each in found.more["concentration"]]
    assert curve[0] == pytest.approx(21 / 66)
    assert curve[-1] == 1.0


def test_it_is_compared_without_saying_what_is_noise_where_nobody_knows(shop: Shop, report_query: ReportQuery) -> None:
    before = replace(report_query, first_day=JANUARY[0] - timedelta(31), last_day=JANUARY[0] - timedelta(1))
    total, _ = compared(customers(shop.store, report_query), customers(shop.store, before))
    assert (total["prior"]["customers"], total["prior"]["revenue"]) == (2, "1100.00")
    assert total["noise"]["median_gap_s"] is None
    assert total["noise"]["revenue"] is True


def test_nobody_is_no_error(shop: Shop) -> None:
    found = customers(shop.store, ReportQuery(shop.site, *JANUARY, by="device"))
    assert (found.total["customers"], found.total["aov"], found.total["clv_simple"]) == (0, None, None)
    assert (list(found.rows), found.more["concentration"]) == ([], [])


def test_by_what_was_delivered_first_beside_those_who_would_have_seen_it(shop: Shop) -> None:
    def delivered(visitor: str, at: float, action: str, variation: str = "") -> Any:
        return shop.event("deliver", at, visitor=visitor, view_id=f"{visitor}{at}", action=action, variation=variation)

    shop.send(
        delivered("ann", 1, "hero", "b"), delivered("ann", 2, "popup"), *ordered(shop, "ann", 1, a_line("A", 10)),
        delivered("bob", 1, "hero", "b"), delivered("cid", 1, "hero", "control"),
        *ordered(shop, "cid", 1, a_line("A", 4)), *ordered(shop, "dora", -1, a_line("A", 7)),
        delivered("dora", 1, "popup"), *ordered(shop, "eve", 1, a_line("A", 500)),
    )  # fmt: skip
    found = customers(shop.store, ReportQuery(shop.site, *JANUARY, by="first_delivered"))
    rows = {row["action"]: dict(row) for row in found.rows}
    hero, popup = rows["hero"], rows["popup"]
    assert hero["compared_with"] == "control"
    assert hero["warning"] is None
    assert (hero["seen"]["persons_delivered"], hero["seen"]["customers"], hero["seen"]["value_per_person"]) == (
        2, 1, "5.00",
    )  # fmt: skip
    assert (hero["control"]["persons_delivered"], hero["control"]["customer_rate"]) == (1, 1.0)
    assert hero["control"]["revenue"] == "4.00"
    assert popup["compared_with"] == "nobody"
    assert "no control" in popup["warning"]
    assert (popup["seen"]["persons_delivered"], popup["seen"]["customers"]) == (1, 0)
    assert popup["control"]["persons_delivered"] == 0


@pytest.mark.parametrize(
    ("earlier", "kept", "known_days", "days"),
    [(100, 0, 400, 182), (100, 50, 400, 364), (100, 90, 400, 365), (100, 100, 400, 365), (100, 0, 363, 365)],
)
def test_customers_stay_half_a_year_over_the_part_that_is_lost(
    earlier: int, kept: int, known_days: float, days: float
) -> None:
    assert lifespan_days({"earlier": earlier, "kept": kept}, known_days=known_days) == days


def test_the_simple_formula_by_hand() -> None:
    ten_days = 10 * 86_400_000
    sums = {"customers": 2, "history_days": 6, "history_micros": 60_000_000, "age_ms": 2 * ten_days}
    assert simple_micros(sums, 100) == pytest.approx(10_000_000 * (4 / 20) * 100)
    assert simple_micros(sums | {"age_ms": 0}, 100) is None
