"""What people may say of an experiment."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from collector.present.api.definition_fields import MAX_NOTE_LENGTH, DayText, Definition, printable
from collector.present.parameters import Text

MAX_HYPOTHESIS_LENGTH = 1_000
MAX_NAME_LENGTH = 128
MAX_LISTED = 50
MAX_VARIATIONS = 20
MAX_WINDOW_DAYS = 90
MAX_HOLDOUT = 0.5
DEVICES = {"desktop": "desktop", "tablet": "tablet", "mobile": "mobile", "phone": "mobile"}
"""What devices may be called, and what the snippet calls them."""

_name = (validate.Length(1, MAX_NAME_LENGTH), printable)
_weight = fields.Float(validate=validate.Range(0, 1_000_000), required=True)
_some = validate.Length(1, MAX_LISTED)


def share(**options: Any) -> fields.Float:
    """A share above 0, up to 1."""
    return fields.Float(validate=validate.Range(0, 1, min_inclusive=False), **options)


class VariationDefinition(Definition):
    """How many get it beside the others, and what they get."""

    weight = _weight
    description = Text(max_length=MAX_NOTE_LENGTH)


class Variation(fields.Field[dict[str, Any]]):
    """A variation; its mere weight will do."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> dict[str, Any]:
        loaded: dict[str, Any] = VariationDefinition().load(value if isinstance(value, dict) else {"weight": value})
        return loaded


class Device(fields.String):
    """A kind of device, as the snippet calls it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.OneOf(tuple(DEVICES)), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **options))
        return DEVICES.get(text, text)


class GuardrailDefinition(Definition):
    """What must not get worse: a goal, whether more of it or less is worse, and how much worse is borne."""

    goal = Text(required=True)
    worse = fields.String(validate=validate.OneOf(("more", "less")), required=True)
    margin = fields.Float(validate=validate.Range(0, 1))


class PlanDefinition(Definition):
    """What is expected; `persons` is worked out where base rate and lift are given."""

    base_rate = fields.Float(validate=validate.Range(0, 1, min_inclusive=False, max_inclusive=False))
    lift = fields.Float(validate=validate.Range(-1, 100, min_inclusive=False))
    persons = fields.Integer(validate=validate.Range(1, 10**12), strict=True)
    end = DayText()


class LayerDefinition(Definition):
    """The layer whose visitors an experiment shares with others, and its share of them."""

    name = fields.String(validate=_name, required=True)
    share = share(required=True)


class TargetingDefinition(Definition):
    """Whom it is for: all that is named must hold."""

    pages = fields.List(fields.String(validate=(validate.Length(1, 500), printable)), validate=_some)
    devices = fields.List(Device(), validate=_some)
    visitors = fields.String(validate=validate.OneOf(("new", "returning")))
    traits = fields.Dict(
        keys=fields.String(validate=_name), values=fields.List(fields.String(validate=_name), validate=_some),
        validate=validate.Length(1, MAX_LISTED),
    )  # fmt: skip


class MeasuredDefinition(Definition):
    """What any experiment may have: words for people, and what it is judged by. `null` gives a field its default."""

    name = Text(allow_none=True)
    hypothesis = Text(max_length=MAX_HYPOTHESIS_LENGTH, allow_none=True)
    primary_goal = Text(allow_none=True)
    goals = fields.List(fields.String(validate=_name), validate=validate.Length(max=MAX_LISTED), allow_none=True)
    guardrails = fields.List(
        fields.Nested(GuardrailDefinition), validate=validate.Length(max=MAX_LISTED), allow_none=True
    )
    window_days = fields.Integer(validate=validate.Range(1, MAX_WINDOW_DAYS), strict=True, allow_none=True)
    planned = fields.Nested(PlanDefinition, allow_none=True)


class ExperimentDefinition(MeasuredDefinition):
    """What is not named stays as it is; `variations` are all of them, each with its weight; `control` shows nothing."""

    state = fields.String(validate=validate.OneOf(("draft", "running")))
    salt = fields.String(validate=_name)
    actions = fields.List(fields.String(validate=_name), validate=validate.Length(max=MAX_LISTED), allow_none=True)
    variations = fields.Dict(
        keys=fields.String(validate=_name), values=Variation(), validate=validate.Length(min=2, max=MAX_VARIATIONS)
    )
    traffic = share(allow_none=True)
    layer = fields.Nested(LayerDefinition, allow_none=True)
    targeting = fields.Nested(TargetingDefinition, allow_none=True)
    promotion = fields.String(validate=validate.OneOf(("by_hand", "automatic")), allow_none=True)

    @validates_schema
    def _some_variation_has_weight(self, given: dict[str, Any], **_: Any) -> None:
        variations = given.get("variations")
        if variations and not any(one["weight"] for one in variations.values()):
            raise ValidationError("At least one variation needs a weight above 0.", "variations")


class HoldoutDefinition(MeasuredDefinition):
    """The share of all visitors who are shown nothing personalized; 0 ends it."""

    share = fields.Float(validate=validate.Range(0, MAX_HOLDOUT))


class PromotionDefinition(Definition):
    """Which variation everybody is to get."""

    variation = Text(required=True)


class DiaryNoteDefinition(Definition):
    """What happened outside that may explain a figure."""

    text = Text(max_length=MAX_NOTE_LENGTH, required=True)

    @validates_schema
    def _with_text(self, given: dict[str, Any], **_: Any) -> None:
        if "text" in given and given["text"] is None:
            raise ValidationError("Say what happened.", "text")
