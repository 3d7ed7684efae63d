"""Orders and refunds in the reference, against a pencil: which purchase stands, what is left of its lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference.chance import DAY
from tests.reference.money import micros, shared_out
from tests.reference.orders import Order
from tests.reference.recorded import NOON, Recorded

THREE = {"items": [{"item": "a", "price": "10.00", "quantity": 3, "discount": "1.00"}]}
TWO_LINES = {"items": [{"item": "a", "price": "1", "quantity": 2}, {"item": "a", "price": "5", "quantity": 2}]}
MIXED = {"items": [{"item": "a", "price": "10"}, {"item": "b", "price": "20"}, {"item": "c", "price": "3.33"}]}


def order_of(recorded: Recorded) -> Order:
    (order,) = recorded.reports().orders
    return order


def left_after(sold: dict[str, Any], *refunds: dict[str, Any]) -> list[int]:
    """What is left of each line, in millionths."""
    recorded = Recorded()
    recorded.buy(NOON, order_id="1", **sold)
    for number, refund in enumerate(refunds):
        recorded.give_back(NOON + number, "1", **refund)
    return [line.net for line in order_of(recorded).lines]


def piece(quantity: Any = 1, **more: Any) -> dict[str, Any]:
    return {"items": [{"item": "a", "quantity": quantity} | more]}


@pytest.mark.parametrize(
    ("amount", "weights", "parts"),
    [
        (10, [1, 1, 1], [1, 1, 1]),
        (2, [1, 1, 1], [1, 0, 1]),
        (100, [333, 333, 334], [33, 34, 33]),
        (0, [5, 5], [0, 0]),
        (5, [0, 0], [0, 0]),
        (7, [0, 9, 0], [0, 7, 0]),
    ],
)
def test_parts_add_up_and_hold_no_more_than_they_can(amount: int, weights: list[int], parts: list[int]) -> None:
    assert shared_out(amount, weights) == parts


@pytest.mark.parametrize(
    ("written", "millionths"),
    [("0.0000005", 1), ("-0.0000005", -1), ("0.00000049", 0), (19.950000000000003, 19_950_000), (-0.0, 0)],
)
def test_decimals_beyond_the_sixth_are_rounded_half_away_from_zero(written: Any, millionths: int) -> None:
    assert micros(written) == millionths


@pytest.mark.parametrize(
    ("sold", "refunds", "left"),
    [
        (THREE, [piece()], [19_333_333]),
        (THREE, [piece(), piece()], [9_666_666]),
        (THREE, [piece(), piece(), piece()], [0]),
        (THREE, [piece("0.5"), piece(2.5)], [0]),
        (THREE, [piece(4)], [0]),
        (THREE, [{"items": [{"item": "a"}]}], [0]),
        (THREE, [{}], [0]),
        (THREE, [{"amount": "9"}, piece()], [13_333_333]),
        (THREE, [{"amount": "500"}], [0]),
        (THREE, [{"items": [{"item": "other"}]}], [29_000_000]),
        (THREE, [{"amount": "1", "refund_id": "r"}, {"amount": "1", "refund_id": "r"}], [28_000_000]),
        (TWO_LINES, [piece(3)], [0, 5_000_000]),
        (TWO_LINES, [piece(), piece(2)], [0, 5_000_000]),
        (TWO_LINES, [{"items": [{"item": "a", "amount": "3"}]}], [0, 9_000_000]),
        (MIXED, [{"amount": "10"}], [6_999_700, 13_999_400, 2_330_900]),
        (MIXED | {"discount": "3.333"}, [], [9_000_000, 18_000_000, 2_997_000]),
        (MIXED | {"discount": "100"}, [], [0, 0, 0]),
        ({"items": [{"item": "a", "price": "1.99", "quantity": "0.333333"}]}, [], [663_333]),
    ],
)
def test_what_is_left_of_lines(sold: dict[str, Any], refunds: list[dict[str, Any]], left: list[int]) -> None:
    assert left_after(sold, *refunds) == left


def test_a_refund_of_an_unknown_order_changes_nothing() -> None:
    recorded = Recorded()
    recorded.buy(NOON, order_id="1")
    recorded.give_back(NOON, "2")
    total = recorded.reports().recommendations()["total"]
    assert (total["revenue"], total["refunds_booked"]) == (10, 0)


def test_a_cancelled_order_is_no_order_and_no_conversion() -> None:
    recorded = Recorded()
    recorded.record("deliver", NOON - 1, action="hero")
    recorded.buy(NOON, order_id="1")
    recorded.give_back(NOON, "1", cancel=True)
    reports = recorded.reports()
    assert reports.recommendations()["total"]["orders"] == 0
    assert reports.attribution()["total"]["conversions"] == 0
    assert reports.actions()["hero"]["persons_converted"] == 0
    assert reports.goals() == {}


def test_the_latest_replacing_lines_stand_at_the_orders_time_and_are_what_is_given_back() -> None:
    recorded = Recorded()
    recorded.buy(NOON, order_id="1", discount="1")
    for days, price in ((2, "30"), (1, "20"), (-1, "50")):
        recorded.buy(
            NOON + days * DAY, order_id="1", replaces=True, items=[{"item": "z", "price": price, "quantity": 2}]
        )
    recorded.give_back(NOON, "1", items=[{"item": "z", "quantity": 1}])
    order = order_of(recorded)
    assert (order.ts, [line.item for line in order.lines], order.net) == (NOON, ["z"], 30_000_000)


def test_an_order_known_only_by_its_replacement_stands() -> None:
    recorded = Recorded()
    recorded.buy(NOON, order_id="1", replaces=True)
    assert order_of(recorded).net == 10_000_000


PUBLIC: dict[str, Any] = {"_key": "public"}
BOT: dict[str, Any] = {"_bot": True}
NEITHER: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("stands", "late", "other"),
    [(NEITHER, 5, PUBLIC), (PUBLIC, 5, PUBLIC | BOT), (PUBLIC, 5, BOT), (PUBLIC, -5, PUBLIC), (NEITHER, -5, NEITHER)],
)
def test_people_stand_before_bots_then_the_secret_key_then_the_earliest(stands: Any, late: int, other: Any) -> None:
    recorded = Recorded()
    recorded.buy(NOON, order_id="1", item="other", **other)
    recorded.buy(NOON + late, order_id="1", item="stands", **stands)
    assert [line.item for line in order_of(recorded).lines] == ["stands"]


@pytest.mark.parametrize(("apart", "known"), [(DAY, True), (-DAY, True), (DAY + 1, False), (-DAY - 1, False)])
def test_the_page_gives_a_servers_order_its_browser(apart: int, known: bool) -> None:
    recorded = Recorded()
    recorded.record("click", NOON - 1000, action="recs", item="b")
    recorded.buy(NOON, None, order_id="1", user_id="u")
    recorded.buy(NOON + apart, order_id="1", _key="public", view_id="thanks")
    reports = recorded.reports()
    assert reports.orders[0].event["_person"] == "u:u"
    assert (reports.orders[0].event["_session"] is reports.sessions[apart < -1000]) == known
    found = reports.recommendations()
    assert found["total"]["found_orders"] == known
    assert found["sensitivity"]["session"]["found_orders"] == known


def test_the_visitor_that_an_order_names_belongs_to_its_user_from_then_on_too() -> None:
    recorded = Recorded()
    recorded.buy(NOON, None, order_id="1", user_id="u")
    recorded.buy(NOON, order_id="1", _key="public")
    recorded.record("page_view", NOON + 9 * DAY)
    assert recorded.reports().sessions[-1].person == "u:u"
