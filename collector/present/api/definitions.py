"""What an action, a campaign, a goal, an annotation, a cost, a baseline, an experiment, a rate or a site may be."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from collector.errors import BadRequest
from collector.present.api.definition_fields import (
    MAX_NOTE_LENGTH,
    DayOrMoment,
    DayText,
    Definition,
    Origin,
    Share,
    Worth,
)
from collector.present.api.experiment_fields import (
    DiaryNoteDefinition,
    ExperimentDefinition,
    HoldoutDefinition,
    PromotionDefinition,
)
from collector.present.parameters import Text
from collector.present.report_parameters import Segment
from collector.reports.baseline.against import FIGURES, PERIOD, PREVIOUS, WEEKDAYS
from collector.reports.baseline.against import KINDS as BASELINE_KINDS
from collector.rules import MAX_SPAN_MS
from collector.schemas.events import KINDS

MAX_ORDER_VALUE = 10**12
MAX_ID_LENGTH = 128
MAX_GOALS = 50
MAX_SEGMENTS = 12
MAX_ORDERS = 10**9
MAX_CATEGORIES = 200
MAX_NOBODY_IDS = 200


class ActionDefinition(Definition):
    """A name to show, its kind, its campaign, the goals it is meant for."""

    name = Text()
    kind = fields.String(validate=validate.OneOf(KINDS))
    campaign = Text()
    goals = fields.List(Text(), validate=validate.Length(max=MAX_GOALS))


class CampaignDefinition(Definition):
    """A name to show, and the goal its reports are about."""

    name = Text()
    primary_goal = Text()


class GoalDefinition(Definition):
    """A name to show, and what one conversion is worth that brings no value of its own."""

    name = Text()
    value = Worth()


class AnnotationDefinition(Definition):
    """What was done on a day: an edit of an action, if one is named, else something that concerns the whole site."""

    at = DayOrMoment(required=True)
    text = Text(max_length=MAX_NOTE_LENGTH, required=True)
    action = Text()

    @validates_schema
    def _with_text(self, given: dict[str, Any], **_: Any) -> None:
        if "text" in given and given["text"] is None:
            raise ValidationError("Say what was done.", "text")


class CostDefinition(Definition):
    """What a campaign or an action cost, spread evenly over its days, both ends included."""

    campaign = Text()
    action = Text()
    amount = Worth(MAX_ORDER_VALUE, required=True)
    day_from = DayText(required=True)
    day_to = DayText()
    text = Text(max_length=MAX_NOTE_LENGTH)

    @validates_schema
    def _of_one_thing(self, given: dict[str, Any], **_: Any) -> None:
        if bool(given.get("campaign")) == bool(given.get("action")):
            raise ValidationError("Name either a campaign or an action.", "campaign")

    @validates_schema
    def _in_order(self, given: dict[str, Any], **_: Any) -> None:
        if given.get("day_to") and given.get("day_from") and given["day_to"] < given["day_from"]:
            raise ValidationError("Lies before the first day.", "day_to")


class SegmentText(Segment):
    """A segment, kept as it is written."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        super()._deserialize(str(value), attr, data, **kwargs)
        return str(value)


class BaselineDefinition(Definition):
    """What periods are compared with. `previous` and `weekdays` move with the period; `period` has its own days, both
    ends included; `figures` are those of days from before there were events. Only orders of the `segments` count."""

    name = Text()
    kind = fields.String(required=True, validate=validate.OneOf(BASELINE_KINDS))
    day_from = DayText()
    day_to = DayText()
    revenue = Worth(MAX_ORDER_VALUE)
    orders = fields.Integer(strict=False, validate=validate.Range(0, MAX_ORDERS))
    segments = fields.List(SegmentText(), validate=validate.Length(max=MAX_SEGMENTS))

    @validates_schema
    def _by_kind(self, given: dict[str, Any], **_: Any) -> None:
        kind = given.get("kind")
        takes = {PREVIOUS: (), WEEKDAYS: (), PERIOD: ("day_from", "day_to"), FIGURES: ("day_from", "day_to", "revenue")}
        needed = takes.get(str(kind), ())
        for name in needed:
            if given.get(name) is None:
                raise ValidationError(f"A baseline of the kind {kind} needs it.", name)
        optional = {FIGURES: ("orders",)}.get(str(kind), ("segments",))
        for name in ("day_from", "day_to", "revenue", "orders", "segments"):
            if given.get(name) not in (None, []) and name not in (*needed, *optional):
                raise ValidationError(f"A baseline of the kind {kind} has none: leave it out.", name)
        if needed and given["day_to"] < given["day_from"]:
            raise ValidationError("Lies before the first day.", "day_to")


