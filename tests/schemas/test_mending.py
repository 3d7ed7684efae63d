"""What cannot be meant costs itself and not its event, unless the event is nothing, or something else, without it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.reading import ReadEvent, read_event, read_event_leniently
from collector.schemas.shopping import NO_CURRENCY
from tests.schemas.making import A_LINE, an


def taken(type: str, **fields: Any) -> ReadEvent:
    """The event without what is wrong with it; from a file the same is rejected, since it can be put right there."""
    text = json.dumps(an(type, **fields)).encode()
    mended = read_event_leniently(text)
    assert mended.warnings
    with pytest.raises(EventRejected):
        read_event(text)
    return mended


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"props": {"text": "x" * 5_000}}, "props"),
        ({"props": [1]}, "props"),
        ({"props": {"a": float("nan")}}, "props"),
        ({"colour": "red"}, "colour"),
        ({"page": 7}, "page"),
        ({"page": {"url": "https://shop.example/", "item": "x" * 200}}, "page.item"),
        ({"user_id": ["ann"]}, "user_id"),
        ({"user_id": True}, "user_id"),
        ({"discount": "a lot"}, "discount"),
        ({"tax": "-1"}, "tax"),
        ({"order_id": {"id": 5}}, "order_id"),
        ({"items": [A_LINE, True]}, "items.1"),
        ({"items": [A_LINE, A_LINE | {"quantity": "two"}]}, "items.1.quantity"),
        ({"items": [A_LINE, A_LINE | {"quantity": 0}]}, "items.1.quantity"),
        ({"items": [A_LINE | {"category": []}]}, "items.0.category"),
        ({"items": [A_LINE | {"weight": 5}]}, "items.0.weight"),
    ],
)
def test_an_order_is_taken_without_a_part_that_cannot_be_meant(fields: dict[str, Any], path: str) -> None:
    order, warnings = taken("purchase", **fields)
    assert [*warnings] == [path]
    assert warnings[path][0].endswith("left out")
    assert [(line.item, line.price_micros) for line in order.items] == [("sku-1", 19_900_000)]
    assert order.visitor == "v1"


@pytest.mark.parametrize("price", ["abc", None, "", -5, 1e12, True, [1]])
def test_a_line_whose_price_cannot_be_meant_is_sold_for_nothing(price: Any) -> None:
    order, warnings = taken("purchase", items=[A_LINE, {"item": "sku-2", "price": price}])
    assert [line.price_micros for line in order.items] == [19_900_000, 0]
    assert warnings["items.1.price"][0].endswith("taken as 0")


@pytest.mark.parametrize("currency", ["EURO", None, "€", 5])
def test_an_order_whose_currency_cannot_be_meant_counts_without_money(currency: Any) -> None:
    order, warnings = taken("purchase", currency=currency)
    assert order.currency == NO_CURRENCY
    assert [*warnings] == ["currency"]


def test_a_discount_is_at_most_all() -> None:
    line = A_LINE | {"discount": "20"}
    assert taken("purchase", items=[line]).event.items[0].discount_micros == 19_900_000


@pytest.mark.parametrize("type", ["goal", "cart_add", "subscription"])
def test_an_amount_without_its_currency_is_left_out(type: str) -> None:
    amount = {"goal": "value", "cart_add": "price", "subscription": "mrr"}[type]
    event, warnings = taken(type, **{amount: "9.50"})
    assert (event.amount_micros, [*warnings]) == (None, ["currency"])


def test_a_kind_that_is_unknown_is_another_kind() -> None:
    event, warnings = taken("execute", kind="carousel")
    assert event.kind == "other"
    assert warnings["kind"][0].endswith("taken as other")


def test_why_it_was_not_placed_may_be_unknown() -> None:
    assert taken("skip", reason="bored").event.reason == "error"


def test_why_it_was_not_seen_may_be_unknown_where_something_was_measured() -> None:
    assert taken("evidence", reason="bored").event.reason is None


def test_a_widget_is_taken_without_an_item_that_is_none() -> None:
    event, warnings = taken("execute", items=["a", {"item": "x" * 200}, None, {"group": "g"}])
    assert [item.item for item in event.items] == ["a"]
    assert [*warnings] == ["items.1.item", "items.2", "items.3.item"]


def test_of_too_many_items_in_a_widget_the_first_are_taken() -> None:
    event = taken("execute", items=[f"sku-{number}" for number in range(300)]).event
    assert [item.item for item in event.items] == [f"sku-{number}" for number in range(200)]


def test_a_comment_is_shortened() -> None:
    assert json.loads(taken("survey", comment="x" * 5_000).event.body or "")["comment"] == "x" * 4_000


def test_several_faults_are_all_named() -> None:
    line = A_LINE | {"price": "x", "quantity": "3", "discount": 7}
    order, warnings = taken("purchase", kind="x", items=[line], page=5)
    assert {*warnings} == {"kind", "items.0.price", "page", "items.0.discount"}
    assert (order.items[0].quantity_micros, order.items[0].discount_micros) == (3_000_000, 0)


NOTHING_WITHOUT: list[tuple[dict[str, Any], str]] = [
    (an("click", action=None), "action"),
    (an("click", id="7"), "id"),
    (an("click", ts="yesterday"), "ts"),
    (an("click", visitor_id="x" * 129, user_id="ann"), "visitor_id"),
    (an("click", user_id="x" * 129), "user_id"),
    (an("purchase", order_id="x" * 129), "order_id"),
    (an("page_view", view_id="x" * 129), "view_id"),
    (an("click", action="x" * 129), "action"),
    (an("click", visitor_id=["v1"]), "visitor_id"),
    (an("purchase", items=[A_LINE | {"quantity": 0}]), "items.0.quantity"),
    (an("purchase", items=[A_LINE] * 501), "items"),
    (an("purchase", replaces=True), "order_id"),
    (an("survey", score="great"), "score"),
    (an("survey", score=4, scale=5), "scale"),
    (an("evidence", max_fraction=None, reason="bored"), "max_fraction"),
    (an("identify", user_id=None), "user_id"),
    (an("refund", amount="some"), "amount"),
    (an("refund", amount=""), "amount"),
    (an("refund", cancel="perhaps"), "cancel"),
    (an("refund", items=[]), "items"),
    (an("refund", items=[{"item": "a"}, {"item": "b", "amount": "some"}]), "items.1.amount"),
    (an("refund", items=[{"item": "a", "quantity": "some"}]), "items.0.quantity"),
]


@pytest.mark.parametrize(("event", "path"), NOTHING_WITHOUT)
def test_what_an_event_is_nothing_without_still_costs_it(event: dict[str, Any], path: str) -> None:
    with pytest.raises(EventRejected) as rejected:
        read_event_leniently(json.dumps(event).encode())
    assert path in rejected.value.fields


def test_a_good_event_has_no_warnings() -> None:
    event: Event
    event, warnings = read_event_leniently(json.dumps(an("purchase")).encode())
    assert (event.type, dict(warnings)) == ("purchase", {})
