"""The values that travel from a request to the store: one event, its page, its context, its items.

They are tuples in the order of the table's columns, because an event is made, checked and bound to SQL
some ten thousand times a second. Times are integer epoch milliseconds (UTC), money is integer millionths
of the currency unit, quantities are integer millionths of a piece (weights and lengths have decimals).
"""

from __future__ import annotations

from typing import NamedTuple

PUBLIC, SECRET = 0, 1
TRUSTS = {"public": PUBLIC, "secret": SECRET}
"""By the kind of key that an event came with, as answers and files name it."""


class Page(NamedTuple):
    """The page an event happened on, as its sender described it."""

    url: str | None
    title: str | None = None
    referrer: str | None = None
    item: str | None = None


class Context(NamedTuple):
    """Who sent a batch: what was sent and what the collector found out; never an IP address."""

    user_agent: str | None = None
    language: str | None = None
    screen: str | None = None
    viewport: str | None = None
    time_zone: str | None = None
    country: str | None = None
    city: str | None = None
    automated: int = 0


class Item(NamedTuple):
    """One item of an event: shown in a widget, a line of a purchase, or a line of a refund."""

    item: str
    item_group: str | None = None
    quantity_micros: int | None = None
    price_micros: int | None = None
    discount_micros: int | None = None
    amount_micros: int | None = None
    category: str | None = None


class Event(NamedTuple):
    """One accepted event. `body` is the JSON of the fields that have no column of their own."""

    site: int
    trust: int
    id: str
    type: str
    ts: int
    received_at: int
    visitor: str | None = None
    user_id: str | None = None
    view_id: str | None = None
    action: str | None = None
    variation: str | None = None
    kind: str | None = None
    campaign: str | None = None
    item: str | None = None
    item_group: str | None = None
    quantity_micros: int | None = None
    amount_micros: int | None = None
    currency: str | None = None
    order_id: str | None = None
    name: str | None = None
    engaged_ms: int | None = None
    scroll: float | None = None
    max_fraction: float | None = None
    visible_ms: int | None = None
    longest_ms: int | None = None
    reason: str | None = None
    body: str | None = None
    page: Page | None = None
    context: Context = Context()
    items: tuple[Item, ...] = ()


class Rejected(NamedTuple):
    """One event that was rejected: kept with its reasons so that nothing is lost in silence."""

    site: int
    received_at: int
    id: str | None
    event: str
    errors: str


class Notice(NamedTuple):
    """One thing that was not as it should be in an event: counted by site, day, type, field and reason.

    `outcome` says what became of the event: `taken` without that part, or `rejected`.
    """

    site: int
    day: str
    type: str
    field: str
    code: str
    outcome: str
    example: str | None


class RejectedOrigin(NamedTuple):
    """A request that a page sent whose origin the site does not list."""

    site: int
    origin: str
    at: int


class Receipt(NamedTuple):
    """What became of a batch once it is on disk."""

    accepted: int
    duplicates: int
