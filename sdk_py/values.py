"""What callers hand over besides plain text and numbers: an item, a page, and who a visitor's browser is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

Money = str | Decimal | int | float
"""An amount in units of the currency: "19.90", Decimal("19.90") or 20. A float is taken as the decimals it is shown
with, rounded to six; a sum of floats is seldom what it seems."""

Id = str | int | UUID
"""An id: text, or a number or UUID that stands for its text."""

Quantity = int | float | Decimal | str
"""Pieces, or a weight or length with decimals."""


@dataclass(frozen=True, slots=True)
class Item:
    """A product or article: shown in a widget, a line of a purchase, or a line of a refund.

    A line that is no product, such as gift wrap, may have no `item`. `group` is the parent product of a variant.
    `quantity` counts pieces (1 when left out), or is a weight or length with decimals. `price` is for one piece and
    `discount` for the whole line, both without tax, in the event's currency. `amount` is what a refund gives back.
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
    """The page an event happened on; `item` says which product or article the page is about."""

    url: str | None = None
    title: str | None = None
    referrer: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """The visitor's browser, as its request tells: makes device reports right and lets bots be left out.

    `screen` and `viewport` are written "1920x1080", `time_zone` "Europe/Paris", `language` "fr-FR". `automated` says
    that a program drives it.
    """

    user_agent: str | None = None
    language: str | None = None
    screen: str | None = None
    viewport: str | None = None
    time_zone: str | None = None
    automated: bool = False


def fields_of(value: Item | Page | Context) -> Mapping[str, object]:
    """The fields that were given, by name."""
    return {name: given for name in value.__slots__ if (given := getattr(value, name)) is not None}
