"""Ids that are nobody's tie no two events together."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.nobody import is_nobodys, listed_by, without_nobody
from collector.schemas.reading import read_event
from tests.schemas.making import an

NOBODYS = [
    *("null", "undefined", "none", "nil", "nan", "0", "-1", "true", "false", "anonymous", "guest", "unknown"),
    *("NULL", " Undefined ", "NaN", "(null)", "[object Object]", "[object HTMLInputElement]"),
    *('"null"', "'undefined'", "“none”", "(none)", "<nil>", "[null]", '""', "[]", "\ufeffnull", "nan\u200b", "0.0"),
    *("00000000-0000-0000-0000-000000000000", "{00000000-0000-0000-0000-000000000000}", "0" * 32),
    *("{{ user.id }}", "{{user}}", "{% user %}", "${user}", "$user", "#{user}", "%USER_ID%", "%%USER%%", "%(user)s"),
    *("<%= user %>", "<user>", "[[user]]", "[%user%]", "{user_id}", "{$user}", "{0}", "*|USER|*", "##USER##"),
    *("__USER_ID__", "@@user@@", "@user.id@", "$user$", "[user_id]"),
    *("%7B%7Buser.id%7D%7D", "user-{{ user.id }}", "shop:${user}"),
]
SOMEBODYS = [
    *("0.5", "-1.5", "(17)"),
    *("1", "00", "10", "-10", "nullan", "guest-7", "ann", "ann@shop.example", "anonymous2", "o'neill", "#17", "$5"),
    *("0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50", "{3f2504e0-4f89-11d3-9a0c-0305e82c3301}"),
    *("00000000-0000-0000-0000-000000000001", "00000000-0000-0000-0000-00000000000"),
    *("[17]", "a{b", "x%y", "100%", "_ann_", "@ann", "<3", "$device:18b", "a b", "ключ", "none of your business"),
]  # fmt: skip


@pytest.mark.parametrize("id", NOBODYS)
def test_an_id_that_is_nobodys(id: str) -> None:
    assert is_nobodys(id)
    assert is_nobodys(f" {id.upper()} ") or "(" in id


@pytest.mark.parametrize("id", SOMEBODYS)
def test_an_id_that_is_somebodys(id: str) -> None:
    assert not is_nobodys(id)


def test_a_site_lists_ids_of_its_own() -> None:
    listed = listed_by({"nobody_ids": [" Walk-In ", "9999"]})
    assert is_nobodys("WALK-IN", listed)
    assert is_nobodys("9999", listed)
    assert not is_nobodys("walk", listed)
    assert listed_by({}) == frozenset()


def kept(type: str, **fields: Any) -> tuple[Event, tuple[str, ...]]:
    return without_nobody(read_event(json.dumps(an(type, **fields)).encode()), ())


def test_an_event_that_names_a_visitor_too_is_taken_without_the_user() -> None:
    event, emptied = kept("page_view", user_id="null")
    assert (event.visitor, event.user_id, emptied) == ("v1", None, ("user_id",))


def test_an_event_that_names_a_user_too_is_taken_without_the_visitor() -> None:
    event, emptied = kept("page_view", visitor_id="undefined", user_id="ann")
    assert (event.visitor, event.user_id, emptied) == (None, "ann", ("visitor_id",))


@pytest.mark.parametrize("none", ["null", " Undefined", '"null"', "{{ product.parent }}", "[object Object]"])
def test_a_field_that_need_not_be_sent_has_no_word_for_no_value(none: str) -> None:
    line = {"item": "x", "price": "1", "group": none}
    assert kept("purchase", items=[line])[0].items[0].item_group is None
    assert kept("execute", items=[{"item": "x", "group": none}])[0].items[0].item_group is None
    assert kept("quick_add", item="x", group=none)[0].item_group is None
    click = kept("click", item=none, group=none, page={"url": "https://shop.example/", "item": none})[0]
    assert (click.item, click.item_group, click.page and click.page.item) == (None, None, None)
    assert kept("refund", refund_id=none)[0].body is None


@pytest.mark.parametrize(
    ("type", "fields", "paths"),
    [
        ("page_view", {"visitor_id": None, "user_id": "null"}, ["user_id"]),
        ("page_view", {"visitor_id": "0", "user_id": "null"}, ["visitor_id", "user_id"]),
        ("identify", {"user_id": "guest"}, ["user_id"]),
        ("purchase", {"order_id": "null", "replaces": True}, ["order_id"]),
    ],
)
def test_an_event_that_is_nobodys_is_rejected(type: str, fields: dict[str, Any], paths: list[str]) -> None:
    with pytest.raises(EventRejected) as rejected:
        kept(type, **fields)
    assert [*rejected.value.fields] == paths


def test_a_refund_needs_nobody() -> None:
    assert kept("refund", visitor_id="null")[0].visitor is None


def test_an_order_number_that_is_none_makes_no_order_of_many() -> None:
    order, emptied = kept("purchase", order_id="undefined")
    assert (order.order_id, emptied) == (None, ("order_id",))


@pytest.mark.parametrize("number", ["0", "-1", "guest", "unknown", "false"])
def test_a_word_for_a_stranger_may_be_an_orders_number(number: str) -> None:
    order, emptied = kept("purchase", order_id=number)
    assert (order.order_id, emptied) == (number, ())


@pytest.mark.parametrize("number", ["undefined", "{{ order.id }}", "unknown"])
def test_a_refund_of_no_order_is_kept_for_the_checks_to_show(number: str) -> None:
    refund, emptied = kept("refund", order_id=number)
    assert (refund.order_id, emptied) == (number, ())
