"""Every reason for rejecting an event, with an event that meets it; the list of reasons is closed.

What comes by the wire is taken without the part, where it can be: see test_mending.py.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from collector.errors import EventRejected
from collector.schemas.error_codes import REASONS, code_of
from collector.schemas.reading import read_event
from tests.schemas.making import A_LINE, NEEDED, an

SEEN_ELSEWHERE = {"unreadable", "needs_secret_key", "too_early", "too_late", "too_old", "nobodys_id", "erased"}


REJECTED = [
    (an("click", action=None), "action", "missing"),
    (an("click", atcion="hero"), "atcion", "unknown_field"),
    (an("click") | {"type": "clik"}, "type", "unknown_type"),
    (an("click") | {"type": None}, "type", "missing"),
    (an("click") | {"type": ["click"]}, "type", "unknown_type"),
    (["click"], "event", "not_an_object"),
    (an("page_view", page=["https://shop.example/"]), "page", "not_an_object"),
    (an("click", props=[1]), "props", "not_an_object"),
    (an("purchase", items=7), "items", "not_a_list"),
    (an("purchase", items=[True]), "items.0", "not_an_object"),
    (an("click", action=True), "action", "not_text"),
    (an("page_view", page={"url": [7]}), "page.url", "not_text"),
    (an("survey", score=8.5), "score", "not_whole"),
    (an("page_leave", engaged_ms=True), "engaged_ms", "not_whole"),
    (an("cart_add", quantity=True), "quantity", "not_a_number"),
    (an("refund", cancel="perhaps"), "cancel", "not_true_or_false"),
    (an("page_leave", scroll="half"), "scroll", "not_a_number"),
    (an("click", id="7"), "id", "not_a_uuid"),
    (an("click", id=7), "id", "not_a_uuid"),
    (an("click", ts="2026-01-31T12:00:00"), "ts", "not_a_time"),
    (an("click", ts="yesterday"), "ts", "not_a_time"),
    (an("click", ts=[1767348000000]), "ts", "not_a_time"),
    (an("click", ts=2**63), "ts", "not_a_time"),
    (an("goal", value="9,50", currency="EUR"), "value", "not_money"),
    (an("goal", value=[9], currency="EUR"), "value", "not_money"),
    (an("goal", value="9.50", currency="€"), "currency", "not_a_currency"),
    (an("purchase", currency="EURO"), "currency", "not_a_currency"),
    (an("execute", kind="baner"), "kind", "not_one_of"),
    (an("evidence", reason="too far down"), "reason", "not_one_of"),
    (an("skip", reason="below_fold"), "reason", "not_one_of"),
    (an("survey", instrument="ces"), "instrument", "not_one_of"),
    (an("subscription", status="paused"), "status", "not_one_of"),
    (an("click", action=""), "action", "empty"),
    (an("purchase", items=[]), "items", "empty"),
    (an("click", action="x" * 129), "action", "too_long"),
    (an("survey", comment="x" * 4_001), "comment", "too_long"),
    (an("purchase", items=[A_LINE] * 501), "items", "too_many"),
    (an("execute", items=["sku-1"] * 201), "items", "too_many"),
    (an("click", props={"text": "x" * 4_096}), "props", "too_big"),
    (an("click", props={"1": {"2": {"3": {"4": {"5": {"6": {"7": {"8": [9]}}}}}}}}), "props", "too_deep"),
    (an("refund", cancel=True, amount="1.00"), "cancel", "one_of_these"),
    (an("purchase", replaces=True, order_id=None), "order_id", "missing"),
    (an("purchase", items=[A_LINE | {"price": "-1"}]), "items.0.price", "out_of_range"),
    (an("purchase", items=[A_LINE | {"price": "1000000000.01"}]), "items.0.price", "out_of_range"),
    (an("purchase", items=[A_LINE | {"price": "1000000", "quantity": 1_001}]), "items.0.quantity", "out_of_range"),
    (an("purchase", items=[A_LINE | {"quantity": 0}]), "items.0.quantity", "out_of_range"),
    (an("cart_add", quantity=1_000_001), "quantity", "out_of_range"),
    (an("cart_add", quantity=1_001, price=1_000_000, currency="EUR"), "quantity", "out_of_range"),
    (an("evidence", max_fraction=1.01), "max_fraction", "out_of_range"),
    (an("page_leave", engaged_ms=7 * 24 * 3_600_000 + 1), "engaged_ms", "out_of_range"),
    (an("survey", score=11), "score", "out_of_range"),
    (an("survey", instrument="csat", score=6), "score", "out_of_range"),
    (an("survey", scale=5), "scale", "out_of_range"),
    (an("click", action="he\0ro"), "action", "unusable_text"),
    (an("click", action="\ud800"), "action", "unusable_text"),
    (an("page_view", page={"title": "\udfff"}), "page.title", "unusable_text"),
    (an("click", props={"a\0": 1}), "props", "unusable_text"),
    (an("click", props={"a": float("nan")}), "props", "unusable_number"),
    (an("click", props={"a": [2**63]}), "props", "unusable_number"),
    (an("click", visitor_id=None), "visitor_id", "nobody"),
    (an("goal", value="9.50"), "currency", "no_currency"),
    (an("quick_add", price="9.50"), "currency", "no_currency"),
    (an("subscription", mrr="9.50"), "currency", "no_currency"),
    (an("purchase", currency=None), "currency", "missing"),
    (an("evidence", max_fraction=None), "max_fraction", "no_evidence"),
    (an("purchase", items=[A_LINE | {"discount": "19.91"}]), "items.0.discount", "over_total"),
    (an("refund", items=[{"item": "sku-1"}], amount="1"), "amount", "one_of_these"),
]


def rejections_of(event: Any) -> dict[str, list[str]]:
    with pytest.raises(EventRejected) as rejected:
        read_event(json.dumps(event).encode())
    return {path: [code_of(message) for message in found] for path, found in rejected.value.fields.items()}


@pytest.mark.parametrize(
    ("event", "path", "reason"), REJECTED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_event_is_rejected_at_the_place_where_it_is_wrong(event: Any, path: str, reason: str) -> None:
    assert rejections_of(event) == {path: [reason]}


@pytest.mark.parametrize("type", NEEDED)
def test_an_event_with_only_what_it_needs_is_taken(type: str) -> None:
    assert read_event(json.dumps(an(type)).encode()).type == type


@pytest.mark.parametrize("type", ["page_view", "page_leave", "execute", "deliver", "evidence"])
def test_what_happens_in_a_page_view_names_it(type: str) -> None:
    assert rejections_of(an(type, view_id=None)) == {"view_id": ["missing"]}


def test_a_refund_needs_no_visitor_since_its_order_says_whose_it_is() -> None:
    assert read_event(json.dumps(an("refund", visitor_id=None)).encode()).order_id == "1001"


def test_every_reason_of_the_list_is_met_by_some_event() -> None:
    assert {reason for _, _, reason in REJECTED} | SEEN_ELSEWHERE == REASONS.keys()


def test_all_mistakes_are_named_at_once() -> None:
    event = an("purchase", id="7", currency="E", items=[A_LINE, {"item": {}, "price": "1,2"}], colour="red")
    assert rejections_of(event) == {
        "id": ["not_a_uuid"],
        "currency": ["not_a_currency"],
        "items.1.item": ["not_text"],
        "items.1.price": ["not_money"],
        "colour": ["unknown_field"],
    }


def test_of_very_many_mistakes_twenty_are_named() -> None:
    assert len(rejections_of(an("click", **{f"field {number}": 1 for number in range(1_000)}))) == 20


def test_the_name_of_an_unknown_field_is_repeated_only_as_far_as_it_can_be_shown() -> None:
    assert rejections_of(an("click", **{"\ud800\0": 1})) == {"\\ud800\\x00": ["unknown_field"]}
    assert rejections_of(an("click", **{"x" * 1_000: 1})) == {"x" * 64: ["unknown_field"]}


def test_an_event_nested_too_deeply_for_any_parser_is_only_rejected() -> None:
    text = json.dumps(an("click")).encode()[:-1] + b', "props": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}"
    with pytest.raises(EventRejected) as rejected:
        read_event(text)
    assert rejected.value.fields == {"event": ["must not be nested deeper than 8 levels"]}


def test_bytes_that_are_no_utf8_are_rejected_where_they_are() -> None:
    text = json.dumps(an("click", action="hero?")).encode().replace(b"?", b"\xff")
    with pytest.raises(EventRejected) as rejected:
        read_event(text)
    assert [*rejected.value.fields] == ["action"]
