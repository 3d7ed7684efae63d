"""What events hold inside: the page they happened on, and the items they are about."""

from __future__ import annotations

from typing import Any

from collector.event import Item, Page
from collector.schemas import rules
from collector.schemas.fields import Money, Quantity, Reference, Text, Truncated
from collector.schemas.shapes import Schema, Values
from collector.schemas.values import MICROS

NO_ITEM = "(no item)"
"""What stands for the item of a line that names none, such as gift wrap: its money counts, and no widget shows it."""

_COLUMNS = Item._fields


class PageSchema(Schema):
    """The page an event happened on."""

    url = Truncated("Its address; kept up to 2,048 characters.", max_length=2_048)
    title = Truncated("Its title; kept up to 512 characters.", max_length=512)
    referrer = Truncated("Where the visitor came from; kept up to 2,048 characters.", max_length=2_048)
    item = Reference("The product or article that the page is about.")

    @classmethod
    def meant(cls, given: Any) -> Any:
        """An address alone is the page's."""
        return {"url": given} if isinstance(given, str) else given

    @classmethod
    def made(cls, values: Values) -> Page | None:
        """The page, if any of its fields was sent."""
        page = Page(values.get("url"), values.get("title"), values.get("referrer"), values.get("item"))
        return page if any(page) else None


class ItemSchema(Schema):
    """One item of an event."""

    item = Text("Its id.", required=True)

    @classmethod
    def made(cls, values: Values) -> Item:
        """The item."""
        return Item._make(map(values.get, _COLUMNS))


class ShownSchema(ItemSchema):
    """An item in a widget. Its id alone may stand for it."""

    group = Reference("The parent product of a variant.", attribute="item_group")
    category = Text("The category that the shop has it in.")
    from_id = staticmethod(Item)


class LineSchema(ItemSchema):
    """A line of an order."""

    item = Text("Its id; a line that is no product, such as gift wrap, may have none.", load_default=NO_ITEM)
    group = Reference("The parent product of a variant.", attribute="item_group")
    quantity = Quantity(
        "Pieces, or a weight or length.", attribute="quantity_micros", load_default=MICROS, essential=True
    )
    price = Money("The price of one piece.", attribute="price_micros", required=True, instead=0)
    discount = Money("The discount on the whole line.", attribute="discount_micros")
    category = Text("The category that the shop has it in.")
    rules = (rules.line_total_in_bounds,)


class RefundSchema(ItemSchema):
    """A line of an order that was given back, wholly or in part."""

    item = Text("Its id, as the order had it.", load_default=NO_ITEM, essential=True)
    quantity = Quantity(
        "How much of it was given back; all of it, if this and the amount are missing.",
        attribute="quantity_micros",
        essential=True,
        blank_is_none=False,
    )
    amount = Money("What was paid back for the line.", attribute="amount_micros", essential=True, blank_is_none=False)
