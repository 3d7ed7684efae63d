"""Makes events for tests: good ones of every type, and ones in which anything may be wrong."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from collector.schemas.events import SCHEMAS
from collector.schemas.fields import (
    Checked,
    Currency,
    Fraction,
    FreeJson,
    FreeObject,
    Integer,
    Money,
    OneOf,
    Quantity,
    Text,
    Timestamp,
    Truncated,
    Uuid,
)
from collector.schemas.shapes import ListOf, Nested, Schema, fields_of

Event = dict[str, Any]

ID = "0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50"
A_LINE = {"item": "sku-1", "price": "19.90"}
NEEDED: dict[str, dict[str, Any]] = {
    "page_view": {"view_id": "w1"},
    "page_leave": {"view_id": "w1"},
    "execute": {"view_id": "w1", "action": "hero"},
    "deliver": {"view_id": "w1", "action": "hero"},
    "evidence": {"view_id": "w1", "action": "hero", "max_fraction": 0.5},
    "skip": {"action": "hero", "reason": "no_consent"},
    "click": {"action": "hero"},
    "dismiss": {"action": "hero"},
    "quick_add": {"action": "hero", "item": "sku-1"},
    "wishlist_add": {"item": "sku-1"},
    "wishlist_remove": {"item": "sku-1"},
    "cart_add": {"item": "sku-1"},
    "cart_remove": {"item": "sku-1"},
    "purchase": {"currency": "EUR", "items": [A_LINE]},
    "refund": {"order_id": "1001"},
    "goal": {"goal": "newsletter"},
    "identify": {"user_id": "ann"},
    "assign": {"experiment": "hero", "variation": "b", "allocation": 1},
    "survey": {"instrument": "nps", "score": 9},
    "subscription": {"subscription_id": "s1", "status": "started"},
    "custom": {"name": "anything"},
}


def an(type: str, **fields: Any) -> dict[str, Any]:
    """A good event of a type, with these fields changed or added; None takes a field away."""
    made = {"id": ID, "type": type, "ts": 1767348000000, "visitor_id": "v1", **NEEDED.get(type, {}), **fields}
    return {name: value for name, value in made.items() if value is not None}


TEXT = st.characters(codec="utf-8", exclude_characters="\0")
NAMES = st.text(TEXT, min_size=1, max_size=128).map(str.strip).filter(bool)
AMOUNTS = st.decimals(0, 1000, places=2).map(str) | st.integers(0, 1000) | st.integers(0, 10**6).map(lambda n: n / 1000)
MOMENTS = st.integers(10**12, 2 * 10**12) | st.datetimes().map(lambda moment: moment.isoformat() + "+02:00")
JSON_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES
)
GOOD_JSON = st.recursive(
    JSON_LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(NAMES, below, max_size=3), max_leaves=6
)

ANY_TEXT = st.text(st.characters(codec=None), max_size=140)
TELLING = ("", "1", "-1", "1e3", "1.0000001", "EUR\n", "2026-01-01", "2026-01-01T00:00:00Z", 10**400, 2**63, 1e999, 1.0)
LEAVES = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | ANY_TEXT | st.sampled_from(TELLING)
JUNK = st.recursive(
    LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(ANY_TEXT, below, max_size=3), max_leaves=6
)


def good_value(field: Checked) -> st.SearchStrategy[Any]:
    """Values that a field takes."""
    match field:
        case Nested():
            return good_values(field.shape)
        case ListOf():
            entries = good_values(field.shape) | (NAMES if field.or_id else st.nothing())
            return st.lists(entries, min_size=max(1, field.min_length), max_size=3)
        case OneOf():
            return st.sampled_from(field.words)
        case Integer():
            return st.integers(field.minimum, min(field.maximum, 10))
        case Text():
            return st.text(TEXT, min_size=1, max_size=field.max_length).map(str.strip).filter(bool)
        case Truncated():
            return st.text(TEXT, min_size=1, max_size=field.max_length)
    return _good_value_of(field)


def _good_value_of(field: Checked) -> st.SearchStrategy[Any]:
    match field:
        case Uuid():
            return st.uuids().map(str) | st.uuids().map(lambda made: str(made).upper())
        case Timestamp():
            return MOMENTS
        case Quantity():
            return st.integers(1, 10) | st.decimals("0.000001", 10, places=6).map(str)
        case Money():
            return AMOUNTS
        case Fraction():
            return st.floats(0, 1) | st.integers(0, 1)
        case Currency():
            return st.sampled_from(["EUR", "USD", "JPY"])
        case FreeObject():
            return st.dictionaries(NAMES, GOOD_JSON, max_size=3)
        case FreeJson():
            return GOOD_JSON
    return st.booleans()


@cache
def good_values(shape: type[Schema]) -> st.SearchStrategy[Event]:
    """Objects of a shape, with all fields it needs and some of the others, by the rules between them."""
    fields = fields_of(shape)
    needed = {name: good_value(field) for name, field in fields.items() if field.required}
    others = {name: good_value(field) for name, field in fields.items() if not field.required}
    return st.fixed_dictionaries(needed, optional=others).map(_without_too_much_discount)


def _without_too_much_discount(line: Event) -> Event:
    if "price" in line and Decimal(line.get("discount", 0)) > Decimal(line["price"]) * Decimal(line.get("quantity", 1)):
        del line["discount"]
    return line


@cache
def good_events_of(name: str) -> st.SearchStrategy[Event]:
    """Events of a type that nothing is wrong with."""
    always = {"type": st.just(name), "visitor_id": NAMES}
    if name == "evidence":
        always["reason"] = st.just("covered")
    return st.tuples(good_values(SCHEMAS[name]), st.fixed_dictionaries(always)).map(lambda made: by_rules(*made))


def by_rules(made: Event, always: Event) -> Event:
    """The event, made to keep the rules between its fields."""
    if {"price", "value", "mrr"} & made.keys():
        made["currency"] = "EUR"
    if made.get("replaces"):
        made["order_id"] = "1"
    for name in (
        [name for name in ("cancel", "amount", "items") if made.get(name)][1:] if always["type"] == "refund" else ()
    ):
        del made[name]
    if "instrument" in made:
        made |= {"scale": 10, "score": made["score"] % 11}
    return made | always


GOOD_EVENTS = st.sampled_from(sorted(SCHEMAS)).flatmap(good_events_of)
SPOILABLE = (
    "id",
    "type",
    "ts",
    "visitor_id",
    "view_id",
    "action",
    "price",
    "items",
    "page",
    "props",
    "reason",
    "score",
)


@st.composite
def spoilt_events(draw: st.DrawFn) -> Event:
    """An event of some type in which some fields are missing, unknown, or anything at all."""
    made = draw(GOOD_EVENTS) | draw(st.dictionaries(st.sampled_from(SPOILABLE), JUNK, max_size=2))
    made |= draw(st.dictionaries(ANY_TEXT, JUNK, max_size=1))
    for name in draw(st.lists(st.sampled_from(sorted(made)), max_size=1)):
        del made[name]
    return made
