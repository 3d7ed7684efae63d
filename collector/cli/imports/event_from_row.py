"""A row of a file as the event that is stored, by the same schemas that judge what comes over HTTP."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection
from typing import Any

import msgspec
from marshmallow import ValidationError

from collector.cli.imports.rows import Row
from collector.errors import EventRejected
from collector.event import SECRET, TRUSTS, Context, Event
from collector.schemas.batch import ContextSchema
from collector.schemas.compiled import NOT_TAKEN, compiled
from collector.schemas.error_codes import by_path
from collector.schemas.fields import OneOf, Text, Timestamp
from collector.schemas.nobody import without_nobody
from collector.schemas.reading import read_event
from collector.schemas.shapes import Nested, Schema, Values, fields_of, loader
from collector.wire.clock import happened_at

OF_ROWS = uuid.UUID("6f1a6c5e-0c0c-5d6b-9c1c-6d2f8f3b7a11")
BOUGHT = ("purchase", "refund")


class KeptContextSchema(ContextSchema):
    """Who sent an event, with what a collector found out about it."""

    country = Text()
    city = Text()


class NotesSchema(Schema):
    """What stands beside an event in an exported file: who may have sent it, when it came, and from where."""

    received_at = Timestamp()
    trust = OneOf(*TRUSTS)
    context = Nested(KeptContextSchema)


NOTES = frozenset(fields_of(NotesSchema))
QUICK = compiled(NotesSchema)


def stored_events(row: Row, site: int, now_ms: int, nobodys: Collection[str] = ()) -> list[Event]:
    """The events of a row, as if sent with the secret key by default; or EventRejected with the reasons.

    `nobodys` are the site's own ids that are nobody's.
    """
    if row.wrong:
        raise EventRejected(fields=row.wrong)
    return [stored_event(given, site, now_ms, nobodys) for given in row.events]


def stored_event(given: dict[str, Any], site: int, now_ms: int, nobodys: Collection[str] = ()) -> Event:
    """One of them."""
    notes = noted({name: given[name] for name in NOTES & given.keys()})
    fields = {name: value for name, value in given.items() if name not in NOTES}
    if fields.get("id") is None:
        fields["id"] = id_of(fields)
    event, _ = without_nobody(read_event(json.dumps(fields).encode()), nobodys)
    received_at = notes.get("received_at") or now_ms
    return event._replace(
        site=site,
        trust=TRUSTS[notes.get("trust") or "secret"],
        ts=happened_at(event.ts, 0, received_at, SECRET),
        received_at=received_at,
        context=notes.get("context") or Context(),
    )


def noted(given: dict[str, Any]) -> Values:
    """What is noted of an event beside it."""
    try:
        notes: Values = QUICK.make(msgspec.convert(given, QUICK.struct))
    except NOT_TAKEN:
        return noted_slowly(given)
    return notes


def noted_slowly(given: dict[str, Any]) -> Values:
    """The same, with every reason to reject it."""
    try:
        notes: Values = loader(NotesSchema).load(given)
    except ValidationError as error:
        raise EventRejected(fields=by_path(error.messages, "event")) from None
    return notes


def id_of(fields: dict[str, Any]) -> str:
    """The id of an event that brings none: the same for the same content, so that a file can be imported again.

    In which order the lines of an order stand is no part of it.
    """
    if fields.get("type") in BOUGHT and isinstance(fields.get("items"), list):
        fields = {**fields, "items": sorted(json.dumps(item, sort_keys=True) for item in fields["items"])}
    return str(uuid.uuid5(OF_ROWS, json.dumps(fields, sort_keys=True)))
