"""Tax that the prices of an order export contain: how it is recognized, and what is left without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

CENT, MILLIONTH = Decimal("0.01"), Decimal("0.000001")
Fields = dict[str, Any]


class Tax(NamedTuple):
    """The tax of an order: which share of an amount is `left` without it, and whether the prices contain it."""

    left: Decimal = Decimal(1)
    in_prices: bool = False


def tax_of(purchase: Mapping[str, Any], goods: Decimal, total: Decimal | None) -> Tax:
    """The tax of an order of which `goods` come to so much after discounts, and all of it to `total`.

    Where goods and shipping alone come to the total, the tax is in the prices; else it was added to them.
    """
    tax, shipping = (abs(Decimal(str(purchase.get(name, 0)))) for name in ("tax", "shipping"))
    if total is None or not 0 < tax < total:
        return Tax()
    return Tax((total - tax) / total, abs(goods + shipping - total) <= CENT)


def without_tax(events: Sequence[Fields], tax: Tax) -> list[Fields]:
    """A purchase without the tax that its prices contain, and its refunds without theirs, each by its share."""
    purchase, *refunds = events
    if tax.in_prices:
        lines = [line_without(line, tax.left) for line in purchase.get("items", ())]
        purchase = {**purchase, "items": lines, **left_of(purchase, "discount", tax.left)}
    return [purchase, *({**refund, **left_of(refund, "amount", tax.left)} for refund in refunds)]


def line_without(line: Fields, left: Decimal) -> Fields:
    """One line; rounding never makes its discount more than it costs."""
    own = {**line, **left_of(line, "price", left), **left_of(line, "discount", left)}
    if "discount" in own:
        costs = Decimal(own["price"]) * Decimal(str(own.get("quantity", 1)))
        own["discount"] = f"{min(Decimal(own['discount']), costs):f}"
    return own


def left_of(fields: Mapping[str, Any], name: str, left: Decimal) -> Fields:
    """An amount without its tax, to the millionth, if there is one."""
    return {name: f"{(Decimal(str(fields[name])) * left).quantize(MILLIONTH):f}"} if name in fields else {}
