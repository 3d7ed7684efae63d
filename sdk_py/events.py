"""From what a caller says happened to the JSON that is sent: checked as a whole, written once."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import NamedTuple

from sdk_py.checking import check_fields
from sdk_py.checks import DAY, as_json
from sdk_py.errors import InvalidEvent
from sdk_py.ids import new_id
from sdk_py.meant import is_blank
from sdk_py.rules import Told
from sdk_py.shapes import SHAPES, Shape
from sdk_py.values import Context, fields_of

MOST_EVENT_BYTES = 1_000_000
NUL = b"\\u0000"
ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # not the six characters themselves, behind a backslash
KEPT_OF_CONTEXT = {"user_agent": 512, "language": 64, "screen": 32, "viewport": 32, "time_zone": 64}


class Prepared(NamedTuple):
    """One checked event as it is sent. Events with the same context may share a request; "" is no context."""

    id: str
    context: str
    event: bytes


def prepare(given: Mapping[str, object], told: Told | None = None) -> Prepared:
    """Check an event and write it down; InvalidEvent tells everything that is wrong with it, by path.

    What is not sent as it was given is told in `told`, by path.
    """
    said: Told = {} if told is None else told
    if not isinstance(given, Mapping):
        raise InvalidEvent({"event": ["Write a dict."]}, new_id())
    event = dict(given)
    kind, context = event.pop("type", None), event.pop("context", None)
    now = time.time_ns() // 1_000_000
    if is_blank(event.get("id")):
        event["id"] = new_id()
    if is_blank(event.get("ts")):
        event["ts"] = now
    try:
        checked, left_out = check_fields(event, _shape_of(kind))
        said |= left_out
        _check_not_to_come(checked["ts"], now)
        return Prepared(str(checked["id"]), _context(context, said), _written({"type": kind, **checked}))
    except InvalidEvent as wrong:
        wrong.ids = (str(event["id"]),)
        raise


def _context(context: object, told: Told) -> str:
    """The context as JSON; none, if this is none: whose browser it was is no reason to lose an order."""
    try:
        return written_context(context)
    except InvalidEvent as wrong:
        told |= {path: [f"{said[0]} Left out."] for path, said in wrong.errors.items()}
        return ""


def _shape_of(kind: object) -> Shape:
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise InvalidEvent({"type": [f"Use one of: {', '.join(SHAPES)}."]})
    return shape


def _check_not_to_come(ts: object, now: int) -> None:
    if isinstance(ts, int) and ts > now + DAY:
        raise InvalidEvent({"ts": ["This is more than 24 hours in the future."]})


def _written(event: Mapping[str, object]) -> bytes:
    try:
        written = as_json(event).encode()
    except UnicodeEncodeError:
        raise InvalidEvent({"event": ["Some text holds half of a surrogate pair, which is no character."]}) from None
    if NUL in written and ESCAPED_NUL.search(written):
        raise InvalidEvent({"event": ["Some text holds a NUL character, which no database keeps."]})
    if len(written) > MOST_EVENT_BYTES:
        raise InvalidEvent({"event": [f"An event has at most {MOST_EVENT_BYTES} bytes; this has {len(written)}."]})
    return written


def written_context(context: object) -> str:
    """A context as JSON. Browsers say what they like of themselves: what is too long is cut, not refused."""
    if context is None:
        return ""
    fields = fields_of(context) if isinstance(context, Context) else context
    if not isinstance(fields, Mapping) or not fields.keys() <= {*KEPT_OF_CONTEXT, "automated"}:
        known = ", ".join(KEPT_OF_CONTEXT)
        raise InvalidEvent({"context": [f"Write Context(...) or a dict with {known} and automated."]})
    told: dict[str, object] = {
        name: _usable(str(fields[name]))[:most] for name, most in KEPT_OF_CONTEXT.items() if fields.get(name)
    }
    if fields.get("automated"):
        told["automated"] = True
    return as_json(told) if told else ""


def _usable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()
