"""Every type of event, field by field: the one description from which checking, explaining and documenting follow.

Those about actions and about shopping have modules of their own; `SHAPES` has them all.
"""

from __future__ import annotations

from collector.schemas import rules
from collector.schemas.actions import (
    KINDS,
    SKIPPED,
    UNDELIVERED,
    ClickShape,
    DeliverShape,
    DismissShape,
    EvidenceShape,
    ExecuteShape,
    SkipShape,
)
from collector.schemas.event_shape import EventShape, PageLeaveShape, PageViewShape
from collector.schemas.fields import Currency, FreeJson, FreeObject, Money, OneOf, Text, Whole
from collector.schemas.shopping import (
    CartAddShape,
    CartRemoveShape,
    PurchaseShape,
    QuickAddShape,
    RefundEventShape,
    WishlistAddShape,
    WishlistRemoveShape,
)

__all__ = ["KINDS", "SHAPES", "SKIPPED", "UNDELIVERED", "EventShape"]


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
    scale = Whole("The best score there is: 10 for nps, 5 for csat unless said.", least=2, most=100, essential=True)
    comment = Text(most=4_000, shorten=True)
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
