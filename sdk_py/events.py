"""Turn the event of a caller into the JSON that is sent."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from typing import NamedTuple

from sdk_py.checking import check_fields
from sdk_py.checks import DAY, as_json
from sdk_py.coerce import is_blank
from sdk_py.errors import InvalidEvent
from sdk_py.event_shapes import SHAPES
from sdk_py.ids import new_id
from sdk_py.rules import Warnings
from sdk_py.shapes import Shape
from sdk_py.values import Context, fields_of

MAX_EVENT_BYTES = 1_000_000
NUL = b"\\u0000"
ESCAPED_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # not a backslash and the five characters u0000
KEPT_OF_CONTEXT = {"user_agent": 512, "language": 64, "screen": 32, "viewport": 32, "time_zone": 64}


class Prepared(NamedTuple):
    """A checked event, ready to send. Events with the same context can share a request; "" is no context."""

    id: str
    context: str
    event: bytes


def prepare(given: Mapping[str, object], warnings: Warnings | None = None) -> Prepared:
    """Check an event and write it as JSON. Raises InvalidEvent with all errors, by path.

    Adds to `warnings`, by path, what was left out or replaced.
    """
    warnings = {} if warnings is None else warnings
    if not isinstance(given, Mapping):
        raise InvalidEvent({"event": ["Pass a dict."]}, new_id())
    event = dict(given)
    kind, context = event.pop("type", None), event.pop("context", None)
    now = time.time_ns() // 1_000_000
    if is_blank(event.get("id")):
        event["id"] = new_id()
    if is_blank(event.get("ts")):
        event["ts"] = now
    try:
        checked, left_out = check_fields(event, _shape_of(kind))
        warnings |= left_out
        _check_not_in_future(checked["ts"], now)
        return Prepared(str(checked["id"]), _context(context, warnings), _written({"type": kind, **checked}))
    except InvalidEvent as wrong:
        wrong.ids = (str(event["id"]),)
        raise


def _context(context: object, warnings: Warnings) -> str:
    """The context as JSON; empty, with a warning, if it is invalid: that is no reason to lose an order."""
    try:
        return written_context(context)
    except InvalidEvent as wrong:
        warnings |= {path: [f"{messages[0]} Left out."] for path, messages in wrong.errors.items()}
        return ""


def _shape_of(kind: object) -> Shape:
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise InvalidEvent({"type": [f"Use one of: {', '.join(SHAPES)}."]})
    return shape


def _check_not_in_future(ts: object, now: int) -> None:
    if isinstance(ts, int) and ts > now + DAY:
        raise InvalidEvent({"ts": ["This is more than 24 hours in the future."]})


def _written(event: Mapping[str, object]) -> bytes:
    try:
        written = as_json(event).encode()
    except UnicodeEncodeError:
        raise InvalidEvent({"event": ["Remove unpaired surrogates: they are not characters."]}) from None
    if NUL in written and ESCAPED_NUL.search(written):
        raise InvalidEvent({"event": ["Remove NUL characters: no database can store them."]})
    if len(written) > MAX_EVENT_BYTES:
        raise InvalidEvent(
            {"event": [f"Too large: an event has at most {MAX_EVENT_BYTES} bytes, and this has {len(written)}."]}
        )
    return written


def written_context(context: object) -> str:
    """A context as JSON. Too long values are cut, since browsers send what they like."""
    if context is None:
        return ""
    fields = fields_of(context) if isinstance(context, Context) else context
    if not isinstance(fields, Mapping) or not fields.keys() <= {*KEPT_OF_CONTEXT, "automated"}:
        known = ", ".join(KEPT_OF_CONTEXT)
        raise InvalidEvent({"context": [f"Pass Context(...) or a dict with any of {known} and automated."]})
    kept: dict[str, object] = {
        name: _usable(str(fields[name]))[:length] for name, length in KEPT_OF_CONTEXT.items() if fields.get(name)
    }
    if fields.get("automated"):
        kept["automated"] = True
    return as_json(kept) if kept else ""


def _usable(value: str) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()
