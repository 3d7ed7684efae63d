"""What the texts of a CSV file mean: CSV has no numbers, times or objects, but the fields of events do."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from collector.cli.imports.amounts import AmbiguousCommaError, UnreadableError, amount, number
from collector.cli.imports.times import time_of
from collector.schemas.events import SCHEMAS
from collector.schemas.fields import Boolean, Fraction, FreeJson, FreeObject, Integer, Money, Quantity, Timestamp
from collector.schemas.shapes import ListOf, fields_of

WORDS_OF_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}

Texts = Mapping[str, str]
Errors = dict[str, list[str]]


class Writing(NamedTuple):
    """How a file writes values: the site's time zone, the format of times, and the decimal sign, if they are given;
    `without_tax`: tax that it has in prices and refunds is to be taken out."""

    zone: ZoneInfo
    time_format: str | None = None
    decimal: str | None = None
    without_tax: bool = False


def event_of(texts: Texts, lines: Sequence[Texts], writing: Writing) -> tuple[dict[str, Any], Errors]:
    """The event in these texts, for the schemas to check, and what is wrong with texts that cannot be read at all.

    A text that means nothing better stays one, for the schemas to reject.
    """
    shape = SCHEMAS.get(texts.get("type", ""))
    fields = fields_of(shape) if shape else {}
    currency = texts.get("currency")
    event: dict[str, Any] = {}
    errors: Errors = {}

    def read(field: object, text: str, path: str) -> Any:
        try:
            return value(field, text, writing, currency)
        except UnreadableError as error:
            errors[path] = [str(error)]
            return text

    for path, text in texts.items():
        name, _, within = path.partition(".")
        if within:
            event.setdefault(name, {})[within] = text
        else:
            event[name] = read(fields.get(name), text, name)
    if lines:
        items = fields.get("items")
        inner = fields_of(items.shape) if isinstance(items, ListOf) else {}
        event["items"] = [
            {name: read(inner.get(name), text, f"items.{place}.{name}") for name, text in line.items()}
            for place, line in enumerate(lines)
        ]
    return event, errors


def value(field: object, text: str, writing: Writing, currency: str | None = None) -> Any:
    """What a text means in a field of this kind; UnreadableError with how to write it."""
    try:
        if isinstance(field, Money):
            return amount(text, writing.decimal, currency)
        if isinstance(field, Integer | Quantity | Fraction):
            return number(text, writing.decimal)
        if isinstance(field, Timestamp):
            return time_of(text, writing.zone, writing.time_format)
        for kind, read in READERS.items():
            if isinstance(field, kind):
                return read(text)
    except AmbiguousCommaError:
        raise
    except ValueError as error:
        if isinstance(error, UnreadableError) and str(error):
            raise
    return text


def truth(text: str) -> bool:
    """Yes or no, as people and programs write it."""
    try:
        return WORDS_OF_TRUTH[text.lower()]
    except KeyError:
        raise ValueError(text) from None


READERS: dict[type, Callable[[str], Any]] = {
    Boolean: truth,
    FreeObject: json.loads,
    FreeJson: json.loads,
}
