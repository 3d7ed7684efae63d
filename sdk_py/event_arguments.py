"""Types of the arguments of event methods: closed lists, parts of events, who did it and when.

Made by `make generate` from the collector's schemas: do not edit.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Required, TypedDict
from uuid import UUID

from sdk_py.values import Context, Id, Money, Page, Quantity

Kind = Literal["banner", "popup", "form", "survey", "products", "articles", "email", "other"]

Undelivered = Literal["below_fold", "passed", "offscreen", "hidden", "covered", "tab_hidden", "removed"]

Skipped = Literal[
    "selector_missing",
    "delay_not_elapsed",
    "frequency_capped",
    "page_excluded",
    "exit_intent_not_fired",
    "device_excluded",
    "no_consent",
    "error",
]

Instrument = Literal["nps", "csat"]

Status = Literal["started", "changed", "cancelled"]


class PageFields(TypedDict, total=False):
    """The page an event happened on.

    `url`: Its address; kept up to 2,048 characters.
    `title`: Its title; kept up to 512 characters.
    `referrer`: Where the visitor came from; kept up to 2,048 characters.
    `item`: The product or article that the page is about.
    """

    url: str
    title: str
    referrer: str
    item: Id


class ShownFields(TypedDict, total=False):
    """An item in a widget. Its id alone may stand for it.

    `item`: Its id.
    `group`: The parent product of a variant.
    `category`: The category that the shop has it in.
    """

    item: Required[Id]
    group: Id
    category: Id


class LineFields(TypedDict, total=False):
    """A line of an order.

    `item`: Its id; a line that is no product, such as gift wrap, may have none.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: The price of one piece.
    `discount`: The discount on the whole line.
    `category`: The category that the shop has it in.
    """

    item: Id
    group: Id
    quantity: Quantity
    price: Required[Money]
    discount: Money
    category: Id


class ReturnedFields(TypedDict, total=False):
    """A line of an order that was given back, wholly or in part.

    `item`: Its id, as the order had it.
    `quantity`: How much of it was given back; all of it, if this and the amount are missing.
    `amount`: What was paid back for the line.
    """

    item: Id
    quantity: Quantity
    amount: Money


class Circumstances(TypedDict, total=False):
    """When and where an event happened. The SDK makes `id` and `ts` where they are not given.

    `id`: Made by the sender, preferably version 7. Events with the same id are the same event: the first is stored,
    later ones are counted as duplicates.
    `ts`: When it happened: RFC 3339 with its offset, or whole epoch milliseconds.
    `page`: The page it happened on.
    `props`: Any JSON object of your own; at most 4 KiB.
    """

    context: Context | Mapping[str, Any]
    id: str | UUID
    ts: datetime | float | str
    page: Page | PageFields | str
    props: Mapping[str, Any]


class Common(Circumstances, total=False):
    """Who did it (`visitor_id`, `user_id` or both) and in which page view, plus `Circumstances`."""

    visitor_id: Id
    user_id: Id
    view_id: Id


class OnView(Circumstances, total=False):
    """`Common` with a required `view_id`. For an e-mail, use any id of the mailing."""

    visitor_id: Id
    user_id: Id
    view_id: Required[Id]


class OfUser(Circumstances, total=False):
    """`Common` with a required `user_id`."""

    visitor_id: Id
    user_id: Required[Id]
    view_id: Id
