"""What the texts of a CSV file mean: CSV has no numbers, times or objects, but the fields of events do."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from collector.schemas.events import SHAPES
from collector.schemas.fields import FreeJson, FreeObject, Moment, Share, TrueOrFalse, Whole
from collector.schemas.shapes import ListOf, fields_of

SECONDS = re.compile(r"\d{9,10}")
MILLISECONDS = re.compile(r"\d{11,15}")
WORDS_OF_TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def event_of(said: Mapping[str, str], lines: list[Mapping[str, str]], zone: ZoneInfo) -> dict[str, Any]:
    """The event that texts tell, for the schemas to check; a text that cannot be read stays one, for them to refuse."""
    shape = SHAPES.get(said.get("type", ""))
    fields = fields_of(shape) if shape else {}
    event: dict[str, Any] = {}
    for path, text in said.items():
        name, _, within = path.partition(".")
        if within:
            event.setdefault(name, {})[within] = text
        else:
            event[name] = value(fields.get(name), text, zone)
    if lines:
        items = fields.get("items")
        inner = fields_of(items.shape) if isinstance(items, ListOf) else {}
        event["items"] = [{name: value(inner.get(name), text, zone) for name, text in line.items()} for line in lines]
    return event


def value(field: object, text: str, zone: ZoneInfo) -> Any:
    """What a text means in a field of this kind."""
    for kind, read in READERS.items():
        if isinstance(field, kind):
            with contextlib.suppress(ValueError):
                return read(text)
    if isinstance(field, Moment):
        return moment(text, zone)
    return text


def moment(text: str, zone: ZoneInfo) -> int | str:
    """A time: with its offset, or in the site's time zone; epoch seconds or milliseconds."""
    if SECONDS.fullmatch(text):
        return int(text) * 1000
    if MILLISECONDS.fullmatch(text):
        return int(text)
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC).isoformat()


def truth(text: str) -> bool:
    """Yes or no, as people and programs write it."""
    try:
        return WORDS_OF_TRUTH[text.lower()]
    except KeyError:
        raise ValueError(text) from None


READERS: dict[type, Callable[[str], Any]] = {
    Whole: int,
    Share: float,
    TrueOrFalse: truth,
    FreeObject: json.loads,
    FreeJson: json.loads,
}
