"""Types of events, of their parts and of the arguments that event methods take.

Made by `make generate` from the collector's schemas: do not edit.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Required, TypedDict
from uuid import UUID

from sdk_py.values import Context, Id, Item, Json, Money, Page, Quantity

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
    `category`: As the shop sorts its products.
    """

    item: Required[Id]
    group: Id
    category: Id


class LineFields(TypedDict, total=False):
    """A line of an order.

    `item`: Its id; a line that is no product, such as gift wrap, may have none.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: Of one piece.
    `discount`: On the whole line.
    `category`: As the shop sorts its products.
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
    `quantity`: How much of it; with neither this nor an amount, all.
    `amount`: What was paid back for the line.
    """

    item: Id
    quantity: Quantity
    amount: Money


class Circumstances(TypedDict, total=False):
    """When and where an event happened. The SDK makes `id` and `ts` where they are not given.

    `id`: Made by the sender, best in version 7. The same id is the same event: the first one stored stays, later ones
    are counted as duplicates.
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


class PageViewEvent(OnView, total=False):
    """A page view began."""

    type: Required[Literal["page_view"]]


class PageLeaveEvent(OnView, total=False):
    """A page view ended.

    `engaged_ms`: Time in a visible, focused tab.
    `scroll`: The deepest scroll, from 0 to 1.
    """

    type: Required[Literal["page_leave"]]
    engaged_ms: float
    scroll: float


class ExecuteEvent(OnView, total=False):
    """The action was placed on the page.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `items`: The items in it, in their order.
    """

    type: Required[Literal["execute"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    items: Sequence[Item | Id | ShownFields]


class DeliverEvent(OnView, total=False):
    """Its content entered the visible area of a visible tab.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `items`: The items in it, in their order.
    """

    type: Required[Literal["deliver"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    items: Sequence[Item | Id | ShownFields]


class EvidenceEvent(OnView, total=False):
    """What was measured of a placed action until the page view ended.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `max_fraction`: Its visible share, at its best.
    `visible_ms`: How long any of it was visible.
    `longest_ms`: How long at least half of it was visible without a break.
    `reason`: Why it was not seen.
    `detail`: What belongs to the reason.
    """

    type: Required[Literal["evidence"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    max_fraction: float
    visible_ms: float
    longest_ms: float
    reason: Undelivered
    detail: Json


class SkipEvent(Common, total=False):
    """The action was meant for this view and was not placed.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `reason`: Why it was not placed.
    `detail`: What belongs to the reason.
    """

    type: Required[Literal["skip"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    reason: Required[Skipped]
    detail: Json


class ClickEvent(Common, total=False):
    """A click inside the action.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `item`: The item that was clicked.
    `group`: The parent product of a variant.
    `target`: What was clicked: a link, a button, its text.
    """

    type: Required[Literal["click"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    item: Id
    group: Id
    target: Json


class DismissEvent(Common, total=False):
    """The visitor closed the action.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    """

    type: Required[Literal["dismiss"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id


class QuickAddEvent(Common, total=False):
    """Put in the cart from inside the action.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; one that is unknown here counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `item`: Its id.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: Of one piece.
    `currency`: Of the amount.
    """

    type: Required[Literal["quick_add"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    item: Required[Id]
    group: Id
    quantity: Quantity
    price: Money
    currency: str


class WishlistAddEvent(Common, total=False):
    """Made a favourite.

    `action`: The action in which it happened, if in one.
    `variation`: The variation of an experiment.
    `item`: Its id.
    `group`: The parent product of a variant.
    """

    type: Required[Literal["wishlist_add"]]
    action: Id
    variation: Id
    item: Required[Id]
    group: Id


class WishlistRemoveEvent(Common, total=False):
    """No favourite any more.

    `action`: The action in which it happened, if in one.
    `variation`: The variation of an experiment.
    `item`: Its id.
    `group`: The parent product of a variant.
    """

    type: Required[Literal["wishlist_remove"]]
    action: Id
    variation: Id
    item: Required[Id]
    group: Id


class CartAddEvent(Common, total=False):
    """Put in the cart anywhere else on the site.

    `item`: Its id.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: Of one piece.
    `currency`: Of the amount.
    """

    type: Required[Literal["cart_add"]]
    item: Required[Id]
    group: Id
    quantity: Quantity
    price: Money
    currency: str


class CartRemoveEvent(Common, total=False):
    """Taken out of the cart.

    `item`: Its id.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: Of one piece.
    `currency`: Of the amount.
    """

    type: Required[Literal["cart_remove"]]
    item: Required[Id]
    group: Id
    quantity: Quantity
    price: Money
    currency: str


class PurchaseEvent(Common, total=False):
    """An order.

    `order_id`: The shop's number of the order; one purchase with it stands, however many are sent.
    `currency`: Of all its amounts.
    `items`: Its lines.
    `discount`: Of the whole order; shared over its lines in proportion, to nothing at most.
    `replaces`: Its lines take the place of those of the order sent before; takes the secret key.
    `tax`: Kept, and no part of revenue.
    `shipping`: Kept, and no part of revenue.
    """

    type: Required[Literal["purchase"]]
    order_id: Id
    currency: Required[str]
    items: Required[Sequence[Item | Id | LineFields]]
    discount: Money
    replaces: bool
    tax: Money
    shipping: Money


class RefundEvent(Common, total=False):
    """Money given back for an order: for lines, of an amount, or with neither all of it; takes the secret key.

    `order_id`: The order that the refund belongs to, and whoever bought it.
    `refund_id`: The shop's number of the refund: it counts once, however often it is sent.
    `items`: The lines given back; none: the whole order.
    `amount`: Given back of the order as a whole, without `items`: taken from all lines in proportion.
    `cancel`: The order never came to be: it is no order and no conversion any more.
    `reason`: In your own words.
    """

    type: Required[Literal["refund"]]
    order_id: Required[Id]
    refund_id: Id
    items: Sequence[Item | Id | ReturnedFields]
    amount: Money
    cancel: bool
    reason: Id


class GoalEvent(Common, total=False):
    """Any other conversion.

    `goal`: The name of the goal.
    `value`: What it is worth, if not the registered value.
    `currency`: Of the amount.
    """

    type: Required[Literal["goal"]]
    goal: Required[Id]
    value: Money
    currency: str


class IdentifyEvent(OfUser, total=False):
    """This visitor is this user.

    `traits`: What is known of the user; at most 4 KiB. The latest word for each trait is shown, `null` deletes it; a
    trait that the secret key has spoken of is changed by the secret key only.
    """

    type: Required[Literal["identify"]]
    traits: Mapping[str, Any]


class SurveyEvent(Common, total=False):
    """An answer to a survey.

    `action`: The action that asked.
    `variation`: The variation of an experiment.
    `instrument`: What was asked.
    `score`: From 0 to the scale.
    `scale`: The best score there is. Default: 10 for nps, 5 for csat.
    `comment`: What was answered in words.
    `answers`: Answers to further questions; at most 4 KiB.
    """

    type: Required[Literal["survey"]]
    action: Id
    variation: Id
    instrument: Required[Instrument]
    score: Required[int | str]
    scale: int | str
    comment: Id
    answers: Json


class SubscriptionEvent(Common, total=False):
    """Recurring revenue; takes the secret key.

    `subscription_id`: The shop's number of the subscription.
    `status`: What became of it.
    `plan`: What was subscribed to.
    `mrr`: Monthly recurring revenue from now on.
    `currency`: Of the amount.
    """

    type: Required[Literal["subscription"]]
    subscription_id: Required[Id]
    status: Required[Status]
    plan: Id
    mrr: Money
    currency: str


class CustomEvent(Common, total=False):
    """Anything else.

    `name`: What it is called.
    """

    type: Required[Literal["custom"]]
    name: Required[Id]


Event = (
    PageViewEvent
    | PageLeaveEvent
    | ExecuteEvent
    | DeliverEvent
    | EvidenceEvent
    | SkipEvent
    | ClickEvent
    | DismissEvent
    | QuickAddEvent
    | WishlistAddEvent
    | WishlistRemoveEvent
    | CartAddEvent
    | CartRemoveEvent
    | PurchaseEvent
    | RefundEvent
    | GoalEvent
    | IdentifyEvent
    | SurveyEvent
    | SubscriptionEvent
    | CustomEvent
)

"""Any event as `track` takes it."""
