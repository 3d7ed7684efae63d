"""The closed list of reasons why an event, or a part of one, is rejected, each in words for its sender."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from marshmallow import ValidationError

from collector.rules import DAY_MS, HOUR_MS, KEPT_BY_BROWSERS_MS, TOO_LATE_MS

MAX_ERRORS = 20
KEPT_DAYS = KEPT_BY_BROWSERS_MS // DAY_MS
MAX_NAME_LENGTH = 64

REASONS: dict[str, str] = {
    "missing": "is missing",
    "unknown_field": "is an unknown field; put your own data into `props` of an event",
    "unknown_type": "must be one of: {allowed}",
    "not_an_object": "must be a JSON object",
    "not_a_list": "must be a list",
    "not_text": "must be text, in quotes",
    "not_whole": "must be a whole number",
    "not_a_number": "must be a number",
    "not_true_or_false": "must be true or false",
    "not_a_uuid": "must be a UUID such as 0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50",
    "not_a_time": "must be a time with its zone, such as 2026-01-31T12:00:00Z, or whole epoch milliseconds",
    "not_money": 'must be an amount such as "19.90"',
    "not_a_currency": "must be a currency code of three capital letters, such as EUR",
    "not_one_of": "must be one of: {allowed}",
    "empty": "must not be empty; leave the field out instead",
    "too_long": "must have at most {max} characters",
    "too_many": "must have at most {max} entries",
    "too_big": "must take at most {max} bytes as JSON",
    "too_deep": "must not be nested deeper than {max} levels",
    "out_of_range": "must be between {min} and {max}",
    "unusable_text": "must not hold NUL characters or halves of surrogate pairs",
    "unusable_number": "must not hold NaN, infinite numbers or whole numbers over 63 bits",
    "too_early": "is before the year 2000; whole numbers are milliseconds, not seconds",
    "too_late": f"is more than {TOO_LATE_MS // HOUR_MS} hours after this server received it",
    "too_old": f"is more than {KEPT_DAYS} days before this server received it; with the public key only the last "
    f"{KEPT_DAYS} days are accepted: send history with the secret key",
    "nobodys_id": "is nobody's id; send the real one, or leave the field out",
    "nobody": "is missing: give visitor_id, user_id or both",
    "no_currency": "is missing, and every amount needs one",
    "no_evidence": "is missing: give max_fraction, reason or both",
    "over_total": "must not be more than price times quantity",
    "unreadable": "is unreadable here, through no fault of yours: please report it, with this event",
    "one_of_these": "must not be combined with the others: give only one of {these}",
    "needs_secret_key": "may be sent with the secret key only",
    "erased": "is about a person who was erased; only what happens after that is accepted",
}


class Message(str):
    """One reason in words, which remembers which one of the list it is, and what to put in the value's place."""

    __slots__ = ("code", "instead")
    code: str
    instead: Any

    def format(self, *args: object, **kwargs: object) -> Message:
        """The words with numbers and names filled in, still the same reason."""
        return message_of(self.code, super().format(*args, **kwargs))


def message_of(code: str, words: str) -> Message:
    """A message of a reason with words that are already complete."""
    message = Message(words)
    message.code, message.instead = code, None
    return message


def message_for(code: str, **filled: object) -> Message:
    """The message of a reason of the list."""
    return message_of(code, REASONS[code].format(**filled))


def and_so(message: str, done: str) -> Message:
    """The same reason, and what was done about it."""
    return message_of(code_of(message), f"{message}; {done}")


def code_of(message: str) -> str:
    """Which reason of the list a message is."""
    return message.code if isinstance(message, Message) else "other"


def validation_error(code: str, **filled: object) -> ValidationError:
    """What a field raises to reject its value."""
    return ValidationError([message_for(code, **filled)])


def field_error(field: str, code: str, *, instead: Any = None, **filled: object) -> ValidationError:
    """What a rule about several fields raises, at the field that its sender should look at; `instead` would do."""
    message = message_for(code, **filled)
    message.instead = instead
    return ValidationError({field: [message]})


def by_path(errors: Any, whole: str) -> dict[str, list[str]]:
    """Nested reasons as one flat dict, by paths such as `items.0.price`; `whole` stands for no path at all."""
    return dict(islice(_flattened(errors, "", whole), MAX_ERRORS))


def _flattened(errors: Any, path: str, whole: str) -> Iterator[tuple[str, list[str]]]:
    if not isinstance(errors, dict):
        yield path or whole, list(errors)
        return
    for name, below in errors.items():
        yield from _flattened(below, path if name == "_schema" else f"{path}.{_printable(name)}".lstrip("."), whole)


def _printable(name: object) -> str:
    """The name of a field as it can be repeated: a sender may have named it with anything."""
    text = str(name)
    return (text if text.isprintable() else ascii(text)[1:-1])[:MAX_NAME_LENGTH]
