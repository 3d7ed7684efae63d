"""Orders, what was given back, and the engagements through which lines were found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from math import floor, inf
from typing import Any
from zoneinfo import ZoneInfo

from .people import Event, instant

Rates = dict[str, dict[str, str]]
MICROS = 1_000_000


def half_up(amount: Fraction) -> int:
    """A positive amount in whole millionths."""
    return floor(amount * MICROS + Fraction(1, 2))


@dataclass(eq=False)
class Money:
    """The site's currency, time zone and rates."""

    currency: str
    time_zone: str
    rates: Rates

    def rate(self, currency: str, ts: int) -> Fraction | None:
        """What one unit of a currency was worth on the day; None: nobody knows."""
        if currency == self.currency:
            return Fraction(1)
        today = datetime.fromtimestamp(ts // 1000, ZoneInfo(self.time_zone)).date().isoformat()
        known = [rate for day, rate in sorted(self.rates.get(currency, {}).items()) if day <= today]
        return Fraction(known[-1]) if known else None


@dataclass(eq=False)
class Line:
    """One line of an order, in millionths of the site's currency."""

    item: str
    group: str | None
    quantity: int
    sold: int
    refunded: int = 0

    @property
    def net(self) -> int:
        return self.sold - self.refunded


@dataclass(eq=False)
class Order:
    """The purchase that stands for an order; `booked` is what each refund took back, with its time."""

    event: Event
    lines: list[Line]
    rate: Fraction | None
    booked: list[tuple[int, int]] = field(default_factory=list)

    @property
    def ts(self) -> int:
        return int(self.event["ts"])

    @property
    def net(self) -> int:
        return sum(line.net for line in self.lines)


def find_orders(events: list[Event], money: Money) -> list[Order]:
    """One order for each order id, with its refunds taken off."""
    orders: dict[str, Order] = {}
    for event in events:
        if event["type"] == "purchase":
            name = event.get("order_id") or "event " + event["id"]
            orders.setdefault(name, made(event, money))
    for event in events:
        if event["type"] == "refund" and event["order_id"] in orders:
            take_back(orders[event["order_id"]], event)
    return list(orders.values())


def made(event: Event, money: Money) -> Order:
    rate = money.rate(event.get("currency", money.currency), event["ts"])
    lines = [
        Line(
            item["item"],
            item.get("group"),
            item.get("quantity", 1),
            half_up(
                (Fraction(item["price"]) * item.get("quantity", 1) - Fraction(item.get("discount", 0))) * (rate or 0)
            ),
        )
        for item in event["items"]
    ]
    return Order(event, lines, rate)


def take_back(order: Order, refund: Event) -> None:
    """Lower the order's lines, never below zero; without lines of its own, the whole order."""
    for given in refund.get("items") or [{"item": item} for item in {line.item for line in order.lines}]:
        lines = [line for line in order.lines if line.item == given["item"]]
        back = amount_of(given, lines, order.rate or Fraction(0))
        for line in lines:
            part = min(back, line.net)
            line.refunded += part
            back -= part
            order.booked.append((refund["ts"], part))


def amount_of(given: dict[str, Any], lines: list[Line], rate: Fraction) -> int:
    """Without an amount: so many pieces at the dearest price paid; without a quantity, or with all: the whole."""
    if given.get("amount") is not None:
        return half_up(Fraction(given["amount"]) * rate)
    if given.get("quantity", inf) >= sum(line.quantity for line in lines):
        return sum(line.sold for line in lines)
    return int(given["quantity"]) * max(line.sold // line.quantity for line in lines)


def is_engagement(event: Event) -> bool:
    """A click or quick add with an item inside an action that was really shown."""
    return (
        event["type"] in ("click", "quick_add")
        and bool(event.get("item"))
        and bool(event.get("action"))
        and event.get("variation") != "control"
    )


def same_product(event: Event, item: str, group: str | None) -> bool:
    if event.get("group") and group:
        return bool(event["group"] == group)
    return bool(event["item"] == item)


def found_through(order: Order, line: Line, engagements: list[Event], allowed: Callable[[Event], bool]) -> Event | None:
    """The latest engagement of the buyer with the product, at or before the order, of those allowed."""
    fitting = [
        event
        for event in engagements
        if event["_person"] == order.event["_person"]
        and instant(event) < instant(order.event)
        and (order.event.get("_bot") or not event.get("_bot"))
        and same_product(event, line.item, line.group)
        and allowed(event)
    ]
    return max(fitting, key=instant, default=None)
