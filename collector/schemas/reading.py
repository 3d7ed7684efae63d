"""Reading one event: quickly if nothing is wrong with it, else thoroughly, with every reason to refuse it."""

from __future__ import annotations

import json
from typing import Any

from marshmallow import ValidationError

from collector.errors import Refused
from collector.event import Event
from collector.schemas.compiled import NOT_TAKEN, quick_event
from collector.schemas.events import SHAPES
from collector.schemas.reasons import because, by_path
from collector.schemas.shapes import Shape, loader
from collector.schemas.values import DEEPEST

LONGEST_NUMBER = 40


def read_event(text: bytes) -> Event:
    """The event in this JSON text, or Refused with all that is wrong with it."""
    try:
        return quick_event(text)
    except NOT_TAKEN:
        return explained_event(_parsed(text))


def explained_event(given: Any) -> Event:
    """The event in this parsed JSON, or Refused with all that is wrong with it."""
    try:
        if not isinstance(given, dict):
            raise ValidationError([because("not_an_object")])
        event: Event = _loader_of(given).load({name: value for name, value in given.items() if name != "type"})
    except ValidationError as error:
        raise Refused(fields=by_path(error.messages, "event")) from None
    return event


def _loader_of(given: dict[str, Any]) -> Shape:
    name = given.get("type")
    if name is None:
        raise ValidationError({"type": [because("missing")]})
    if not isinstance(name, str) or name not in SHAPES:
        raise ValidationError({"type": [because("unknown_type", allowed=", ".join(SHAPES))]})
    return loader(SHAPES[name])


def _parsed(text: bytes) -> Any:
    try:
        return lenient_json(text.decode("utf-8", "surrogateescape"))
    except RecursionError:
        raise Refused(fields={"event": [because("too_deep", most=DEEPEST)]}) from None


def lenient_json(text: str) -> Any:
    """JSON, and a little more: NaN and halves of surrogate pairs are let through, for the schemas to name them."""
    return json.loads(text, parse_int=_bounded)


def _bounded(digits: str) -> int | float:
    """A whole number; an absurdly long one, which is slow to read, as infinity, which every field refuses."""
    return int(digits) if len(digits) <= LONGEST_NUMBER else float("inf")