class RateDefinition(Definition):
    """What one unit of the currency is worth in the site's own."""

    rate = fields.String(required=True)


class ThresholdsDefinition(Definition):
    """How much of something must be visible, as a part of 1, and for how long without a break."""

    min_fraction = fields.Float(validate=validate.Range(0, 1))
    min_ms = fields.Float(validate=validate.Range(0, MAX_SPAN_MS))


class SiteDefinition(Definition):
    """Who may send, and purchases; how much money the public key is believed; consent; whose ids are nobody's; the
    margin: the share of net revenue that is left after the cost of goods, also by category of what was bought, where
    it differs. `null` unsets an amount or a margin.
    """

    origins = fields.List(Origin(), validate=validate.Length(max=100))
    purchases_need_secret = fields.Boolean()
    max_public_value = Worth(MAX_ORDER_VALUE, allow_none=True)
    margin = Share(allow_none=True)
    category_margins = fields.Dict(
        keys=Text(required=True), values=Share(), validate=validate.Length(max=MAX_CATEGORIES), allow_none=True
    )
    consent = fields.String(validate=validate.OneOf(("granted", "denied", "pending")))
    nobody_ids = fields.List(Text(), validate=validate.Length(max=MAX_NOBODY_IDS))
    thresholds = fields.Nested(ThresholdsDefinition)


SCHEMAS: dict[str, type[Definition]] = {
    "actions": ActionDefinition,
    "campaigns": CampaignDefinition,
    "goals": GoalDefinition,
    "annotations": AnnotationDefinition,
    "costs": CostDefinition,
    "baselines": BaselineDefinition,
    "experiments": ExperimentDefinition,
    "rates": RateDefinition,
    "sites": SiteDefinition,
}
OF_EXPERIMENTS: dict[str, type[Definition]] = {
    "holdout": HoldoutDefinition,
    "promotions": PromotionDefinition,
    "notes": DiaryNoteDefinition,
}
"""What the steps of experiments take."""
DEFINED = ("actions", "campaigns", "goals", "annotations", "costs", "baselines")


def checked_definition(kind: str, id: str, body: Any) -> dict[str, Any]:
    """A checked definition without what was left empty; BadRequest says what is wrong and what is allowed."""
    return {name: value for name, value in checked_fields(kind, id, body).items() if value is not None}


def checked_fields(kind: str, id: str, body: Any) -> dict[str, Any]:
    """The same with None for what was left empty or is to be unset."""
    if not 0 < len(id) <= MAX_ID_LENGTH or not id.isprintable():
        raise BadRequest(f"An id has 1 to {MAX_ID_LENGTH} printable characters.", fields={"id": ["Cannot be used."]})
    if kind == "baselines" and id in (PREVIOUS, WEEKDAYS):
        raise BadRequest(f"{id} always exists: choose another id.", fields={"id": ["Cannot be used."]})
    if not isinstance(body, dict):
        raise BadRequest("Send a JSON object.")
    schema = (SCHEMAS | OF_EXPERIMENTS)[kind]()
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        wrong: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise BadRequest(
            f"These fields of {kind} cannot be used. Allowed: {', '.join(schema.fields)}.", fields=wrong
        ) from None
    return loaded
