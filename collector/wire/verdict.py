"""The verdict on each event of a batch: stored, or refused with reasons. One bad event never costs the others."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from collector.errors import Refused
from collector.event import PUBLIC, Context, Event, Rejected
from collector.schemas import Batch, read_event
from collector.schemas.reading import lenient_json
from collector.schemas.reasons import because, code_of
from collector.schemas.values import sorted_json
from collector.wire.clock import happened_at, skew_of
from collector.wire.sender import Sender

SECRET_ONLY = ("refund", "subscription")
LONGEST_KEPT = 8 * 1024
LONGEST_ID = 128


class Refusal(msgspec.Struct):
    """One refused event as its sender is told of it."""

    index: int
    id: str | None
    errors: dict[str, list[str]]


class Verdict(NamedTuple):
    """What becomes of a batch: events to store, refusals to tell, refused events to keep, and reasons to count."""

    events: list[Event]
    refusals: list[Refusal]
    rejected: list[Rejected]
    reasons: list[str]


def judge(batch: Batch, sender: Sender, context: Context, received_at: int) -> Verdict:
    """Read every event of a batch and sign the good ones with what is known of their sender."""
    verdict = Verdict([], [], [], [])
    site, trust = sender.site.site, sender.trust
    skew = skew_of(batch.sent_at, received_at, trust)
    secret_only = _secret_only(sender)
    for index, text in enumerate(batch.events):
        try:
            event = read_event(text)
            if event.type in secret_only:
                raise Refused(fields={"type": [because("needs_secret_key")]})
            if trust == PUBLIC and replaces(event):
                raise Refused(fields={"replaces": [because("needs_secret_key")]})
            ts = happened_at(event.ts, skew, received_at)
        except Refused as refused:
            _keep(verdict, index, text, refused, Rejected(site, received_at, None, "", ""))
        else:
            signed = (site, trust, event.id, event.type, ts, received_at, *event[6:28], context, event.items)
            verdict.events.append(Event._make(signed))
    return verdict


def replaces(event: Event) -> bool:
    """Whether this purchase takes the place of an order sent before."""
    return event.type == "purchase" and event.body is not None and bool(msgspec.json.decode(event.body).get("replaces"))


def _secret_only(sender: Sender) -> tuple[str, ...]:
    if sender.trust != PUBLIC:
        return ()
    return (*SECRET_ONLY, "purchase") if sender.site.settings.get("purchases_need_secret") else SECRET_ONLY


def _keep(verdict: Verdict, index: int, text: bytes, refused: Refused, blank: Rejected) -> None:
    errors = {path: list(map(str, messages)) for path, messages in refused.fields.items()}
    refusal = Refusal(index, _id_of(text), errors)
    verdict.refusals.append(refusal)
    verdict.reasons.extend(code_of(message) for messages in refused.fields.values() for message in messages)
    kept = text[:LONGEST_KEPT].decode("utf-8", "replace")
    verdict.rejected.append(blank._replace(id=refusal.id, event=kept, errors=sorted_json(errors)))


def _id_of(text: bytes) -> str | None:
    """The id that a refused event was sent with, if it can be repeated to its sender."""
    try:
        given: Any = lenient_json(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    found = given.get("id") if isinstance(given, dict) else None
    if not isinstance(found, str) or not found.isprintable():
        return None
    return found[:LONGEST_ID]
