"""Rules between the fields of an event or line, applied once each field is valid on its own.

A rule corrects what it can, with a warning by field in `warnings`. It raises InvalidEvent if it cannot.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdk_py.checks import MAX_MICROS, MAX_UNITS, micros, written
from sdk_py.errors import InvalidEvent

Fields = dict[str, Any]
Warnings = dict[str, list[str]]
Rule = Callable[[Fields, Warnings], None]

WAYS_TO_REFUND = ("items", "amount", "cancel")


def needs_identity(event: Fields, warnings: Warnings) -> None:
    """An event needs a visitor, a user, or both."""
    if "visitor_id" not in event and "user_id" not in event:
        raise InvalidEvent({"visitor_id": ["Pass visitor_id, user_id or both: whose event is it?"]})


def amount_has_currency(event: Fields, warnings: Warnings) -> None:
    """An amount needs a currency."""
    for name in ("price", "value", "mrr"):
        if name in event and "currency" not in event:
            del event[name]
            warnings["currency"] = [f"Pass the currency of {name}. {name} was left out."]


def countable(cart: Fields, warnings: Warnings) -> None:
    """The total of a cart event is limited."""
    if _total(cart) > MAX_MICROS:
        del cart["quantity"]
        warnings["quantity"] = [f"price times quantity can be at most {MAX_UNITS}. Left out."]


def countable_line(line: Fields, warnings: Warnings) -> None:
    """The total of an order line is limited."""
    if _total(line) > MAX_MICROS:
        raise InvalidEvent({"quantity": [f"price times quantity can be at most {MAX_UNITS}."]})


def discount_in_total(line: Fields, warnings: Warnings) -> None:
    """A discount is at most the total of its line."""
    total = _total(line)
    if "discount" in line and micros(line["discount"]) > total:
        line["discount"] = written(total)
        warnings["discount"] = [f"A discount can be at most price times quantity. Replaced by {line['discount']}."]


def _total(line: Fields) -> int:
    """Price times quantity, rounded half away from zero."""
    pieces: int = round(line.get("quantity", 1) * 1_000_000)
    return (micros(line.get("price", "0")) * pieces + 500_000) // 1_000_000


def replaces_an_order(order: Fields, warnings: Warnings) -> None:
    """A replacement needs the id of the order that it replaces."""
    if order.get("replaces") and "order_id" not in order:
        raise InvalidEvent({"order_id": ["Pass the order_id of the order to replace."]})


def one_way_to_refund(refund: Fields, warnings: Warnings) -> None:
    """A refund is for lines, for an amount, or for the whole order."""
    ways = [name for name in WAYS_TO_REFUND if refund.get(name) and refund[name] != "0"]
    if len(ways) > 1:
        raise InvalidEvent({ways[-1]: [f"Pass only one of {' and '.join(ways)}."]})


def some_evidence(event: Fields, warnings: Warnings) -> None:
    """Evidence needs how much was seen, or why nothing was."""
    if "max_fraction" not in event and "reason" not in event:
        raise InvalidEvent({"max_fraction": ["Pass max_fraction, reason or both."]})


def score_on_scale(event: Fields, warnings: Warnings) -> None:
    """NPS runs from 0 to 10; other scores from 0 to their scale, by default 5."""
    is_nps = event["instrument"] == "nps"
    scale = event.get("scale", 10 if is_nps else 5)
    if is_nps and scale != 10:
        raise InvalidEvent({"scale": ["The scale of nps is always 10: leave it out."]})
    if event["score"] > scale:
        raise InvalidEvent({"score": [f"Pass a score from 0 to {scale}."]})
