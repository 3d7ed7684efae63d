"""What an event may say, and what its caller hears when something is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import numpy
import pytest

from sdk_py import Context, InvalidEvent, Item, Page
from sdk_py.events import prepare
from sdk_py.ids import new_id


def sent(**event: Any) -> dict[str, Any]:
    """An event as it is sent."""
    written: dict[str, Any] = json.loads(prepare({"type": "custom", "name": "n", "visitor_id": "ann", **event}).event)
    return written


def sent_as(**event: Any) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """An event as it is sent, and what was not sent as it was given."""
    dropped: dict[str, list[str]] = {}
    prepared = prepare({"type": "custom", "name": "n", "visitor_id": "ann", **event}, dropped)
    return json.loads(prepared.event), dropped


def wrong(**event: Any) -> dict[str, list[str]]:
    """What is wrong with an event."""
    with pytest.raises(InvalidEvent) as refused:
        sent(**event)
    return refused.value.errors


def test_an_id_and_the_time_are_filled_in() -> None:
    before = datetime.now(UTC).timestamp() * 1000
    event = sent()
    assert UUID(event["id"]).version == 7
    assert int(before) <= event["ts"] <= datetime.now(UTC).timestamp() * 1000


def test_ids_made_one_after_the_other_are_in_order_and_different() -> None:
    ids = [new_id() for _ in range(2_000)]
    assert sorted(set(ids)) == ids
    assert all(UUID(id).version == 7 and UUID(id).variant == "specified in RFC 4122" for id in ids)


def test_an_id_holds_the_time_it_was_made() -> None:
    before = datetime.now(UTC).timestamp() * 1000
    assert int(before) <= UUID(new_id()).int >> 80 <= datetime.now(UTC).timestamp() * 1000


def test_an_id_of_ones_own_is_kept_in_small_letters() -> None:
    id = uuid4()
    assert sent(id=id)["id"] == sent(id=str(id).upper())["id"] == str(id)


@pytest.mark.parametrize("id", ["{01980A3E-7c1f-7d2e-9b1a-3f5c6d7e8f90}", "01980a3e7c1f7d2e9b1a3f5c6d7e8f90"])
def test_an_id_may_have_any_usual_form(id: str) -> None:
    assert sent(id=id)["id"] == "01980a3e-7c1f-7d2e-9b1a-3f5c6d7e8f90"


@pytest.mark.parametrize("id", ["1001", 7, "01980a3e-7c1f"])
def test_an_id_that_is_no_uuid_is_rejected(id: Any) -> None:
    assert "UUID" in wrong(id=id)["id"][0]


def test_a_time_without_a_zone_is_rejected() -> None:
    assert "zone" in wrong(ts=datetime(2026, 1, 31))["ts"][0]  # noqa: DTZ001 - that is what is wrong with it
    assert "zone" in wrong(ts="2026-01-31T12:00:00")["ts"][0]


def test_a_time_in_seconds_is_rejected() -> None:
    assert "milliseconds" in wrong(ts=1_767_225_600)["ts"][0]
    assert sent(ts=1_767_225_600_000.5)["ts"] == 1_767_225_600_000


def test_a_time_to_come_is_rejected() -> None:
    assert "future" in wrong(ts=datetime.now(UTC) + timedelta(hours=25))["ts"][0]
    sent(ts=datetime.now(UTC) + timedelta(hours=23))


@pytest.mark.parametrize(
    ("value", "as_sent"),
    [
        (19.9, "19.9"),
        (19.950000000000003, "19.95"),
        (0.1 + 0.2, "0.3"),
        (-0.0, "0"),
        (1e-7, "0"),
        ("0.0000005", "0.000001"),
        (" 19.90", "19.9"),
        ("1 234.50", "1234.5"),
        (Decimal("1E+3"), "1000"),
        ("1e3", "1000"),
    ],
)
def test_an_amount_is_taken_as_programs_compute_it(value: Any, as_sent: str) -> None:
    assert sent(type="goal", name=None, goal="g", value=value, currency="eur")["value"] == as_sent


def test_amounts_are_sent_as_exact_decimals() -> None:
    items = [Item("a", price="19.90", discount=Decimal("0.5")), Item("b", price=20, quantity=3)]
    event = sent(type="purchase", name=None, currency="EUR", items=items)
    assert event["items"] == [
        {"item": "a", "price": "19.90", "discount": "0.5"},
        {"item": "b", "quantity": 3, "price": "20"},
    ]


@pytest.mark.parametrize(
    "value",
    ["-1", "1,50", "1000000001", True, None.__class__, Decimal("NaN"), Decimal("1E+999"), float("inf"), "٣"],
)
def test_what_is_no_amount_is_left_out(value: Any) -> None:
    event, dropped = sent_as(type="goal", name=None, goal="g", value=value, currency="EUR")
    assert "value" not in event
    assert dropped.keys() == {"value"}


def test_an_order_is_not_lost_for_a_part_of_it() -> None:
    items = [{"item": "a", "price": "?"}, Item("b"), object(), {"item": "c", "price": "1", "colour": "red"}]
    event, dropped = sent_as(type="purchase", name=None, currency="euro", items=items, tax="x", colour="red", context=3)
    assert dropped.keys() == {
        "currency",
        "items.0.price",
        "items.1.price",
        "items.2",
        "items.3.colour",
        "tax",
        "colour",
        "context",
    }
    assert event["currency"] == "XXX"
    assert [(item["item"], item["price"]) for item in event["items"]] == [("a", "0"), ("b", "0"), ("c", "1")]


def test_all_mistakes_of_an_event_are_named_at_once_and_where() -> None:
    errors = wrong(type="refund", name=None, items=[{"item": "a", "amount": "?"}], amount="x", ts=3, cancel="perhaps")
    assert errors.keys() == {"order_id", "items.0.amount", "amount", "ts", "cancel"}


def test_ids_may_be_numbers_and_uuids() -> None:
    order = sent(type="purchase", name=None, order_id=1001, user_id=uuid4(), currency="EUR", items=[Item(5, price=1)])
    assert (order["order_id"], order["items"][0]["item"], len(order["user_id"])) == ("1001", "5", 36)


def test_new_fields_are_sent() -> None:
    line = Item("a", price="2.00", quantity=Decimal("1.25"))
    order = sent(type="purchase", name=None, order_id=1, currency="EUR", items=[line], discount="0.5", replaces=True)
    assert (order["items"][0]["quantity"], order["discount"], order["replaces"]) == (1.25, "0.5", True)
    refund = sent(type="refund", name=None, order_id=1, refund_id=7, amount=5)
    assert (refund["refund_id"], refund["amount"]) == ("7", "5")
    assert sent(type="refund", name=None, order_id=1, cancel=True)["cancel"] is True
    assert sent(type="click", name=None, action="a", item="b", group="c")["group"] == "c"


def test_an_error_reads_as_one_line_and_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^visitor_id: Pass visitor_id, user_id or both: whose event is it\?$"):
        prepare({"type": "custom", "name": "n"})


def test_an_event_of_nobody_is_rejected_but_for_a_refund() -> None:
    assert wrong(visitor_id=None).keys() == {"visitor_id"}
    sent(visitor_id=None, user_id="17")
    assert "visitor_id" not in sent(type="refund", name=None, visitor_id=None, order_id="1001")


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"type": "evidence", "view_id": "w", "action": "a"}, "max_fraction"),
        ({"type": "survey", "instrument": "nps", "score": 11}, "score"),
        ({"type": "survey", "instrument": "csat", "score": 6}, "score"),
        ({"type": "survey", "instrument": "nps", "score": 5, "scale": 5}, "scale"),
        ({"type": "refund", "order_id": "1", "amount": "5", "cancel": True}, "cancel"),
        ({"type": "purchase", "currency": "EUR", "items": [Item("a", price=1)], "replaces": True}, "order_id"),
    ],
)
def test_fields_that_do_not_go_together_are_rejected(event: dict[str, Any], path: str) -> None:
    assert wrong(name=None, **event).keys() == {path}


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"type": "cart_add", "item": "a", "price": "1"}, "currency"),
        ({"type": "goal", "goal": "g", "value": "1"}, "currency"),
        ({"type": "cart_add", "item": "a", "price": "1000000000", "quantity": 2, "currency": "EUR"}, "quantity"),
        (
            {"type": "purchase", "currency": "EUR", "items": [Item("a", price="1", quantity=2, discount="2.01")]},
            "items.0.discount",
        ),
    ],
)
def test_fields_that_do_not_go_together_are_put_right(event: dict[str, Any], path: str) -> None:
    assert sent_as(name=None, **event)[1].keys() == {path}


def _nested(levels: int) -> Any:
    return [_nested(levels - 1)] if levels else "x"


def test_json_of_ones_own_is_small_shallow_and_plain() -> None:
    sent(props={"nested": _nested(7), "text": "ß" * 2_000})
    for props in (
        {"nested": _nested(8)},
        {"text": "ß" * 2_048},
        ["a list"],
        7,
    ):
        event, dropped = sent_as(props=props)
        assert "props" not in event
        assert dropped.keys() == {"props"}


class Size(Enum):
    LARGE = "L"


@dataclass
class Colour:
    name: str
    seen: date


class Broken:
    def __str__(self) -> str:
        raise RuntimeError("on purpose")


@pytest.mark.parametrize(
    ("value", "as_sent"),
    [
        (Decimal("19.90"), "19.90"),
        (datetime(2026, 1, 31, tzinfo=UTC), "2026-01-31T00:00:00+00:00"),
        (date(2026, 1, 31), "2026-01-31"),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (Size.LARGE, "L"),
        ({"b", "a"}, ["a", "b"]),
        ((1, 2), [1, 2]),
        (Colour("red", date(2026, 1, 31)), {"name": "red", "seen": "2026-01-31"}),
        ({1: 2, Size.LARGE: 3}, {"1": 2, "L": 3}),
        (float("nan"), None),
        (2**63, "9223372036854775808"),
        (b"ab", "ab"),
        (Path("/a"), "/a"),
        (timedelta(hours=1), "1:00:00"),
        ("a\0b", "ab"),
        ("half \ud800", "half ?"),
        (Broken(), "<Broken>"),
        (numpy.float64(1.5), 1.5),
        (numpy.int32(7), 7),
        (numpy.bool_(True), True),
        (numpy.array([[1, 2], [3, 4]]), [[1, 2], [3, 4]]),
        (numpy.str_("x"), "x"),
    ],
)
def test_props_are_made_json_of_anything(value: Any, as_sent: Any) -> None:
    event, dropped = sent_as(props={"it": value})
    assert (event["props"], dropped) == ({"it": as_sent}, {})


def test_numbers_of_numpy_are_numbers() -> None:
    line = Item(numpy.int64(5), price=numpy.float64(2.5), quantity=numpy.int64(2))
    order = sent(type="purchase", name=None, currency="EUR", order_id=numpy.int64(1001), items=[line])
    assert (order["order_id"], order["items"]) == ("1001", [{"item": "5", "quantity": 2, "price": "2.5"}])


def test_a_circle_is_left_out() -> None:
    circle: dict[str, Any] = {}
    circle["circle"] = circle
    assert sent_as(props=circle)[1].keys() == {"props"}


def test_what_happens_to_a_dict_later_does_not_change_the_event() -> None:
    props = {"list": [1]}
    prepared = prepare({"type": "custom", "name": "n", "visitor_id": "ann", "props": props})
    props["list"].append(2)
    assert json.loads(prepared.event)["props"] == {"list": [1]}


@pytest.mark.parametrize("text", ["a\0b", "\\\0", "half \ud800"])
def test_text_that_no_database_keeps_is_rejected(text: str) -> None:
    assert wrong(name=text).keys() == {"name"}
    assert sent_as(page={"title": text})[1].keys() == {"page.title"}


def test_text_that_only_looks_like_an_escape_is_fine() -> None:
    assert sent(name="\\u0000")["name"] == "\\u0000"


def test_an_event_larger_than_a_request_is_rejected() -> None:
    items = [Item(f"{number:0128}", "g" * 128, category="😀" * 128, price="1") for number in range(500)]
    sent(type="purchase", name=None, currency="EUR", items=items)
    items = [Item("\x01" * 128, "\x01" * 128, category="\x01" * 128, price="1") for _ in range(500)]
    assert "bytes" in wrong(type="purchase", name=None, currency="EUR", items=items)["event"][0]


def test_a_page_may_be_longer_than_what_is_kept() -> None:
    page = sent(page=Page("https://shop.example/?" + "x" * 5_000, title="T" * 600, item="sku-1"))["page"]
    assert (len(page["url"]), len(page["title"]), page["item"]) == (2_048, 512, "sku-1")


def test_items_in_a_widget_may_be_mere_ids() -> None:
    event = sent(type="execute", name=None, view_id="w", action="recs", items=["a", Item("b", group="g")])
    assert event["items"] == [{"item": "a"}, {"item": "b", "group": "g"}]


def test_what_a_browser_sends_of_itself_is_cut_and_never_rejected() -> None:
    dropped = Context("\0A" * 600 + "\ud800", language="x" * 100, automated=True)
    context = json.loads(prepare({"type": "custom", "name": "n", "visitor_id": "ann", "context": dropped}).context)
    assert context == {"user_agent": "A" * 512, "language": "x" * 64, "automated": True}


def test_a_context_is_not_invented() -> None:
    assert sent_as(context={"browser": "Firefox"})[1].keys() == {"context"}
    assert sent_as(context="Firefox")[1].keys() == {"context"}
    assert prepare({"type": "custom", "name": "n", "visitor_id": "ann", "context": Context()}).context == ""


def test_an_unknown_type_is_rejected_with_those_there_are() -> None:
    assert "page_view" in wrong(type="pageview")["type"][0]
    assert "page_view" in wrong(type=None)["type"][0]
