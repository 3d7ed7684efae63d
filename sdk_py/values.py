"""Values that events are made of: an item, a page, a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

Money = str | Decimal | int | float
"""An amount in units of the currency: "19.90", Decimal("19.90") or 20. Avoid floats: a float counts as the decimals
that Python prints, rounded to six."""

Id = str | int | UUID
"""An id: text, or a number or UUID, which is converted to text."""

Quantity = int | float | Decimal | str
"""A number of pieces, or a weight or length; decimals are allowed."""

Json = Mapping[str, Any] | Sequence[Any] | str | int | float | bool
"""Anything that JSON can hold."""


@dataclass(frozen=True, slots=True)
class Item:
    """A product or article in a widget, or a line of a purchase or a refund.

    A line that is not a product, such as gift wrap, needs no `item`. `group` is the parent product of a variant.
    `quantity` is a number of pieces (default 1), or a weight or length with decimals. `price` is for one piece and
    `discount` for the whole line, both without tax and in the event's currency. `amount` is the money a refund returns.
    """

    item: Id | None = None
    group: Id | None = None
    quantity: Quantity | None = None
    price: Money | None = None
    discount: Money | None = None
    category: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The page an event happened on. `item` is the product or article that the page shows."""

    url: str | None = None
    title: str | None = None
    referrer: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The visitor's browser, from the headers of its request. Reports use it for devices, and to leave out bots.

    Write `screen` and `viewport` as "1920x1080", `time_zone` as "Europe/Paris", `language` as "fr-FR". Set `automated`
    if a program drives the browser.
    """

    user_agent: str | None = None
    language: str | None = None
    screen: str | None = None
    viewport: str | None = None
    time_zone: str | None = None
    automated: bool = False


def fields_of(value: Item | Page | Context) -> Mapping[str, object]:
    """The fields that are set, by name."""
    return {name: given for name in value.__slots__ if (given := getattr(value, name)) is not None}
