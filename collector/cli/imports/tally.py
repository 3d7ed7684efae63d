"""What an import comes to: how many of what, and how much money in which currency."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from collector.present.numbers import money_text
from collector.reports.money import decimal_text

MICROS = 1_000_000


class Tally:
    """Counts the events that are stored, or would be."""

    def __init__(self) -> None:
        self.events: Counter[str] = Counter()
        self.money: dict[str, Decimal] = defaultdict(Decimal)
        self.paid_back: dict[str, Decimal] = defaultdict(Decimal)
        self.whole_orders = 0

    def add(self, event: Mapping[str, Any], currency: str | None) -> None:
        """Count one event as it was given; a refund is in the currency of its order, where that is known."""
        kind = event["type"]
        self.events[kind] += 1
        if kind == "purchase":
            self.money[str(event["currency"]).upper()] += order_money(event)
        elif kind == "refund":
            paid_back = refund_money(event)
            if paid_back is None:
                self.whole_orders += 1
            else:
                self.paid_back[(currency or "").upper()] += paid_back

    def lines(self) -> list[str]:
        """The same in lines for people."""
        lines = []
        for kind, count in sorted(
            self.events.items(), key=lambda each: (each[0] != "purchase", each[0] != "refund", each)
        ):
            if kind == "purchase":
                lines.append(f"orders: {count:,}, {sums(self.money)}")
            elif kind == "refund":
                parts = [sums(self.paid_back)] if self.paid_back else []
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
            "money": amounts(self.money),
            "refunds": self.events["refund"],
            "refunded": amounts(self.paid_back),
            "refunds_of_whole_orders": self.whole_orders,
        }


def order_money(event: Mapping[str, Any]) -> Decimal:
    """The net revenue of a purchase, before refunds."""
    lines = (line for line in event["items"] if isinstance(line, Mapping))
    net = sum((of(line, "price") * of(line, "quantity", 1) - of(line, "discount") for line in lines), Decimal(0))
    return max(net - of(event, "discount"), Decimal(0))


def refund_money(event: Mapping[str, Any]) -> Decimal | None:
    """What a refund pays back, if it names an amount."""
    if event.get("amount") is not None:
        return of(event, "amount")
    lines = [line for line in event.get("items") or () if isinstance(line, Mapping) and "amount" in line]
    return sum((of(line, "amount") for line in lines), Decimal(0)) if lines else None


def of(fields: Mapping[str, Any], field: str, default: int = 0) -> Decimal:
    """A number of an event that the schemas have taken."""
    value = fields.get(field)
    return Decimal(default if value is None else str(value))


def amounts(money: Mapping[str, Decimal]) -> dict[str, str]:
    """Exact decimals by currency."""
    return {currency: decimal_text(int(value * MICROS)) for currency, value in sorted(money.items())}


def sums(money: Mapping[str, Decimal]) -> str:
    """Amounts as people read them."""
    return " + ".join(money_text(text, currency) for currency, text in amounts(money).items())
