"""The fields of each type of event. A test compares them with the collector's schemas."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sdk_py import rules
from sdk_py.checks import (
    Check,
    amount,
    boolean,
    currency,
    event_id,
    fraction,
    free_json,
    free_object,
    integer,
    milliseconds,
    one_of,
    quantity,
    text,
    timestamp,
    truncated,
)
from sdk_py.rules import Rule

KINDS = ("banner", "popup", "form", "survey", "products", "articles", "email", "other")
UNDELIVERED = ("below_fold", "passed", "offscreen", "hidden", "covered", "tab_hidden", "removed")
SKIPPED = (
    "selector_missing",
    "delay_not_elapsed",
    "frequency_capped",
    "page_excluded",
    "exit_intent_not_fired",
    "device_excluded",
    "no_consent",
    "error",
)
MAX_ITEMS, MAX_LINES = 200, 500
NO_CURRENCY = "XXX"

IDENTITIES = ("visitor_id", "user_id", "view_id", "order_id", "refund_id")
"""Ids that are never left out for being too long: without them, the event would belong to someone else."""


class Shape(NamedTuple):
    """The fields of an event or of a part of it, which ones are required, and the rules between them.

    An invalid field is replaced by its value in `instead`, or left out. If it is required or `essential`, the event is
    invalid: without an essential field it would mean something else. In `exact` fields even blank text is an error.
    """

    fields: Mapping[str, Check | Part | Items]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    instead: Mapping[str, object] = MappingProxyType({})
    essential: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Part(NamedTuple):
    """A field that is an object of this shape. Text is short for an object with only the field `alone`."""

    shape: Shape
    alone: str


class Items(NamedTuple):
    """A field that is a list of items. `shorten`: of too many, take the first. `whole`: all or none must be valid."""

    shape: Shape
    min_length: int
    max_length: int
    shorten: bool = False
    whole: bool = False


_name = text(128)

PAGE = Shape({"url": truncated(2_048), "title": truncated(512), "referrer": truncated(2_048), "item": _name})
SHOWN = Shape({"item": _name, "group": _name, "category": _name}, ("item",))
LINE = Shape(
    {**SHOWN.fields, "quantity": quantity, "price": amount, "discount": amount},
    ("price",),
    (rules.countable_line, rules.discount_in_total),
    {"price": "0"},
    ("quantity",),
)
RETURNED = Shape(
    {"item": _name, "quantity": quantity, "amount": amount},
    essential=("item", "quantity", "amount"),
    exact=("quantity", "amount"),
)

_EVENT: dict[str, Check | Part | Items] = {
    "id": event_id,
    "ts": timestamp,
    "visitor_id": _name,
    "user_id": _name,
    "view_id": _name,
    "page": Part(PAGE, "url"),
    "props": free_object,
}
_ACTION: dict[str, Check | Part | Items] = {
    "action": _name,
    "variation": _name,
    "kind": one_of(*KINDS),
    "campaign": _name,
}
_SHOWN: dict[str, Check | Part | Items] = {**_ACTION, "items": Items(SHOWN, 0, MAX_ITEMS, shorten=True)}
_WISH: dict[str, Check | Part | Items] = {"action": _name, "variation": _name, "item": _name, "group": _name}
_CART: dict[str, Check | Part | Items] = {
    "item": _name,
    "group": _name,
    "quantity": quantity,
    "price": amount,
    "currency": currency,
}
_CART_RULES = (rules.amount_has_currency, rules.countable)


def _type(
    fields: Mapping[str, Check | Part | Items],
    *required: str,
    also: tuple[Rule, ...] = (),
    instead: Mapping[str, object] = MappingProxyType({}),
    essential: tuple[str, ...] = (),
) -> Shape:
    other = {"kind": "other"} if "kind" in fields else {}
    return Shape({**_EVENT, **fields}, required, (rules.needs_identity, *also), {**other, **instead}, essential)


SHAPES: dict[str, Shape] = {
    "page_view": _type({}, "view_id"),
    "page_leave": _type({"engaged_ms": milliseconds, "scroll": fraction}, "view_id"),
    "execute": _type(_SHOWN, "action", "view_id"),
    "deliver": _type(_SHOWN, "action", "view_id"),
    "evidence": _type(
        {
            **_ACTION,
            "max_fraction": fraction,
            "visible_ms": milliseconds,
            "longest_ms": milliseconds,
            "reason": one_of(*UNDELIVERED),
            "detail": free_json,
        },
        "action",
        "view_id",
        also=(rules.some_evidence,),
    ),
    "skip": _type(
        {**_ACTION, "reason": one_of(*SKIPPED), "detail": free_json}, "action", "reason", instead={"reason": "error"}
    ),
    "click": _type({**_ACTION, "item": _name, "group": _name, "target": free_json}, "action"),
    "dismiss": _type(_ACTION, "action"),
    "quick_add": _type({**_ACTION, **_CART}, "action", "item", also=_CART_RULES),
    "wishlist_add": _type(_WISH, "item"),
    "wishlist_remove": _type(_WISH, "item"),
    "cart_add": _type(_CART, "item", also=_CART_RULES),
    "cart_remove": _type(_CART, "item", also=_CART_RULES),
    "purchase": _type(
        {
            "order_id": _name,
            "currency": currency,
            "items": Items(LINE, 1, MAX_LINES),
            "discount": amount,
            "replaces": boolean,
            "tax": amount,
            "shipping": amount,
        },
        "currency",
        "items",
        also=(rules.replaces_an_order,),
        instead={"currency": NO_CURRENCY},
        essential=("replaces",),
    ),
    "refund": Shape(
        {
            **_EVENT,
            "order_id": _name,
            "refund_id": _name,
            "items": Items(RETURNED, 1, MAX_LINES, whole=True),
            "amount": amount,
            "cancel": boolean,
            "reason": text(256, shorten=True),
        },
        ("order_id",),
        (rules.one_way_to_refund,),
        essential=("items", "amount", "cancel"),
        exact=("amount",),
    ),
    "goal": _type({"goal": _name, "value": amount, "currency": currency}, "goal", also=(rules.amount_has_currency,)),
    "identify": _type({"traits": free_object}, "user_id"),
    "survey": _type(
        {
            "action": _name,
            "variation": _name,
            "instrument": one_of("nps", "csat"),
            "score": integer(0, 100),
            "scale": integer(2, 100),
            "comment": text(4_000, shorten=True),
            "answers": free_json,
        },
        "instrument",
        "score",
        also=(rules.score_on_scale,),
        essential=("scale",),
    ),
    "subscription": _type(
        {
            "subscription_id": _name,
            "status": one_of("started", "changed", "cancelled"),
            "plan": _name,
            "mrr": amount,
            "currency": currency,
        },
        "subscription_id",
        "status",
        also=(rules.amount_has_currency,),
    ),
    "custom": _type({"name": _name}, "name"),
}
