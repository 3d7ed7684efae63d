"""Absurd amounts make large sums, never an answer of 500: reports, the user report, pages and data checks go on."""

from __future__ import annotations

import itertools

import pytest

from collector.event import SECRET, Item
from collector.reports.registry import REPORTS
from tests.present.desk import Desk

PERIOD = {"from": "2026-01-01", "to": "2026-01-31"}
LARGEST_LINE = 10**15
LARGEST_GOAL = {"amount_micros": LARGEST_LINE, "currency": "EUR"}
LINES, ORDERS = 500, 20


@pytest.fixture
def attacked(desk: Desk) -> Desk:
    """A shop with one honest order, and orders and goals, sent with the secret key, whose sums 63 bits cannot hold."""
    shop = desk.shop
    lines = [Item("x", None, 1_000_000, LARGEST_LINE, 0) for _ in range(LINES)]
    shop.send(
        shop.event("execute", 0, action="recs", kind="products", items=("tea",)),
        shop.event("click", 1, action="recs", item="tea"),
        shop.order(5, "tea"),
        shop.event("execute", 5, visitor="mallory", action="recs", kind="products", items=("x",)),
        shop.event("click", 6, visitor="mallory", action="recs", item="x"),
        *[shop.order(9 + n, *lines, order_id=f"m{n}", visitor="mallory", trust=SECRET) for n in range(ORDERS)],
        *[shop.event("goal", 60 + n, visitor="eve", name="signup", trust=SECRET, **LARGEST_GOAL) for n in range(9_300)],
    )
    return desk


def test_every_report_answers_in_every_shape(attacked: Desk) -> None:
    shapes = ({}, {"by": "device"}, {"compare": "previous"}, {"format": "csv"}, {"goal": "signup"})
    for name, more in itertools.product(REPORTS, shapes):
        answer = attacked.ask(f"reports/{name}", query_string=PERIOD | more)
        assert answer.status_code in (200, 400), (name, more, answer.text)
        assert answer.status_code == 200 or set(more) & {"by", "goal", "compare"}


def test_the_sums_are_near_enough(attacked: Desk) -> None:
    total = attacked.ask("reports/recommendations", query_string=PERIOD).get_json()["total"]
    whole = ORDERS * LINES * LARGEST_LINE // 10**6
    assert float(total["revenue"]) == pytest.approx(whole, rel=1e-9)
    assert (total["orders"], total["found_orders"]) == (ORDERS + 1, ORDERS + 1)
    goals = attacked.ask("reports/goals", query_string=PERIOD).get_json()["rows"]
    signup = next(row for row in goals if row["goal"] == "signup")
    assert float(signup["value"]) == pytest.approx(9_300 * LARGEST_LINE / 10**6, rel=1e-9)


def test_pages_and_the_user_reports_answer(attacked: Desk) -> None:
    for path in ("/visitors", "/checks"):
        attacked.page(path)
    assert attacked.ask("visitors/mallory").status_code == 200
    assert attacked.ask("visitors/mallory/export").status_code == 200
    assert attacked.ask("visitors/ann").get_json()["revenue"] == "10.00"
    assert attacked.store.facts_progress() == ("current", 0, 0)
