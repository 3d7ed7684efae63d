"""What an action, a campaign, a goal, an experiment, a rate or a site may be defined as."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from collector.errors import BadRequest
from collector.present.parameters import Text
from collector.schemas.events import KINDS

MAX_VALUE = 10**9
MAX_ORDER_VALUE = 10**12
MAX_ID_LENGTH = 128
MAX_GOALS = 50
MAX_NOBODY_IDS = 200


class Definition(Schema):
    """Unknown fields are rejected."""

    class Meta:
        """See above."""

        unknown = RAISE


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


class Worth(fields.String):
    """A decimal amount in the site's currency."""

    def __init__(self, maximum: int = MAX_VALUE) -> None:
        super().__init__()
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            raise ValidationError('Not an amount: write it as "2.50".') from None
        if not amount.is_finite() or not 0 <= amount <= self.maximum or amount != amount.quantize(Decimal("0.000001")):
            raise ValidationError(f"Must be 0 to {self.maximum:,} with at most six decimals.")
        return str(value)


class GoalDefinition(Definition):
    """A name to show, and what one conversion is worth that brings no value of its own."""

    name = Text()
    value = Worth()


def printable(text: str) -> None:
    """Reject what cannot be shown or sent on: control characters, halves of surrogate pairs."""
    if not text.isprintable():
        raise ValidationError("Must be printable.")


class ExperimentDefinition(Definition):
    """The weight of each variation; `control` shows nothing."""

    variations = fields.Dict(
        keys=fields.String(validate=(validate.Length(1, MAX_ID_LENGTH), printable)),
        values=fields.Float(validate=validate.Range(0, 1_000_000)),
        required=True,
        validate=validate.Length(min=2, max=20),
    )


class RateDefinition(Definition):
    """What one unit of the currency is worth in the site's own."""

    rate = fields.String(required=True)


class Origin(fields.String):
    """A web origin: scheme, host and, where it is not the usual one, port."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        origin = str(super()._deserialize(value, attr, data, **kwargs))
        if "*" in origin:
            raise ValidationError("There are no wildcards: write each origin, such as https://www.shop.example.")
        if not _is_origin(origin):
            raise ValidationError("Not an origin: write it as https://shop.example.")
        return origin


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    named = bool(parts.hostname) and "@" not in parts.netloc and port != 0
    return (
        named
        and parts.scheme in ("http", "https")
        and text.isprintable()
        and text == f"{parts.scheme}://{parts.netloc}"
    )


class SiteDefinition(Definition):
    """Who may send, and purchases; how much money the public key is believed; consent; which ids are nobody's."""

    origins = fields.List(Origin(), validate=validate.Length(max=100))
    purchases_need_secret = fields.Boolean()
    max_public_value = Worth(MAX_ORDER_VALUE)
    consent = fields.String(validate=validate.OneOf(("granted", "denied", "pending")))
    nobody_ids = fields.List(Text(), validate=validate.Length(max=MAX_NOBODY_IDS))
    thresholds = fields.Dict(
        keys=fields.String(validate=validate.OneOf(("min_fraction", "min_ms"))),
        values=fields.Float(validate=validate.Range(0, 604_800_000)),
    )


SCHEMAS: dict[str, type[Definition]] = {
    "actions": ActionDefinition,
    "campaigns": CampaignDefinition,
    "goals": GoalDefinition,
    "experiments": ExperimentDefinition,
    "rates": RateDefinition,
    "sites": SiteDefinition,
}
DEFINED = ("actions", "campaigns", "goals")


def checked_definition(kind: str, id: str, body: Any) -> dict[str, Any]:
    """A checked definition; BadRequest says what is wrong and what is allowed."""
    if not 0 < len(id) <= MAX_ID_LENGTH or not id.isprintable():
        raise BadRequest(f"An id has 1 to {MAX_ID_LENGTH} printable characters.")
    if not isinstance(body, dict):
        raise BadRequest("Send a JSON object.")
    schema = SCHEMAS[kind]()
    try:
        loaded: dict[str, Any] = schema.load(body)
    except ValidationError as error:
        wrong: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise BadRequest(
            f"These fields of {kind} cannot be used. Allowed: {', '.join(schema.fields)}.", fields=wrong
        ) from None
    return {name: value for name, value in loaded.items() if value is not None}
