"""Every type of event, field by field: the one description from which checking, explaining and documenting follow.

A field's `attribute` is the column that stores it; fields without a column go into the event's body.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar

from collector.event import Event
from collector.schemas import rules
from collector.schemas.fields import (
    Currency,
    FreeJson,
    FreeObject,
    KeptMoney,
    Milliseconds,
    Moment,
    Money,
    OneOf,
    Share,
    Text,
    Uuid,
    Whole,
)
from collector.schemas.parts import MOST_PIECES, LineShape, PageShape, RefundShape, ShownShape
from collector.schemas.shapes import ListOf, Part, Rule, Shape, Values, fields_of
from collector.schemas.values import sorted_json

KINDS = ("banner", "popup", "form", "survey", "products", "articles", "email", "other")
UNDELIVERED = ("below_fold", "offscreen", "hidden", "covered", "tab_hidden", "removed")
SKIPPED = (
    "selector_missing",
    "delay_not_elapsed",
    "frequency_capped",
    "page_excluded",
    "exit_intent_not_fired",
    "device_excluded",
    "no_consent",
    "error",
)
MOST_LINES = 500

_COLUMNS = Event._fields
MOST_SHOWN = 200


class EventShape(Shape):
    """What all types of events have in common."""

    type_name: ClassVar[str]
    rules: ClassVar[tuple[Rule, ...]] = (rules.somebody,)

    id = Uuid("Made by the sender; the first event stored with an id stands, whatever comes later.", required=True)
    ts = Moment("When it happened: RFC 3339 with a zone, or epoch milliseconds.", required=True)
    visitor_id = Text("The browser or device.", attribute="visitor")
    user_id = Text("The user, where known.")
    view_id = Text("The page view it belongs to; none on events of a server.")
    page = Part(PageShape, "The page it happened on.")
    props = FreeObject("Anything of your own; at most 4 KiB.")

    @classmethod
    @cache
    def without_column(cls) -> tuple[str, ...]:
        """The fields that go into the body."""
        return tuple(name for name, field in fields_of(cls).items() if (field.attribute or name) not in Event._fields)

    @classmethod
    def made(cls, values: Values) -> Event:
        """The event; site, trust, context and the time of receipt are filled in where they are known."""
        body = {name: values[name] for name in cls.without_column() if values.get(name) is not None}
        values["type"] = cls.type_name
        values["body"] = sorted_json(body) if body else None
        values["items"] = values.get("items") or ()
        return Event._make(map(values.get, _COLUMNS))


class ViewShape(EventShape):
    """What can only happen in a page view."""

    view_id = Text("The page view it belongs to.", required=True)


class PageViewShape(ViewShape):
    """A page view began."""

    type_name = "page_view"


class PageLeaveShape(ViewShape):
    """A page view ended."""

    type_name = "page_leave"
    engaged_ms = Milliseconds("Time in a visible, focused tab.")
    scroll = Share("The deepest scroll, from 0 to 1.")


class ActionShape(EventShape):
    """What happens to an action."""

    action = Text("The id of the action.", required=True)
    variation = Text("The variation of an experiment; `control` shows nothing.")
    kind = OneOf(*KINDS, means="What the action is.")
    campaign = Text("The campaign that the action belongs to.")


class ShownActionShape(ActionShape):
    """What happens to an action in a page view."""

    view_id = Text("The page view it belongs to; for a mail, any id of that sending.", required=True)
    items = ListOf(ShownShape, "The items in it, in their order.", most=MOST_SHOWN, or_id="item")


class ExecuteShape(ShownActionShape):
    """The action was placed on the page."""

    type_name = "execute"


class DeliverShape(ShownActionShape):
    """Its content entered the visible area of a visible tab."""

    type_name = "deliver"


class EvidenceShape(ActionShape):
    """What was measured of a placed action until the page view ended."""

    type_name = "evidence"
    rules = (rules.somebody, rules.some_evidence)
    view_id = Text("The page view it belongs to.", required=True)
    max_fraction = Share("Its visible share, at its best.")
    visible_ms = Milliseconds("How long any of it was visible.")
    longest_ms = Milliseconds("How long at least half of it was visible without a break.")
    reason = OneOf(*UNDELIVERED, means="Why it was not seen.")
    detail = FreeJson("What belongs to the reason.")


class SkipShape(ActionShape):
    """The action was meant for this view and was not placed."""

    type_name = "skip"
    reason = OneOf(*SKIPPED, means="Why it was not placed.", required=True)
    detail = FreeJson("What belongs to the reason.")


class ClickShape(ActionShape):
    """A click inside the action."""

    type_name = "click"
    item = Text("The item that was clicked.")
    target = FreeJson("What was clicked: a link, a button, its text.")


class DismissShape(ActionShape):
    """The visitor closed the action."""

    type_name = "dismiss"


class CartShape(EventShape):
    """An item that goes into a cart or out of it."""

    rules = (rules.somebody, rules.amount_has_currency, rules.cart_total_in_bounds)
    item = Text("Its id.", required=True)
    group = Text("The parent product of a variant.", attribute="item_group")
    quantity = Whole(least=1, most=MOST_PIECES, load_default=1)
    price = Money("Of one piece.", attribute="amount_micros")
    currency = Currency()


class QuickAddShape(CartShape, ActionShape):
    """Put in the cart from inside the action."""

    type_name = "quick_add"


class CartAddShape(CartShape):
    """Put in the cart anywhere else on the site."""

    type_name = "cart_add"


class CartRemoveShape(CartShape):
    """Taken out of the cart."""

    type_name = "cart_remove"


class WishlistShape(EventShape):
    """An item that becomes a favourite, or stops being one."""

    action = Text("The action in which it happened, if in one.")
    variation = Text("The variation of an experiment.")
    item = Text("Its id.", required=True)
    group = Text("The parent product of a variant.", attribute="item_group")


class WishlistAddShape(WishlistShape):
    """Made a favourite."""

    type_name = "wishlist_add"


class WishlistRemoveShape(WishlistShape):
    """No favourite any more."""

    type_name = "wishlist_remove"


class PurchaseShape(EventShape):
    """An order."""

    type_name = "purchase"
    order_id = Text("The shop's number of the order; the first purchase with it stands.")
    currency = Currency(required=True)
    items = ListOf(LineShape, "Its lines.", least=1, most=MOST_LINES, required=True)
    tax = KeptMoney("Kept, and no part of revenue.")
    shipping = KeptMoney("Kept, and no part of revenue.")


class RefundEventShape(EventShape):
    """Money given back for an order: for these lines, or without items for all of it."""

    type_name = "refund"
    rules = ()
    order_id = Text("The order that the refund belongs to, and whoever bought it.", required=True)
    items = ListOf(RefundShape, "The lines given back; none: the whole order.", least=1, most=MOST_LINES)
    reason = Text("In your own words.", most=256)


class GoalShape(EventShape):
    """Any other conversion."""

    type_name = "goal"
    rules = (rules.somebody, rules.amount_has_currency)
    goal = Text("The name of the goal.", attribute="name", required=True)
    value = Money("What it is worth, if not the registered value.", attribute="amount_micros")
    currency = Currency()


class IdentifyShape(EventShape):
    """This visitor is this user."""

    type_name = "identify"
    user_id = Text("The user.", required=True)
    traits = FreeObject("What is known of the user; at most 4 KiB.")


class SurveyShape(EventShape):
    """An answer to a survey."""

    type_name = "survey"
    rules = (rules.somebody, rules.score_on_scale)
    action = Text("The action that asked.")
    variation = Text("The variation of an experiment.")
    instrument = OneOf("nps", "csat", means="What was asked.", required=True)
    score = Whole(least=0, most=100, required=True)
    scale = Whole("The best score there is: 10 for nps, 5 for csat unless said.", least=2, most=100)
    comment = Text(most=4_000)
    answers = FreeJson("Answers to further questions; at most 4 KiB.")


class SubscriptionShape(EventShape):
    """Recurring revenue."""

    type_name = "subscription"
    rules = (rules.somebody, rules.amount_has_currency)
    subscription_id = Text(required=True)
    status = OneOf("started", "changed", "cancelled", required=True)
    plan = Text()
    mrr = Money("Monthly recurring revenue from now on.", attribute="amount_micros")
    currency = Currency()


class CustomShape(EventShape):
    """Anything else."""

    type_name = "custom"
    name = Text("What it is called.", required=True)


SHAPES: dict[str, type[EventShape]] = {
    shape.type_name: shape
    for shape in (
        PageViewShape,
        PageLeaveShape,
        ExecuteShape,
        DeliverShape,
        EvidenceShape,
        SkipShape,
        ClickShape,
        DismissShape,
        QuickAddShape,
        WishlistAddShape,
        WishlistRemoveShape,
        CartAddShape,
        CartRemoveShape,
        PurchaseShape,
        RefundEventShape,
        GoalShape,
        IdentifyShape,
        SurveyShape,
        SubscriptionShape,
        CustomShape,
    )
}
