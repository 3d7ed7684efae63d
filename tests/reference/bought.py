"""Orders, with their refunds, and the interactions through which their lines were found."""

from __future__ import annotations

from collections.abc import Callable

from .money import Money
from .orders import Line, Order, made
from .people import Event, instant
from .purchases import Purchases
from .refunds import find_refunds, take_back


def find_orders(purchases: list[Purchases], events: list[Event], money: Money) -> list[Order]:
    """One order for each order id, with its refunds taken off; cancelled ones are among them."""
    orders = [made(one, money) for one in purchases]
    by_id = {order.event["order_id"]: order for order in orders if order.event.get("order_id")}
    for refund in find_refunds(events):
        if refund["order_id"] in by_id:
            take_back(by_id[refund["order_id"]], refund)
    return orders


def is_engagement(event: Event) -> bool:
    """A click or quick add with an item inside an action that was really shown."""
    return (
        event["type"] in ("click", "quick_add")
        and bool(event.get("item"))
        and bool(event.get("action"))
        and event.get("variation") != "control"
    )


def same_product(event: Event, item: str | None, group: str | None) -> bool:
    """Same group where both have one; the interaction's is its own, or the one its item was placed with."""
    own = event.get("group") or event.get("_group")
    if own and group:
        return bool(own == group)
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
