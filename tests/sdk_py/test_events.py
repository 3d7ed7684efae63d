"""What an event may say, and what its caller hears when something is wrong with it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from sdk_py import Context, InvalidEvent, Item, Page
from sdk_py.events import prepare
from sdk_py.ids import new_id


def sent(**event: Any) -> dict[str, Any]:
    """An event as it is sent."""
    written: dict[str, Any] = json.loads(prepare({"type": "custom", "name": "n", "visitor_id": "ann", **event}).event)
    return written


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


def test_an_id_tells_the_time_it_was_made() -> None:
    before = datetime.now(UTC).timestamp() * 1000
    assert int(before) <= UUID(new_id()).int >> 80 <= datetime.now(UTC).timestamp() * 1000


def test_an_id_of_ones_own_is_kept_in_small_letters() -> None:
    id = uuid4()
    assert sent(id=id)["id"] == sent(id=str(id).upper())["id"] == str(id)


@pytest.mark.parametrize(
    "id", ["1001", 7, "{01980a3e-7c1f-7d2e-9b1a-3f5c6d7e8f90}", "01980a3e7c1f7d2e9b1a3f5c6d7e8f90"]
)
def test_an_id_that_is_no_uuid_is_refused(id: Any) -> None:
    assert "UUID" in wrong(id=id)["id"][0]


def test_a_time_without_a_zone_is_refused() -> None:
    assert "zone" in wrong(ts=datetime(2026, 1, 31))["ts"][0]  # noqa: DTZ001 - that is what is wrong with it
    assert "zone" in wrong(ts="2026-01-31T12:00:00")["ts"][0]


def test_a_time_in_seconds_is_refused() -> None:
    assert "milliseconds" in wrong(ts=1_767_225_600)["ts"][0]
    assert "float" in wrong(ts=1_767_225_600_000.5)["ts"][0]


def test_a_time_to_come_is_refused() -> None:
    assert "future" in wrong(ts=datetime.now(UTC) + timedelta(hours=25))["ts"][0]
    sent(ts=datetime.now(UTC) + timedelta(hours=23))


def test_a_float_amount_is_refused_with_the_exact_way_to_write_it() -> None:
    said = wrong(type="goal", name=None, goal="g", value=19.9, currency="EUR")["value"][0]
    assert 'write "19.90" or Decimal("19.90")' in said


def test_amounts_are_sent_as_exact_decimals() -> None:
    items = [Item("a", price="19.90", discount=Decimal("0.5")), Item("b", price=20, quantity=3)]
    event = sent(type="purchase", name=None, currency="EUR", items=items)
    assert event["items"] == [
        {"item": "a", "price": "19.90", "discount": "0.5"},
        {"item": "b", "quantity": 3, "price": "20"},
    ]


@pytest.mark.parametrize(
    "value",
    ["-1", "1,50", "1e3", "", "0.0000001", "1000000001", True, None.__class__, Decimal("NaN"), Decimal("1E+999")],
)
def test_what_is_no_amount_is_refused(value: Any) -> None:
    assert wrong(type="goal", name=None, goal="g", value=value, currency="EUR").keys() == {"value"}


def test_all_that_is_wrong_is_told_at_once_and_where() -> None:
    items = [{"item": "a", "price": 1.5}, Item("b"), 3, {"item": "c", "price": "1", "colour": "red"}]
    errors = wrong(type="purchase", name=None, currency="euro", items=items, tax="x", ts=3, colour="red")
    assert errors.keys() == {
        "currency",
        "items.0.price",
        "items.1.price",
        "items.2",
        "items.3.colour",
        "tax",
        "ts",
        "colour",
    }


def test_an_error_reads_as_one_line_and_is_a_value_error() -> None:
    with pytest.raises(ValueError, match=r"^visitor_id: Give visitor_id, user_id or both: whose event is it\?$"):
        prepare({"type": "custom", "name": "n"})


def test_an_event_of_nobody_is_refused_but_for_a_refund() -> None:
    assert wrong(visitor_id=None).keys() == {"visitor_id"}
    sent(visitor_id=None, user_id="17")
    assert "visitor_id" not in sent(type="refund", name=None, visitor_id=None, order_id="1001")


@pytest.mark.parametrize(
    ("event", "path"),
    [
        ({"type": "cart_add", "item": "a", "price": "1"}, "currency"),
        ({"type": "goal", "goal": "g", "value": "1"}, "currency"),
        ({"type": "cart_add", "item": "a", "price": "1000000000", "quantity": 2, "currency": "EUR"}, "quantity"),
        ({"type": "evidence", "view_id": "w", "action": "a"}, "max_fraction"),
        ({"type": "survey", "instrument": "nps", "score": 11}, "score"),
        ({"type": "survey", "instrument": "csat", "score": 6}, "score"),
        ({"type": "survey", "instrument": "nps", "score": 5, "scale": 5}, "scale"),
        (
            {"type": "purchase", "currency": "EUR", "items": [Item("a", price="1", quantity=2, discount="2.01")]},
            "items.0.discount",
        ),
    ],
)
def test_fields_that_do_not_go_together_are_refused(event: dict[str, Any], path: str) -> None:
    assert wrong(name=None, **event).keys() == {path}


def _nested(levels: int) -> Any:
    return [_nested(levels - 1)] if levels else "x"


def test_json_of_ones_own_is_small_shallow_and_plain() -> None:
    sent(props={"nested": _nested(7), "text": "ß" * 2_000})
    for props in (
        {"nested": _nested(8)},
        {"text": "ß" * 2_048},
        {"number": float("nan")},
        {"number": 2**63},
        {1: "a number as a name"},
        {"when": datetime.now(UTC)},
        ["a list"],
    ):
        assert wrong(props=props).keys() == {"props"}


def test_what_happens_to_a_dict_later_does_not_change_the_event() -> None:
    props = {"list": [1]}
    prepared = prepare({"type": "custom", "name": "n", "visitor_id": "ann", "props": props})
    props["list"].append(2)
    assert json.loads(prepared.event)["props"] == {"list": [1]}


@pytest.mark.parametrize("text", ["a\0b", "\\\0", "half \ud800"])
def test_text_that_no_database_keeps_is_refused(text: str) -> None:
    assert wrong(name=text).keys() == {"event"}
    assert wrong(props={text: 1}).keys() == {"event"}


def test_text_that_only_looks_like_an_escape_is_fine() -> None:
    assert sent(name="\\u0000")["name"] == "\\u0000"


def test_an_event_larger_than_a_request_is_refused() -> None:
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


def test_what_a_browser_says_of_itself_is_cut_and_never_refused() -> None:
    said = Context("\0A" * 600 + "\ud800", language="x" * 100, automated=True)
    context = json.loads(prepare({"type": "custom", "name": "n", "visitor_id": "ann", "context": said}).context)
    assert context == {"user_agent": "A" * 512, "language": "x" * 64, "automated": True}


def test_a_context_is_not_invented() -> None:
    assert wrong(context={"browser": "Firefox"}).keys() == {"context"}
    assert wrong(context="Firefox").keys() == {"context"}
    assert prepare({"type": "custom", "name": "n", "visitor_id": "ann", "context": Context()}).context == ""


def test_an_unknown_type_is_refused_with_those_there_are() -> None:
    assert "page_view" in wrong(type="pageview")["type"][0]
    assert "page_view" in wrong(type=None)["type"][0]
