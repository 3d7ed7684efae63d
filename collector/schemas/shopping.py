"""Carts, favourites, orders and what is given back of them."""

from __future__ import annotations

from typing import Any

import msgspec

from collector.event import Event
from collector.schemas import rules
from collector.schemas.actions import ActionSchema
from collector.schemas.event_shape import EventSchema
from collector.schemas.fields import Boolean, Currency, InformationalMoney, Money, Quantity, Reference, Text
from collector.schemas.nested import LineSchema, RefundSchema
from collector.schemas.shapes import ListOf
from collector.schemas.values import MICROS

MAX_LINES = 500
NO_CURRENCY = "XXX"
"""ISO 4217's code for "no currency": there is never a rate for it, so such an order counts without money."""


class CartSchema(EventSchema):
    """An item that goes into a cart or out of it."""

    rules = (rules.names_a_person, rules.amount_has_currency, rules.cart_total_in_bounds)
    item = Text("Its id.", required=True)
    group = Reference("The parent product of a variant.", attribute="item_group")
    quantity = Quantity("Pieces, or a weight or length.", attribute="quantity_micros", load_default=MICROS)
    price = Money("The price of one piece.", attribute="amount_micros")
    currency = Currency("The currency of the amount.")


class QuickAddSchema(CartSchema, ActionSchema):
    """Put in the cart from inside the action."""

    type_name = "quick_add"


class CartAddSchema(CartSchema):
    """Put in the cart anywhere else on the site."""

    type_name = "cart_add"


class CartRemoveSchema(CartSchema):
    """Taken out of the cart."""

    type_name = "cart_remove"


class WishlistSchema(EventSchema):
    """An item that becomes a favourite, or stops being one."""

    action = Text("The action in which it happened, if any.")
    variation = Text("The variation of an experiment.")
    item = Text("Its id.", required=True)
    group = Reference("The parent product of a variant.", attribute="item_group")


class WishlistAddSchema(WishlistSchema):
    """Made a favourite."""

    type_name = "wishlist_add"


class WishlistRemoveSchema(WishlistSchema):
    """No longer a favourite."""

    type_name = "wishlist_remove"


class PurchaseSchema(EventSchema):
    """An order."""

    type_name = "purchase"
    rules = (rules.names_a_person, rules.replaces_an_order)
    order_id = Text(
        "The shop's number of the order; one purchase with it counts, however many are sent.", identity=True
    )
    currency = Currency("The currency of all its amounts.", required=True, instead=NO_CURRENCY)
    items = ListOf(LineSchema, "Its lines.", min_length=1, max_length=MAX_LINES, required=True)
    discount = Money(
        "The discount on the whole order; shared over its lines in proportion, never below zero.",
        attribute="amount_micros",
    )
    replaces = Boolean("Its lines replace those of the order sent before; needs the secret key.", essential=True)
    tax = InformationalMoney("Kept, but no part of revenue.")
    shipping = InformationalMoney("Kept, but no part of revenue.")


class RefundEventSchema(EventSchema):
    """Money paid back for an order: for lines, an amount, or, with neither, all of it; needs the secret key."""

    type_name = "refund"
    rules = (rules.one_way_to_refund,)
    order_id = Text("The order that the refund belongs to, and with it the person who bought it.", required=True)
    refund_id = Reference("The shop's number of the refund: it counts once, however often it is sent.", identity=True)
    items = ListOf(
        RefundSchema,
        "The lines given back; without them, the whole order.",
        min_length=1,
        max_length=MAX_LINES,
        essential=True,
    )
    amount = Money(
        "What was paid back for the order as a whole, without `items`; taken from all lines in proportion.",
        attribute="amount_micros",
        essential=True,
        blank_is_none=False,
    )
    cancel = Boolean("The order never took place: it no longer counts as an order or a conversion.", essential=True)
    reason = Text("Why, in your own words.", max_length=256, shorten=True)

    @classmethod
    def meant(cls, given: Any) -> Any:
        """An empty list of lines beside an amount, or with `cancel`, names none; alone it could mean anything."""
        says_how = isinstance(given, dict) and (given.get("amount") is not None or given.get("cancel"))
        if says_how and given.get("items") == []:
            return {name: value for name, value in given.items() if name != "items"}
        return given


def replaces(event: Event) -> bool:
    """Whether this purchase takes the place of an order sent before."""
    return event.type == "purchase" and event.body is not None and bool(msgspec.json.decode(event.body).get("replaces"))
