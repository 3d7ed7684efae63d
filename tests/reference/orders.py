"""Orders and their lines, in millionths of the site's currency."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from .money import MICROS, Money, micros, rounded, shared_out
from .people import Event
from .purchases import Purchases


@dataclass(eq=False)
class Line:
    """One line of an order; `returned` are pieces."""

    item: str | None
    group: str | None
    quantity: Fraction
    sold: int
    refunded: int = 0
    returned: Fraction = Fraction(0)
    discounted: bool = False

    @property
    def net(self) -> int:
        return self.sold - self.refunded

    @property
    def pieces(self) -> Fraction:
        return self.quantity - self.returned

    def lower(self, amount: int) -> int:
        """Take an amount back, never below zero; what was taken."""
        part = min(amount, self.net)
        self.refunded += part
        return part

    def take(self, pieces: Fraction) -> int:
        """Take pieces back at their share of what is left; the last ones take all that is left."""
        part = rounded(self.net * pieces / self.pieces)
        self.returned += pieces
        return self.lower(part)


@dataclass(eq=False)
class Order:
    """The purchase that stands for an order; `booked` is what each refund took back, with its time."""

    event: Event
    lines: list[Line]
    rate: Fraction | None
    booked: list[tuple[int, int]] = field(default_factory=list)
    cancelled: bool = False

    @property
    def ts(self) -> int:
        return int(self.event["ts"])

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)


def made(purchases: Purchases, money: Money) -> Order:
    """The order before anything was given back."""
    canonical, recorded = purchases.canonical, purchases.with_lines
    rate = money.rate(recorded.get("currency", money.currency), canonical["ts"])
    before = [max(0, net_of(item)) for item in recorded["items"]]
    off = shared_out(micros(recorded.get("discount") or 0), before)
    lines = [
        Line(
            item.get("item"),
            item.get("group"),
            quantity_of(item),
            rounded((net - part) * (rate or Fraction(0))),
            discounted=bool(micros(recorded.get("discount") or 0) or micros(item.get("discount") or 0)),
        )
        for item, net, part in zip(recorded["items"], before, off, strict=True)
    ]
    if not money.is_believed(recorded, sum(line.sold for line in lines)):
        rate, lines = None, [replace(line, sold=0) for line in lines]
    return Order(canonical, lines, rate)


def quantity_of(item: dict[str, Any]) -> Fraction:
    return Fraction(micros(item.get("quantity", 1)), MICROS)


def net_of(item: dict[str, Any]) -> int:
    """Price times quantity less the line's discount, in the order's currency."""
    return rounded(micros(item["price"]) * quantity_of(item) - micros(item.get("discount") or 0))
