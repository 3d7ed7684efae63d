"""What an import comes to: how many of what, and how much money in which currency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from collector.event import Event, Item
from collector.present.numbers import money_text
from collector.reports.money import decimal_text
from collector.schemas.values import MICROS, times


class Tally:
    """Counts the events that are stored, or would be."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.micros: Counter[str] = Counter()
        self.paid_back_micros: Counter[str] = Counter()
        self.whole_orders = 0

    def add(self, event: Event, currency: str | None) -> None:
        """Count one event as it is stored; a refund is in the currency of its order, where that is known."""
        self.events[event.type] += 1
        if event.type == "purchase":
            self.micros[event.currency or ""] += order_micros(event)
        elif event.type == "refund":
            paid_back = refund_micros(event)
            if paid_back is None:
                self.whole_orders += 1
            else:
                self.paid_back_micros[currency or ""] += paid_back

    def lines(self) -> list[str]:
        """The same in lines for people."""
        lines = []
        for kind, count in sorted(
            self.events.items(), key=lambda each: (each[0] != "purchase", each[0] != "refund", each)
        ):
            if kind == "purchase":
                lines.append(f"orders: {count:,}, {sums(self.micros)}")
            elif kind == "refund":
                parts = [sums(self.paid_back_micros)] if self.paid_back_micros else []
                parts += [f"{self.whole_orders:,} of whole orders"] if self.whole_orders else []
                lines.append(f"refunds: {count:,}, {', '.join(parts)}")
            else:
                lines.append(f"{kind}: {count:,}")
        return lines

    def json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "events": dict(sorted(self.events.items())),
            "orders": self.events["purchase"],
            "money": amounts(self.micros),
            "refunds": self.events["refund"],
            "refunded": amounts(self.paid_back_micros),
            "refunds_of_whole_orders": self.whole_orders,
        }


def order_micros(event: Event) -> int:
    """The net revenue of a purchase, before refunds."""
    return max(sum(map(line_micros, event.items)) - (event.amount_micros or 0), 0)


def line_micros(line: Item) -> int:
    """What a line of a purchase comes to."""
    return times(line.price_micros or 0, line.quantity_micros or MICROS) - (line.discount_micros or 0)


def refund_micros(event: Event) -> int | None:
    """What a refund pays back, if it names an amount."""
    named = [line.amount_micros for line in event.items if line.amount_micros is not None]
    return sum(named) if named else event.amount_micros


def amounts(micros: Mapping[str, int]) -> dict[str, str]:
    """Exact decimals by currency."""
    return {currency: decimal_text(value) for currency, value in sorted(micros.items())}


def sums(micros: Mapping[str, int]) -> str:
    """Amounts as people read them."""
    return " + ".join(money_text(text, currency) for currency, text in amounts(micros).items())
