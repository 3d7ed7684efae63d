"""Lines for what a person did, shown as it was sent: clicks, carts, wishes, goals, answers. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from collector.reports.explain import skip_sentence
from collector.reports.money import decimal_text_or_none, quantity_number_or_none
from collector.reports.visitor.timeline_types import Known, Line, Row, line_of


def doing_lines(known: Known) -> Iterable[Line]:
    """One line for each event of a type that is shown as it was sent."""
    for event in known.events:
        fields_of = SHOWN_AS_SENT.get(event["type"])
        if fields_of:
            body = json.loads(event["body"]) if event["body"] else {}
            yield line_of(event, {**fields_of(event, body), **_props(body)})


def _props(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"props": body["props"]} if "props" in body else {}


def _skip(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    reason, detail = event["reason"], body.get("detail")
    explanation = skip_sentence(reason, detail)
    return {"action": event["action"], "reason": reason, "detail": detail, "explanation": explanation}


def _click(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    return {**_in_action(event), "item": event["item"], "target": body.get("target")}


def _in_action(event: Row, _: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"action": event["action"], "variation": event["variation"]}


def _wish(event: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    return {"action": event["action"], "item": event["item"], "group": event["item_group"]}


def _cart(event: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "item": event["item"],
        "group": event["item_group"],
        "quantity": quantity_number_or_none(event["quantity_micros"]),
        "price": decimal_text_or_none(event["amount_micros"]),
        "currency": event["currency"],
    }


def _quick_add(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    return {**_in_action(event), **_cart(event, body)}


def _goal(event: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    value = decimal_text_or_none(event["amount_micros"])
    claimed = decimal_text_or_none(event["claimed_micros"])
    return {"goal": event["name"], "value": value, "currency": event["currency"], "claimed": claimed}


def _assign(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"experiment": event["name"], "variation": event["variation"], "override": bool(body.get("override"))}


def _survey(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: body.get(name) for name in ("instrument", "score", "scale", "comment", "answers")}
    return {"action": event["action"], **fields}


def _subscription(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: body.get(name) for name in ("subscription_id", "status", "plan")}
    return {**fields, "mrr": decimal_text_or_none(event["amount_micros"]), "currency": event["currency"]}


def _identify(event: Row, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"user_id": event["user_id"], "traits": body.get("traits", {})}


def _custom(event: Row, _: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": event["name"]}


SHOWN_AS_SENT: dict[str, Callable[[Row, Mapping[str, Any]], dict[str, Any]]] = {
    "skip": _skip,
    "click": _click,
    "dismiss": _in_action,
    "quick_add": _quick_add,
    "wishlist_add": _wish,
    "wishlist_remove": _wish,
    "cart_add": _cart,
    "cart_remove": _cart,
    "goal": _goal,
    "assign": _assign,
    "survey": _survey,
    "subscription": _subscription,
    "identify": _identify,
    "custom": _custom,
}
