"""Cursors: where the next page of an answer begins, opaque to clients and bound to the question they were given for."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

Place = Sequence[Any]
LARGEST = 2**62
_CHECK_BYTES = 9


class BadCursorError(ValueError):
    """The cursor was not made here, or was made for another question."""


def cursor_of(place: Place, *, question: object) -> str:
    """The cursor that leads back to this place in the answer to this question."""
    text = json.dumps(list(place), separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_check(text, question) + text).decode().rstrip("=")


def place_of(cursor: str, *, question: object, shape: Sequence[type]) -> Place:
    """The place a cursor leads to, its parts of these types; BadCursorError if it is not one of this question's."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise BadCursorError(cursor) from error
    check, text = raw[:_CHECK_BYTES], raw[_CHECK_BYTES:]
    if check != _check(text, question):
        raise BadCursorError(cursor)
    try:
        place: Place = json.loads(text)
        "".join(part for part in place if isinstance(part, str)).encode()
    except (ValueError, TypeError, RecursionError):  # the check is no secret: whoever can count can forge one
        raise BadCursorError(cursor) from None
    if [type(part) for part in place] != list(shape):
        raise BadCursorError(cursor)
    if any(abs(part) > LARGEST for part in place if isinstance(part, int)):
        raise BadCursorError(cursor)
    return place


def _check(text: bytes, question: object) -> bytes:
    encoded = json.dumps(question, sort_keys=True).encode()
    return hashlib.sha256(encoded + b"\0" + text).digest()[:_CHECK_BYTES]
