"""The fields of definitions that marshmallow does not have: amounts, days, moments, origins."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, fields

from collector.present.parameters import Day
from collector.reports.moments import rfc3339
from collector.schemas.values import moment_ms

MAX_VALUE = 10**9
MAX_NOTE_LENGTH = 300


class Definition(Schema):
    """Unknown fields are rejected."""

    class Meta:
        """See above."""

        unknown = RAISE


class Worth(fields.String):
    """A decimal amount in the site's currency."""

    example = "2.50"

    def __init__(self, maximum: int = MAX_VALUE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.maximum = maximum

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            raise ValidationError(f'Not an amount: write it as "{self.example}".') from None
        if not amount.is_finite() or not 0 <= amount <= self.maximum or amount != amount.quantize(Decimal("0.000001")):
            raise ValidationError(f"Must be 0 to {self.maximum:,} with at most six decimals.")
        return str(value)


class Share(Worth):
    """A part of one, as a decimal."""

    example = "0.35"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(1, **kwargs)


class DayText(Day):
    """A day of the site's time zone, kept as text."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        day = super()._deserialize(str(value), attr, data, **kwargs)
        return day.isoformat() if day else None


class DayOrMoment(fields.Field[str]):
    """A day of the site's time zone, or a moment, which is kept in UTC."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(value).strip()
        try:
            if "T" in text.upper():
                return rfc3339(moment_ms(text))
            return str(DayText(required=True).deserialize(text))
        except (ValidationError, OverflowError):
            raise ValidationError(
                "Not a day or a moment: write it as 2026-01-31 or 2026-01-31T09:30:00+01:00."
            ) from None


def printable(text: str) -> None:
    """Reject what cannot be shown or sent on: control characters, halves of surrogate pairs."""
    if not text.isprintable():
        raise ValidationError("Must be printable.")


class Origin(fields.String):
    """An origin: scheme, host and, where it is not the usual one, port. Apps have schemes of their own."""

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
    return named and bool(parts.scheme) and text.isprintable() and text == f"{parts.scheme}://{parts.netloc}"
