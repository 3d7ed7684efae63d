"""Reading one event: quickly if nothing is wrong with it, else thoroughly, with every reason to reject it.

Two ways lead in. From a file (`read_event`) an event comes whole or not at all: whoever imports can put it right and
try again. From the wire (`read_event_leniently`) it comes once, so it is taken without what cannot be meant; see
`mending.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from marshmallow import ValidationError

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.compiled import NOT_TAKEN, quick_event
from collector.schemas.error_codes import by_path, message_for
from collector.schemas.events import SCHEMAS
from collector.schemas.mending import load
from collector.schemas.shapes import Schema, loader
from collector.schemas.values import MAX_DEPTH

MAX_DIGITS = 40
NOTHING: Mapping[str, list[str]] = MappingProxyType({})


def read_event(text: bytes) -> Event:
    """The event in this JSON text, or EventRejected with all that is wrong with it."""
    try:
        return quick_event(text)
    except NOT_TAKEN:
        return explained_event(_parsed(text))


def explained_event(given: Any) -> Event:
    """The event in this parsed JSON, or EventRejected with all that is wrong with it."""
    try:
        shape, fields = _described(given)
        event: Event = loader(shape).load(fields)
    except ValidationError as error:
        raise EventRejected(fields=by_path(error.messages, "event")) from None
    return event


class ReadEvent(NamedTuple):
    """An event, and the warnings about parts of it that were not taken as they were sent, by path."""

    event: Event
    warnings: Mapping[str, list[str]] = NOTHING


def read_event_leniently(text: bytes) -> ReadEvent:
    """What can be meant by this JSON text, or EventRejected with all that is wrong with it."""
    try:
        return ReadEvent(quick_event(text))
    except NOT_TAKEN:
        return mend_event(_parsed(text))


def mend_event(given: Any) -> ReadEvent:
    """What can be meant by this parsed JSON, or EventRejected with all that is wrong with it."""
    try:
        mended = load(*_described(given))
    except ValidationError as error:
        raise EventRejected(fields=by_path(error.messages, "event")) from None
    return ReadEvent(mended.made, by_path(mended.warnings, "event"))


def _described(given: Any) -> tuple[type[Schema], dict[str, Any]]:
    """The shape of an event of this type, and the other fields of it."""
    if not isinstance(given, dict):
        raise ValidationError([message_for("not_an_object")])
    return _shape_of(given), {name: value for name, value in given.items() if name != "type"}


def _shape_of(given: dict[str, Any]) -> type[Schema]:
    name = given.get("type")
    if name is None:
        raise ValidationError({"type": [message_for("missing")]})
    if not isinstance(name, str) or name not in SCHEMAS:
        raise ValidationError({"type": [message_for("unknown_type", allowed=", ".join(SCHEMAS))]})
    return SCHEMAS[name]


def _parsed(text: bytes) -> Any:
    try:
        return lenient_json(text.decode("utf-8", "surrogateescape"))
    except RecursionError:
        raise EventRejected(fields={"event": [message_for("too_deep", max=MAX_DEPTH)]}) from None


def lenient_json(text: str) -> Any:
    """JSON, and a little more: NaN and halves of surrogate pairs are let through, for the schemas to name them."""
    return json.loads(text, parse_int=_bounded)


def _bounded(digits: str) -> int | float:
    """A whole number; an absurdly long one, which is slow to read, as infinity, which every field rejects."""
    return int(digits) if len(digits) <= MAX_DIGITS else float("inf")
