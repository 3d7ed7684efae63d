"""Types of the events that `track` takes as dictionaries.

Made by `make generate` from the collector's schemas: do not edit.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Required

from sdk_py.event_arguments import (
    Common,
    Instrument,
    Kind,
    LineFields,
    OfUser,
    OnView,
    ReturnedFields,
    ShownFields,
    Skipped,
    Status,
    Undelivered,
)
from sdk_py.values import Id, Item, Json, Money, Quantity


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
    `kind`: What the action is; an unknown kind counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `items`: The items in it, in their order.
    `first_position`: The position of the first of `items`, for a list that is sent piece by piece; 1 by default.
    """

    type: Required[Literal["execute"]]
    action: Required[Id]
    variation: Id
    kind: Kind
    campaign: Id
    items: Sequence[Item | Id | ShownFields]
    first_position: int | str


class DeliverEvent(OnView, total=False):
    """Its content entered the visible area of a visible tab.

    `action`: The id of the action.
    `variation`: The variation of an experiment; `control` shows nothing.
    `kind`: What the action is; an unknown kind counts as `other`.
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
    `kind`: What the action is; an unknown kind counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `max_fraction`: The largest share of it that was visible at one time.
    `visible_ms`: How long any of it was visible.
    `longest_ms`: How long at least half of it was visible without a break.
    `reason`: Why it was not seen.
    `detail`: Details of the reason.
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
    `kind`: What the action is; an unknown kind counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `reason`: Why it was not placed.
    `detail`: Details of the reason.
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
    `kind`: What the action is; an unknown kind counts as `other`.
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
    `kind`: What the action is; an unknown kind counts as `other`.
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
    `kind`: What the action is; an unknown kind counts as `other`.
    `campaign`: The campaign that the action belongs to.
    `item`: Its id.
    `group`: The parent product of a variant.
    `quantity`: Pieces, or a weight or length.
    `price`: The price of one piece.
    `currency`: The currency of the amount.
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

    `action`: The action in which it happened, if any.
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
    """No longer a favourite.

    `action`: The action in which it happened, if any.
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
    `price`: The price of one piece.
    `currency`: The currency of the amount.
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
    `price`: The price of one piece.
    `currency`: The currency of the amount.
    """

    type: Required[Literal["cart_remove"]]
    item: Required[Id]
    group: Id
    quantity: Quantity
    price: Money
    currency: str


class PurchaseEvent(Common, total=False):
    """An order.

    `order_id`: The shop's number of the order; one purchase with it counts, however many are sent.
    `currency`: The currency of all its amounts.
    `items`: Its lines.
    `discount`: The discount on the whole order; shared over its lines in proportion, never below zero.
    `replaces`: Its lines replace those of the order sent before; needs the secret key.
    `tax`: Kept, but no part of revenue.
    `shipping`: Kept, but no part of revenue.
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
    """Money paid back for an order: for lines, an amount, or, with neither, all of it; needs the secret key.

    `order_id`: The order that the refund belongs to, and with it the person who bought it.
    `refund_id`: The shop's number of the refund: it counts once, however often it is sent.
    `items`: The lines given back; without them, the whole order.
    `amount`: What was paid back for the order as a whole, without `items`; taken from all lines in proportion.
    `cancel`: The order never took place: it no longer counts as an order or a conversion.
    `reason`: Why, in your own words.
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
    `currency`: The currency of the amount.
    """

    type: Required[Literal["goal"]]
    goal: Required[Id]
    value: Money
    currency: str


class AssignEvent(Common, total=False):
    """The visitor got a variation of an experiment, for the first time in a session.

    `experiment`: The id of the experiment.
    `variation`: The variation that the visitor got.
    `allocation`: The number of the allocation that decided it.
    `override`: Whether a tester chose it by address; results leave it out.
    """

    type: Required[Literal["assign"]]
    experiment: Required[Id]
    variation: Required[Id]
    allocation: int | str
    override: bool


class IdentifyEvent(OfUser, total=False):
    """This visitor is this user.

    `traits`: What is known about the user; at most 4 KiB. The latest value of each trait is shown, `null` deletes it; a
    trait sent with the secret key can be changed with the secret key only.
    """

    type: Required[Literal["identify"]]
    traits: Mapping[str, Any]


class SurveyEvent(Common, total=False):
    """An answer to a survey.

    `action`: The action that asked.
    `variation`: The variation of an experiment.
    `instrument`: Which question it answers.
    `score`: From 0 to the scale.
    `scale`: The best score there is. Default: 10 for nps, 5 for csat.
    `comment`: The answer in words.
    `answers`: Answers to other questions; at most 4 KiB.
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
    """Recurring revenue; needs the secret key.

    `subscription_id`: The shop's number of the subscription.
    `status`: What happened to it.
    `plan`: What was subscribed to.
    `mrr`: Monthly recurring revenue from now on.
    `currency`: The currency of the amount.
    """

    type: Required[Literal["subscription"]]
    subscription_id: Required[Id]
    status: Required[Status]
    plan: Id
    mrr: Money
    currency: str


class CustomEvent(Common, total=False):
    """Anything else.

    `name`: Its name.
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
    | AssignEvent
    | IdentifyEvent
    | SurveyEvent
    | SubscriptionEvent
    | CustomEvent
)

"""Any event as `track` takes it."""
