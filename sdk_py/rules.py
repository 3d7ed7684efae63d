"""The rules between the fields of one event or line, applied when each field is right on its own.

A rule puts right what it can and says so, by field, in `told`; it raises InvalidEvent where nothing is left to send.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sdk_py.checks import MOST_MICROS, MOST_UNITS, micros, written
from sdk_py.errors import InvalidEvent

Fields = dict[str, Any]
Told = dict[str, list[str]]
Rule = Callable[[Fields, Told], None]

WAYS_TO_REFUND = ("items", "amount", "cancel")


def somebody(event: Fields, told: Told) -> None:
    """An event is about a visitor, a user, or both."""
    if "visitor_id" not in event and "user_id" not in event:
        raise InvalidEvent({"visitor_id": ["Give visitor_id, user_id or both: whose event is it?"]})


def amount_has_currency(event: Fields, told: Told) -> None:
    """An amount without its currency means nothing."""
    for name in ("price", "value", "mrr"):
        if name in event and "currency" not in event:
            del event[name]
            told["currency"] = [f"Give the currency of {name}; {name} was left out."]


def countable(cart: Fields, told: Told) -> None:
    """What is put in a cart at once has a total that can be counted."""
    if _total(cart) > MOST_MICROS:
        del cart["quantity"]
        told["quantity"] = [f"price times quantity is at most {MOST_UNITS}; left out."]


def countable_line(line: Fields, told: Told) -> None:
    """A line of an order has a total that can be counted."""
    if _total(line) > MOST_MICROS:
        raise InvalidEvent({"quantity": [f"price times quantity is at most {MOST_UNITS}."]})


def discount_in_total(line: Fields, told: Told) -> None:
    """A discount is for the whole line, and no more than all of it."""
    total = _total(line)
    if "discount" in line and micros(line["discount"]) > total:
        line["discount"] = written(total)
        told["discount"] = [f"A discount is at most price times quantity; taken as {line['discount']}."]


def _total(line: Fields) -> int:
    """Price times quantity, half away from zero."""
    pieces: int = round(line.get("quantity", 1) * 1_000_000)
    return (micros(line.get("price", "0")) * pieces + 500_000) // 1_000_000


def replaces_an_order(order: Fields, told: Told) -> None:
    """What takes the place of an order says of which."""
    if order.get("replaces") and "order_id" not in order:
        raise InvalidEvent({"order_id": ["Give the order_id of the order that this replaces."]})


def one_way_to_refund(refund: Fields, told: Told) -> None:
    """A refund is of lines, of an amount, or of all."""
    ways = [name for name in WAYS_TO_REFUND if refund.get(name) and refund[name] != "0"]
    if len(ways) > 1:
        raise InvalidEvent({ways[-1]: [f"Give only one of {' or '.join(ways)}."]})


def some_evidence(event: Fields, told: Told) -> None:
    """Evidence says how much was seen, or why nothing was."""
    if "max_fraction" not in event and "reason" not in event:
        raise InvalidEvent({"max_fraction": ["Give max_fraction, reason or both."]})


def score_on_scale(event: Fields, told: Told) -> None:
    """NPS runs from 0 to 10; other scores from 0 to their scale, which is 5 when not given."""
    is_nps = event["instrument"] == "nps"
    scale = event.get("scale", 10 if is_nps else 5)
    if is_nps and scale != 10:
        raise InvalidEvent({"scale": ["The scale of nps is 10: leave it out."]})
    if event["score"] > scale:
        raise InvalidEvent({"score": [f"Give a score from 0 to {scale}."]})
