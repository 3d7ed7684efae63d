"""Every type of event, field by field: the one description from which checking, explaining and documenting follow.

Those about actions and about shopping have modules of their own; `SCHEMAS` has them all.
"""

from __future__ import annotations

from collector.schemas import rules
from collector.schemas.actions import (
    KINDS,
    SKIPPED,
    UNDELIVERED,
    ClickSchema,
    DeliverSchema,
    DismissSchema,
    EvidenceSchema,
    ExecuteSchema,
    SkipSchema,
)
from collector.schemas.event_shape import EventSchema, PageLeaveSchema, PageViewSchema
from collector.schemas.fields import Boolean, Currency, FreeJson, FreeObject, Integer, Money, OneOf, Text
from collector.schemas.shopping import (
    CartAddSchema,
    CartRemoveSchema,
    PurchaseSchema,
    QuickAddSchema,
    RefundEventSchema,
    WishlistAddSchema,
    WishlistRemoveSchema,
)

__all__ = ["KINDS", "SCHEMAS", "SKIPPED", "UNDELIVERED", "EventSchema"]


MAX_ALLOCATION = 1_000_000


class GoalSchema(EventSchema):
    """Any other conversion."""

    type_name = "goal"
    rules = (rules.names_a_person, rules.amount_has_currency)
    goal = Text("The name of the goal.", attribute="name", required=True)
    value = Money("What it is worth, if not the registered value.", attribute="amount_micros")
    currency = Currency("The currency of the amount.")


class AssignSchema(EventSchema):
    """The visitor got a variation of an experiment, for the first time in a session."""

    type_name = "assign"
    experiment = Text("The id of the experiment.", attribute="name", required=True)
    variation = Text("The variation that the visitor got.", required=True)
    allocation = Integer("The number of the allocation that decided it.", minimum=0, maximum=MAX_ALLOCATION)
    override = Boolean("Whether a tester chose it by address; results leave it out.", essential=True)


class IdentifySchema(EventSchema):
    """This visitor is this user."""

    type_name = "identify"
    user_id = Text("The user.", required=True)
    traits = FreeObject(
        "What is known about the user; at most 4 KiB. The latest value of each trait is shown, `null` deletes it; "
        "a trait sent with the secret key can be changed with the secret key only."
    )


class SurveySchema(EventSchema):
    """An answer to a survey."""

    type_name = "survey"
    rules = (rules.names_a_person, rules.score_on_scale)
    action = Text("The action that asked.")
    variation = Text("The variation of an experiment.")
    instrument = OneOf("nps", "csat", means="Which question it answers.", required=True)
    score = Integer("From 0 to the scale.", minimum=0, maximum=100, required=True)
    scale = Integer("The best score there is. Default: 10 for nps, 5 for csat.", minimum=2, maximum=100, essential=True)
    comment = Text("The answer in words.", max_length=4_000, shorten=True)
    answers = FreeJson("Answers to other questions; at most 4 KiB.")


class SubscriptionSchema(EventSchema):
    """Recurring revenue; needs the secret key."""

    type_name = "subscription"
    rules = (rules.names_a_person, rules.amount_has_currency)
    subscription_id = Text("The shop's number of the subscription.", required=True)
    status = OneOf("started", "changed", "cancelled", means="What happened to it.", required=True)
    plan = Text("What was subscribed to.")
    mrr = Money("Monthly recurring revenue from now on.", attribute="amount_micros")
    currency = Currency("The currency of the amount.")


class CustomSchema(EventSchema):
    """Anything else."""

    type_name = "custom"
    name = Text("Its name.", required=True)


SCHEMAS: dict[str, type[EventSchema]] = {
    shape.type_name: shape
    for shape in (
        PageViewSchema,
        PageLeaveSchema,
        ExecuteSchema,
        DeliverSchema,
        EvidenceSchema,
        SkipSchema,
        ClickSchema,
        DismissSchema,
        QuickAddSchema,
        WishlistAddSchema,
        WishlistRemoveSchema,
        CartAddSchema,
        CartRemoveSchema,
        PurchaseSchema,
        RefundEventSchema,
        GoalSchema,
        AssignSchema,
        IdentifySchema,
        SurveySchema,
        SubscriptionSchema,
        CustomSchema,
    )
}
