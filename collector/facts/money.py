"""What the lines of an order come to, and what each refund takes back of them. Pure: integers in, integers out.

All amounts are 0 or more, in millionths; what is shared over several lines adds up exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import accumulate
from typing import NamedTuple

MICROS = 1_000_000
MAX_MICROS = 2**63 - 1


class SentLine(NamedTuple):
    """One line of a purchase as it was sent."""

    line: int
    item: str
    item_group: str | None
    category: str | None
    quantity_micros: int | None
    price_micros: int | None
    discount_micros: int | None


class RefundLine(NamedTuple):
    """One line of a refund: so much of an item, an amount for it, or with neither all of it."""

    line: int
    item: str
    quantity_micros: int | None
    amount_micros: int | None


class Refund(NamedTuple):
    """One refund: of these lines, of an amount of the whole order, or with neither of all that is left."""

    ordinal: int
    lines: Sequence[RefundLine]
    amount_micros: int | None


class Taken(NamedTuple):
    """What one refund took back of one item."""

    ordinal: int
    line: int
    item: str
    quantity_micros: int | None
    refunded_micros: int


class NotTaken(NamedTuple):
    """What one refund names and could not take back, and why: `unknown_order`, `unknown_item` or `nothing_left`."""

    ordinal: int
    line: int
    item: str | None
    why: str
    lost_micros: int | None


@dataclass
class Line:
    """One line of an order in the site's currency, and what is left of it."""

    sent: SentLine
    sold_micros: int
    left_micros: int
    left_quantity: int

    @property
    def quantity_micros(self) -> int:
        """How much was sold; one piece where no quantity was sent."""
        return quantity_of(self.sent)

    @property
    def refunded_micros(self) -> int:
        """What was given back of it."""
        return self.sold_micros - self.left_micros

    def take(self, micros: int) -> int:
        """Take back so much, or what is left; returns what was taken."""
        taken = min(micros, self.left_micros)
        self.left_micros -= taken
        return taken

    def take_quantity(self, quantity: int) -> tuple[int, int]:
        """Take back so much of it for its share of what is left: (quantity taken, millionths)."""
        taken = min(quantity, self.left_quantity)
        if taken == 0:
            return 0, 0
        micros = self.take(half_up(Fraction(self.left_micros * taken, self.left_quantity)))
        self.left_quantity -= taken
        return taken, micros


def half_up(amount: Fraction) -> int:
    """A whole number of millionths, half away from zero; the amount is 0 or more."""
    return int(amount + Fraction(1, 2))


def shares(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount shared in proportion to weights: each running sum is rounded, so that the shares add up exactly."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    sums = [half_up(Fraction(amount * so_far, total)) for so_far in accumulate(weights)]
    return [upto - before for upto, before in zip(sums, [0, *sums], strict=False)]


def converted(micros: int, rate: str) -> int:
    """Millionths of one currency in another by an exact decimal rate, half up; as much as 63 bits hold."""
    product = (Decimal(micros) * Decimal(rate)).to_integral_value(ROUND_HALF_UP)
    return min(int(product), MAX_MICROS)


def priced(lines: Sequence[SentLine], discount_micros: int, rate: str) -> list[Line]:
    """The lines of an order, net of their discounts and their share of the whole order's, by a rate."""
    nets = [net_of(line) for line in lines]
    off = shares(min(discount_micros, sum(nets)), nets)
    sold = [converted(net - less, rate) for net, less in zip(nets, off, strict=True)]
    return [Line(line, micros, micros, quantity_of(line)) for line, micros in zip(lines, sold, strict=True)]


def quantity_of(line: SentLine) -> int:
    """How much was sold; one piece where no quantity was sent."""
    return MICROS if line.quantity_micros is None else line.quantity_micros


def net_of(line: SentLine) -> int:
    """Price times quantity less the line's own discount, never below zero."""
    gross = ((line.price_micros or 0) * quantity_of(line) + MICROS // 2) // MICROS
    return max(0, gross - (line.discount_micros or 0))


def settle(lines: Sequence[Line], refunds: Iterable[Refund], rate: str) -> tuple[list[Taken], list[NotTaken]]:
    """Take back what each refund names, in their order; the lines are lowered."""
    taken: list[Taken] = []
    not_taken: list[NotTaken] = []
    for refund in refunds:
        if refund.lines:
            for line in refund.lines:
                settle_line(lines, refund.ordinal, line, rate, taken, not_taken)
        elif refund.amount_micros is not None:
            settle_amount(lines, refund, converted(refund.amount_micros, rate), taken, not_taken)
        else:
            taken += [all_of(line, refund.ordinal) for line in lines]
    return taken, not_taken


def all_of(line: Line, ordinal: int) -> Taken:
    """Take back all that is left of a line."""
    quantity, line.left_quantity = line.left_quantity, 0
    return Taken(ordinal, line.sent.line, line.sent.item, quantity, line.take(line.left_micros))


def settle_amount(
    lines: Sequence[Line], refund: Refund, micros: int, taken: list[Taken], not_taken: list[NotTaken]
) -> None:
    """Take an amount from all lines, in proportion to what is left of them."""
    left = [line.left_micros for line in lines]
    parts = shares(min(micros, sum(left)), left)
    for line, part in zip(lines, parts, strict=True):
        taken.append(Taken(refund.ordinal, line.sent.line, line.sent.item, None, line.take(part)))
    if micros > sum(parts):
        not_taken.append(NotTaken(refund.ordinal, -1, None, "nothing_left", micros - sum(parts)))


def settle_line(
    lines: Sequence[Line],
    ordinal: int,
    refund_line: RefundLine,
    rate: str,
    taken: list[Taken],
    not_taken: list[NotTaken],
) -> None:
    """Take back one line of a refund: of the lines of its item, the first ones first."""
    matching = [line for line in lines if line.sent.item == refund_line.item]
    amount = None if refund_line.amount_micros is None else converted(refund_line.amount_micros, rate)
    if not matching:
        not_taken.append(NotTaken(ordinal, refund_line.line, refund_line.item, "unknown_item", amount))
        return
    quantity = refund_line.quantity_micros
    more_than_left = amount is None and (quantity or 0) > sum(line.left_quantity for line in matching)
    micros, missing = of_item(matching, quantity, amount)
    taken.append(Taken(ordinal, refund_line.line, refund_line.item, quantity, micros))
    cost_money = any(line.sold_micros for line in matching)
    if missing or (cost_money and (more_than_left or (micros == 0 and amount != 0))):
        not_taken.append(NotTaken(ordinal, refund_line.line, refund_line.item, "nothing_left", missing))


def of_item(lines: Sequence[Line], quantity: int | None, amount: int | None) -> tuple[int, int | None]:
    """Take a quantity, an amount, both or all of an item: (millionths taken, those of the amount that were not)."""
    if amount is not None:
        left = amount
        for line in lines:
            left -= line.take(left)
        if quantity is not None:
            drop_quantity(lines, quantity)
        return amount - left, left
    if quantity is None:
        return sum(line.take_quantity(line.left_quantity)[1] + line.take(line.left_micros) for line in lines), None
    micros = 0
    for line in lines:
        pieces, part = line.take_quantity(quantity)
        quantity, micros = quantity - pieces, micros + part
    return micros, None


def drop_quantity(lines: Sequence[Line], quantity: int) -> None:
    """Count pieces as given back whose money was named."""
    for line in lines:
        pieces = min(quantity, line.left_quantity)
        line.left_quantity -= pieces
        quantity -= pieces
