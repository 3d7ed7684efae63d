"""The rules between fields of one event or line. Both checks apply them to the same converted values."""

from __future__ import annotations

from typing import Any

from collector.schemas.error_codes import field_error
from collector.schemas.values import MAX_MICROS, MAX_UNITS, MICROS, times, units

Values = dict[str, Any]
WAYS_TO_REFUND = {"items": "items", "amount": "amount_micros", "cancel": "cancel"}


def names_a_person(values: Values) -> None:
    """An event is about a visitor, a user, or both."""
    if values.get("visitor") is None and values.get("user_id") is None:
        raise field_error("visitor_id", "nobody")


def amount_has_currency(values: Values) -> None:
    """An amount without its currency means nothing."""
    if values.get("amount_micros") is not None and values.get("currency") is None:
        raise field_error("currency", "no_currency")


def _total(values: Values, price: str) -> int:
    total = times(values.get(price) or 0, values.get("quantity_micros") or MICROS)
    if total > MAX_MICROS:
        raise field_error("quantity", "out_of_range", min=0, max=f"{MAX_UNITS} after multiplying by the price")
    return total


def cart_total_in_bounds(values: Values) -> None:
    """What is put in a cart at once stays countable."""
    _total(values, "amount_micros")


def line_total_in_bounds(values: Values) -> None:
    """A line of an order stays countable, and its discount is no more than all of it."""
    total = _total(values, "price_micros")
    if (values.get("discount_micros") or 0) > total:
        raise field_error("discount", "over_total", instead=units(total))


def replaces_an_order(values: Values) -> None:
    """A purchase that replaces an order names which."""
    if values.get("replaces") and values.get("order_id") is None:
        raise field_error("order_id", "missing")


def one_way_to_refund(values: Values) -> None:
    """A refund is of lines, of an amount, or of all."""
    ways = [name for name, given in WAYS_TO_REFUND.items() if values.get(given)]
    if len(ways) > 1:
        raise field_error(ways[-1], "one_of_these", these=" or ".join(ways))


def some_evidence(values: Values) -> None:
    """Evidence has how much was seen, or why nothing was."""
    if values.get("max_fraction") is None and values.get("reason") is None:
        raise field_error("max_fraction", "no_evidence")


def score_on_scale(values: Values) -> None:
    """NPS runs from 0 to 10; other scores from 0 to their scale, which is 5 when not given."""
    scale = values.get("scale") or (10 if values["instrument"] == "nps" else 5)
    if values["instrument"] == "nps" and scale != 10:
        raise field_error("scale", "out_of_range", min=10, max="10 for nps")
    if values["score"] > scale:
        raise field_error("score", "out_of_range", min=0, max=scale)
