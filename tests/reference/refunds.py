"""What was given back of orders."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .money import micros, rounded, shared_out
from .orders import Line, Order, quantity_of
from .people import Event


def find_refunds(events: list[Event]) -> list[Event]:
    """In order of time; one for each `refund_id`."""
    refunds = [event for event in events if event["type"] == "refund"]
    first: dict[str, Event] = {}
    for event in refunds:
        first.setdefault(event.get("refund_id") or "event " + event["id"], event)
    return list(first.values())


def take_back(order: Order, refund: Event) -> None:
    """Lower the order's lines and book what was taken."""
    order.cancelled = order.cancelled or bool(refund.get("cancel"))
    order.booked.append((refund["ts"], taken(order, refund)))


def taken(order: Order, refund: Event) -> int:
    if refund.get("cancel"):
        return sum(line.lower(line.net) for line in order.lines)
    if refund.get("items"):
        return sum(take_item(order, given) for given in refund["items"])
    if refund.get("amount") is not None:
        parts = shared_out(in_site_currency(order, refund["amount"]), [line.net for line in order.lines])
        return sum(line.lower(part) for line, part in zip(order.lines, parts, strict=True))
    return sum(line.lower(line.net) for line in order.lines)


def in_site_currency(order: Order, amount: str) -> int:
    return rounded(micros(amount) * (order.rate or Fraction(0)))


def take_item(order: Order, given: dict[str, Any]) -> int:
    """An amount, so many pieces, or all of an item; the first of its lines first."""
    lines = [line for line in order.lines if line.item == given["item"]]
    if given.get("amount") is not None:
        left = total = in_site_currency(order, given["amount"])
        for line in lines:
            left -= line.lower(left)
        give_back(lines, quantity_of(given) if given.get("quantity") is not None else Fraction(0))
        return total - left
    if given.get("quantity") is None:
        return sum(line.lower(line.net) for line in lines)
    wanted, back = quantity_of(given), 0
    for line in lines:
        pieces = min(wanted, line.pieces)
        if pieces:
            back += line.take(pieces)
            wanted -= pieces
    return back


def give_back(lines: list[Line], pieces: Fraction) -> None:
    """Pieces whose money was named are given back too."""
    for line in lines:
        part = min(pieces, line.pieces)
        line.returned += part
        pieces -= part
