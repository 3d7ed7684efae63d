"""What each type of event may carry and what it must: the same as the collector's schemas (a test compares them)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sdk_py import rules
from sdk_py.checks import (
    Check,
    amount,
    beginning,
    currency,
    event_id,
    free_json,
    free_object,
    moment,
    one_of,
    share,
    text,
    true_or_false,
    whole,
)
from sdk_py.errors import InvalidEvent
from sdk_py.rules import Rule
from sdk_py.values import Item, Page, fields_of

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
MOST_SHOWN, MOST_LINES = 200, 500


class Shape(NamedTuple):
    """The fields of an event or of a part of it, those that cannot be left out, and the rules between them."""

    fields: Mapping[str, Check]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


def check_fields(given: Mapping[str, object], shape: Shape) -> dict[str, object]:
    """The given fields as they are sent, None left out; InvalidEvent names all that are wrong, missing or unknown."""
    checked: dict[str, object] = {}
    errors: dict[str, list[str]] = {}
    for name, value in given.items():
        if value is not None:
            try:
                checked[name] = _check_of(name, shape)(value)
            except ValueError as wrong:
                errors |= _at(name, wrong)
    for name in shape.required:
        if given.get(name) is None:
            errors[name] = ["This cannot be left out."]
    if errors:
        raise InvalidEvent(errors)
    for rule in shape.rules:
        rule(checked)
    return checked


def _check_of(name: object, shape: Shape) -> Check:
    try:
        return shape.fields[name]  # type: ignore[index]
    except (KeyError, TypeError):
        known = ", ".join(shape.fields)
        raise ValueError(f"There is no such field here; put what is your own into props. There are {known}.") from None


def _at(place: object, wrong: ValueError) -> dict[str, list[str]]:
    """What is wrong, by the path from here."""
    if isinstance(wrong, InvalidEvent):
        return {f"{place}.{path}": said for path, said in wrong.errors.items()}
    return {str(place): [str(wrong)]}


def _items(least: int, most: int, shape: Shape) -> Check:
    def check(value: object) -> list[dict[str, object]]:
        if not isinstance(value, (list, tuple)) or not least <= len(value) <= most:
            raise ValueError(f"Write a list of {least} to {most} items.")
        checked: list[dict[str, object]] = []
        errors: dict[str, list[str]] = {}
        for position, item in enumerate(value):
            try:
                checked.append(check_fields(_fields_of_item(item), shape))
            except ValueError as wrong:
                errors |= _at(position, wrong)
        if errors:
            raise InvalidEvent(errors)
        return checked

    return check


def _fields_of_item(value: object) -> Mapping[str, object]:
    if isinstance(value, Item):
        return fields_of(value)
    if isinstance(value, str):
        return {"item": value}
    if isinstance(value, Mapping):
        return value
    raise ValueError('Write Item("sku-1"), its id as text, or a dict.')


def _page(value: object) -> object:
    if isinstance(value, Page):
        return check_fields(fields_of(value), PAGE)
    if isinstance(value, Mapping):
        return check_fields(value, PAGE)
    raise ValueError('Write Page("https://shop.example/") or a dict.')


_name, _pieces, _milliseconds = text(128), whole(1, 1_000_000), whole(0, 7 * 86_400_000)

PAGE = Shape({"url": beginning(2_048), "title": beginning(512), "referrer": beginning(2_048), "item": _name})
SHOWN = Shape({"item": _name, "group": _name, "category": _name}, ("item",))
LINE = Shape(
    {**SHOWN.fields, "quantity": _pieces, "price": amount, "discount": amount},
    ("item", "price"),
    (rules.countable, rules.discount_in_total),
)
RETURNED = Shape({"item": _name, "quantity": _pieces, "amount": amount}, ("item",))

_EVENT: dict[str, Check] = {
    "id": event_id,
    "ts": moment,
    "visitor_id": _name,
    "user_id": _name,
    "view_id": _name,
    "page": _page,
    "props": free_object,
}
_ACTION: dict[str, Check] = {"action": _name, "variation": _name, "kind": one_of(*KINDS), "campaign": _name}
_SHOWN: dict[str, Check] = {**_ACTION, "items": _items(0, MOST_SHOWN, SHOWN)}
_WISH: dict[str, Check] = {"action": _name, "variation": _name, "item": _name, "group": _name}
_CART: dict[str, Check] = {"item": _name, "group": _name, "quantity": _pieces, "price": amount, "currency": currency}
_CART_RULES = (rules.amount_has_currency, rules.countable)


def _type(fields: Mapping[str, Check], *required: str, also: tuple[Rule, ...] = ()) -> Shape:
    return Shape({**_EVENT, **fields}, required, (rules.somebody, *also))


SHAPES: dict[str, Shape] = {
    "page_view": _type({}, "view_id"),
    "page_leave": _type({"engaged_ms": _milliseconds, "scroll": share}, "view_id"),
    "execute": _type(_SHOWN, "action", "view_id"),
    "deliver": _type(_SHOWN, "action", "view_id"),
    "evidence": _type(
        {
            **_ACTION,
            "max_fraction": share,
            "visible_ms": _milliseconds,
            "longest_ms": _milliseconds,
            "reason": one_of(*UNDELIVERED),
            "detail": free_json,
        },
        "action",
        "view_id",
        also=(rules.some_evidence,),
    ),
    "skip": _type({**_ACTION, "reason": one_of(*SKIPPED), "detail": free_json}, "action", "reason"),
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
            "items": _items(1, MOST_LINES, LINE),
            "discount": amount,
            "tax": amount,
            "shipping": amount,
            "replaces": true_or_false,
        },
        "currency",
        "items",
        also=(rules.replaces_an_order,),
    ),
    "refund": Shape(
        {
            **_EVENT,
            "order_id": _name,
            "refund_id": _name,
            "items": _items(1, MOST_LINES, RETURNED),
            "amount": amount,
            "cancel": true_or_false,
            "reason": text(256),
        },
        ("order_id",),
        (rules.one_way_to_refund,),
    ),
    "goal": _type({"goal": _name, "value": amount, "currency": currency}, "goal", also=(rules.amount_has_currency,)),
    "identify": _type({"traits": free_object}, "user_id"),
    "survey": _type(
        {
            "action": _name,
            "variation": _name,
            "instrument": one_of("nps", "csat"),
            "score": whole(0, 100),
            "scale": whole(2, 100),
            "comment": text(4_000),
            "answers": free_json,
        },
        "instrument",
        "score",
        also=(rules.score_on_scale,),
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
