"""What happens to an action: placed, seen, not seen and why, clicked, closed."""

from __future__ import annotations

from collector.schemas import rules
from collector.schemas.event_shape import EventSchema
from collector.schemas.fields import Fraction, FreeJson, Integer, Milliseconds, OneOf, Reference, Text
from collector.schemas.nested import ShownSchema
from collector.schemas.shapes import ListOf

KINDS = ("banner", "popup", "form", "survey", "products", "articles", "email", "other")
UNDELIVERED = ("below_fold", "passed", "offscreen", "hidden", "covered", "tab_hidden", "removed")
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
MAX_SHOWN = 200
MAX_POSITION = 1_000_000


class ActionSchema(EventSchema):
    """What happens to an action."""

    action = Text("The id of the action.", required=True)
    variation = Text("The variation of an experiment; `control` shows nothing.")
    kind = OneOf(*KINDS, means="What the action is; an unknown kind counts as `other`.", instead="other")
    campaign = Text("The campaign that the action belongs to.")


class ShownActionSchema(ActionSchema):
    """What happens to an action in a page view."""

    view_id = Text("The page view it belongs to; for an e-mail, any id of that mailing.", required=True)
    items = ListOf(ShownSchema, "The items in it, in their order.", max_length=MAX_SHOWN, or_id="item", shorten=True)


class ExecuteSchema(ShownActionSchema):
    """The action was placed on the page."""

    type_name = "execute"
    first_position = Integer(
        "The position of the first of `items`, for a list that is sent piece by piece; 1 by default.",
        minimum=1,
        maximum=MAX_POSITION,
    )


class DeliverSchema(ShownActionSchema):
    """Its content entered the visible area of a visible tab."""

    type_name = "deliver"


class EvidenceSchema(ActionSchema):
    """What was measured of a placed action until the page view ended."""

    type_name = "evidence"
    rules = (rules.names_a_person, rules.some_evidence)
    view_id = Text("The page view it belongs to.", required=True)
    max_fraction = Fraction("The largest share of it that was visible at one time.")
    visible_ms = Milliseconds("How long any of it was visible.")
    longest_ms = Milliseconds("How long at least half of it was visible without a break.")
    reason = OneOf(*UNDELIVERED, means="Why it was not seen.")
    detail = FreeJson("Details of the reason.")


class SkipSchema(ActionSchema):
    """The action was meant for this view and was not placed."""

    type_name = "skip"
    reason = OneOf(*SKIPPED, means="Why it was not placed.", required=True, instead="error")
    detail = FreeJson("Details of the reason.")


class ClickSchema(ActionSchema):
    """A click inside the action."""

    type_name = "click"
    item = Reference("The item that was clicked.")
    group = Reference("The parent product of a variant.", attribute="item_group")
    target = FreeJson("What was clicked: a link, a button, its text.")


class DismissSchema(ActionSchema):
    """The visitor closed the action."""

    type_name = "dismiss"
