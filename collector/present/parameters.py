"""The parameters in the address of a request: each parameter checked, unknown and repeated ones rejected."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from flask import request
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from collector.errors import BadRequest
from collector.reports.delivery.advice import LABELS

MAX_CURSOR_LENGTH = 4_096
MAX_VISITORS, MAX_SESSIONS = 200, 500


def described(means: str) -> dict[str, str]:
    """What a parameter means, as documents have it: a field's `metadata`."""
    return {"description": means}


class Text(fields.Field[str | None]):
    """Text without control characters; empty text is no text, as browsers send fields that were left empty."""

    def __init__(self, *, max_length: int = 128, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str | None:
        text = str(value).strip()
        if len(text) > self.max_length:
            raise ValidationError(f"Longer than {self.max_length} characters.")
        if any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in text):
            raise ValidationError("Control characters are not allowed.")
        return text or None


class Choice(Text):
    """One of some words; empty text is none of them."""

    def __init__(self, words: Iterable[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words = tuple(words)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str | None:
        word = super()._deserialize(value, attr, data, **kwargs)
        if word is not None and word not in self.words:
            raise ValidationError(f"Must be one of: {', '.join(self.words)}.")
        return word


class Day(fields.Field[date | None]):
    """A day of the site's time zone, as 2026-01-31."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> date | None:
        if not value.strip():
            if self.required:
                raise ValidationError("Must not be empty: write a day such as 2026-01-31.")
            return None
        try:
            day = datetime.strptime(value.strip(), "%Y-%m-%d").date()  # noqa: DTZ007  a day of the site's own zone
        except ValueError:
            raise ValidationError("Not a day: write it as 2026-01-31.") from None
        if not 1971 <= day.year <= 2999:
            raise ValidationError("Out of range: 1971-01-01 to 2999-12-31.")
        return day


class Parameters(Schema):
    """Whatever is not named is rejected."""

    error_messages: ClassVar[dict[str, str]] = {"unknown": "There is no such parameter here."}  # type: ignore[misc]  # marshmallow does not say so

    class Meta:
        """See above."""

        unknown = RAISE


class SearchParameters(Parameters):
    """Of the search for visitors."""

    q = Text(metadata=described("A visitor, user or order id, or its beginning."))
    action = Text(metadata=described("Visitors who saw this action."))
    not_delivered = Text(metadata=described("Visitors who did not see this action, though it was placed."))
    reason = Choice(
        LABELS,
        metadata=described("With `not_delivered`: for this reason, also if it was not even placed because of it."),
    )
    bought = Choice(
        ("yes", "no"),
        metadata=described(
            "Visitors with an order in the period, or without one; with `action`: after first seeing it in the period, "
            "however late."
        ),
    )
    day_from = Day(data_key="from", metadata=described("Seen on this day or later."))
    day_to = Day(data_key="to", metadata=described("Seen on this day or earlier."))
    cursor = Text(max_length=MAX_CURSOR_LENGTH, metadata=described("The `next` of the previous answer."))
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_VISITORS),
        metadata=described("Maximum number of visitors."),
    )

    @validates_schema
    def _in_order(self, given: Mapping[str, Any], **_: Any) -> None:
        begin, end = given.get("day_from"), given.get("day_to")
        if begin and end and begin > end:
            raise ValidationError("Lies before `from`.", "to")
        if given.get("reason") and not given.get("not_delivered"):
            raise ValidationError("Name the action that was not seen, in `not_delivered`.", "reason")


class PersonParameters(Parameters):
    """Of all that is about one person: `requested_id` reads the id."""

    id = fields.String()


class UserReportParameters(PersonParameters):
    """Of a user report."""

    before = Text(
        max_length=MAX_CURSOR_LENGTH, metadata=described("The `next` of the previous answer: older sessions.")
    )
    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_SESSIONS),
        metadata=described("Maximum number of sessions."),
    )


def parameters(
    schema: type[Parameters], *, without: Container[str] = (), given: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The parameters of the request at hand, `without` some that are not for this schema, or those `given` in their
    place; BadRequest with all that is wrong with them, and what is allowed."""
    lists = [(name, values) for name, values in request.args.lists() if name not in without]
    first = {name: values[0] for name, values in lists} if given is None else given
    return checked(schema, first, repeated=[name for name, values in lists if len(values) > 1])


def requested_id(in_path: str | None) -> str:
    """The visitor or user id that the request is about: from its path, or the parameter `id`.

    Letter by letter, without spaces or line ends around it, as ids of events are taken.
    """
    given = request.args.get("id") or None
    if (in_path is None) == (given is None):
        raise BadRequest("Give the id once, as ?id=ID.", fields={"id": ["A visitor id or a user id, once."]})
    plain = (in_path or given or "").strip()
    return plain[:2] + plain[2:].strip() if plain.startswith(("v:", "u:")) else plain


def checked(schema: type[Parameters], given: Mapping[str, Any], *, repeated: Iterable[str] = ()) -> dict[str, Any]:
    """These parameters as the schema understands them; BadRequest with all that is wrong, and what is allowed."""
    twice = {name: ["Given more than once."] for name in repeated}
    try:
        loaded: dict[str, Any] = schema().load(given)
        wrong = twice
    except ValidationError as error:
        wrong = {**_messages(error), **twice}
    if wrong:
        allowed = [field.data_key or name for name, field in schema().fields.items()]
        names = f"Allowed here: {', '.join(allowed)}." if allowed else "None are allowed here."
        raise BadRequest(f"These parameters cannot be used: {', '.join(sorted(wrong))}. {names}", fields=wrong)
    return loaded


def _messages(error: ValidationError) -> dict[str, list[str]]:
    nested: dict[Any, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
    return dict(_by_path(nested))


def _by_path(messages: Mapping[Any, Any], within: str = "") -> Iterator[tuple[str, list[str]]]:
    """Messages by where they belong: a mistake in the second of several is at "segment.1"."""
    for name, inner in messages.items():
        if isinstance(inner, Mapping):
            yield from _by_path(inner, f"{within}{name}.")
        else:
            yield f"{within}{name}", inner
