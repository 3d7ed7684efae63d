"""A batch: whose key, when it was sent, who sent it, and its events, each still as the text it came in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from marshmallow import ValidationError

from collector.errors import BadRequest, NotJson, TooLarge
from collector.event import Context
from collector.schemas.compiled import NOT_TAKEN, compiled
from collector.schemas.depths import without_depths
from collector.schemas.error_codes import by_path, validation_error
from collector.schemas.fields import Boolean, Leaf, Timestamp, Truncated
from collector.schemas.mending import load
from collector.schemas.reading import NOTHING, lenient_json
from collector.schemas.shapes import Nested, Schema, Values, entries_of

MAX_EVENTS = 500


class Events(Leaf):
    """The events, which are looked at one by one: a bad one is no reason to reject the others."""

    meant = staticmethod(entries_of)

    @property
    def finish(self) -> Callable[[list[msgspec.Raw]], list[bytes]]:
        """The texts of the events."""
        return lambda raws: list(map(bytes, raws))

    def compiled(self) -> Any:
        """A list of anything, each entry kept as its text."""
        return list[msgspec.Raw]

    def checked(self, value: Any) -> list[Any]:
        """Any list, its entries as text again."""
        if not isinstance(value, list):
            raise validation_error("not_a_list")
        return [json.dumps(entry).encode() for entry in value]


class ContextSchema(Schema):
    """Who sends the batch."""

    user_agent = Truncated("With a public key, the request's own header counts unless this is given.", max_length=512)
    language = Truncated("As the browser names it, such as de-AT.", max_length=64)
    screen = Truncated("Such as 1920x1080.", max_length=32)
    viewport = Truncated("Such as 1280x720.", max_length=32)
    time_zone = Truncated("Such as Europe/Vienna.", max_length=64)
    automated = Boolean("Whether the browser says that a program drives it.")

    @classmethod
    def made(cls, values: Values) -> Context:
        """The context, as far as its sender knows it."""
        known = {name: value for name, value in values.items() if value is not None}
        return Context(**known)


class BatchSchema(Schema):
    """What POST /v1/events takes."""

    key = Truncated("The site's public or secret key, unless it is in the Authorization header.", max_length=256)
    sent_at = Timestamp("When the sender sent it, by its own clock; a wrong clock is then corrected.")
    context = Nested(ContextSchema, "Who sends it.")
    events = Events("Up to 500 events.", required=True)

    @classmethod
    def made(cls, values: Values) -> Batch:
        """The batch."""
        return Batch(values.get("key"), values.get("sent_at"), values.get("context") or Context(), values["events"])


class Batch(NamedTuple):
    """A batch whose events are still unread, each as its JSON text."""

    key: str | None
    sent_at: int | None
    context: Context
    events: list[bytes]
    warnings: Mapping[str, list[str]] = NOTHING


_decode = msgspec.json.Decoder(compiled(BatchSchema).struct).decode
_make = compiled(BatchSchema).make


def read_batch(body: bytes) -> Batch:
    """The batch in a request's body; NotJson, BadRequest or TooLarge if there is none in it."""
    try:
        batch: Batch = _make(_decode(body))
    except NOT_TAKEN:
        batch = _explained_batch(body)
    if len(batch.events) > MAX_EVENTS:
        raise TooLarge(f"These are {len(batch.events)} events: send at most {MAX_EVENTS} at once.")
    return batch


def _explained_batch(body: bytes) -> Batch:
    """The batch after all, or what is wrong with it. Events get another chance: a NaN in one is not all of them."""
    try:
        mended = load(BatchSchema, _leniently(body))
    except ValidationError as error:
        wrong = by_path(error.messages, "batch")
        raise BadRequest("This is not a batch of events; see fields.", fields=wrong) from None
    batch: Batch = mended.made
    return batch._replace(warnings=by_path(mended.warnings, "batch"))


def _leniently(body: bytes) -> Any:
    text = body.decode("utf-8", "surrogateescape")
    try:
        return _lenient_json_of_any_depth(text)
    except ValueError:
        raise NotJson from None


def _lenient_json_of_any_depth(text: str) -> Any:
    try:
        return lenient_json(text)
    except RecursionError:
        return lenient_json(without_depths(text))
