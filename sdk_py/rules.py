"""The rules between the fields of one event or line, applied when each field is right on its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sdk_py.checks import MOST_MICROS, MOST_UNITS, micros
from sdk_py.errors import InvalidEvent

Fields = Mapping[str, Any]
Rule = Callable[[Fields], None]


def somebody(event: Fields) -> None:
    """An event is about a visitor, a user, or both."""
    if "visitor_id" not in event and "user_id" not in event:
        raise InvalidEvent({"visitor_id": ["Give visitor_id, user_id or both: whose event is it?"]})


def amount_has_currency(event: Fields) -> None:
    """An amount without its currency means nothing."""
    for name in ("price", "value", "mrr"):
        if name in event and "currency" not in event:
            raise InvalidEvent({"currency": [f"Give the currency of {name}."]})


def countable(line: Fields) -> None:
    """What is put in a cart or bought at once has a total that can be counted."""
    if _total(line) > MOST_MICROS:
        raise InvalidEvent({"quantity": [f"price times quantity is at most {MOST_UNITS}."]})


def discount_in_total(line: Fields) -> None:
    """A discount is for the whole line, and no more than all of it."""
    if "discount" in line and micros(line["discount"]) > _total(line):
        raise InvalidEvent({"discount": ["A discount is at most price times quantity."]})


def _total(line: Fields) -> int:
    return micros(line["price"]) * int(line.get("quantity", 1)) if "price" in line else 0


def some_evidence(event: Fields) -> None:
    """Evidence says how much was seen, or why nothing was."""
    if "max_fraction" not in event and "reason" not in event:
        raise InvalidEvent({"max_fraction": ["Give max_fraction, reason or both."]})


def score_on_scale(event: Fields) -> None:
    """NPS runs from 0 to 10; other scores from 0 to their scale, which is 5 when not given."""
    is_nps = event["instrument"] == "nps"
    scale = event.get("scale", 10 if is_nps else 5)
    if is_nps and scale != 10:
        raise InvalidEvent({"scale": ["The scale of nps is 10: leave it out."]})
    if event["score"] > scale:
        raise InvalidEvent({"score": [f"Give a score from 0 to {scale}."]})


def replaces_an_order(fields: Fields) -> None:
    """What takes the place of an order says of which."""
    if fields.get("replaces") and "order_id" not in fields:
        raise InvalidEvent({"order_id": ["Say which order these lines replace."]})


def one_way_to_refund(fields: Fields) -> None:
    """A refund is of items, of an amount, or of all."""
    ways = [name for name in ("items", "amount", "cancel") if fields.get(name)]
    if len(ways) > 1:
        raise InvalidEvent({ways[-1]: [f"Give only one of {' or '.join(ways)}."]})
