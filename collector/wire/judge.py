"""The verdict on each event of a batch: stored, or rejected with reasons. One bad event never costs the others.

An event of which only a part cannot be meant is stored without that part: its sender gets a warning, and the owner
finds it counted among the data checks.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from collector.errors import EventRejected, Fields
from collector.event import PUBLIC, Context, Event, Notice, Rejected
from collector.schemas import Batch, read_event_leniently
from collector.schemas.error_codes import and_so, code_of, message_for
from collector.schemas.nobody import listed_by, without_nobody
from collector.schemas.reading import lenient_json
from collector.schemas.shopping import replaces
from collector.schemas.values import sorted_json
from collector.store.erased_names import SiteErasures
from collector.wire.clock import happened_at, skew_of
from collector.wire.credentials import Sender
from collector.wire.erased import names_erased, reject_erased

SECRET_ONLY = ("refund", "subscription")
MAX_KEPT_BYTES = 8 * 1024
MAX_ID_LENGTH = 128
MAX_REASON_LENGTH = 300
MAX_REASONS = 10
TAKEN, REJECTED = "taken", "rejected"
FAULTS = (ValueError, TypeError, LookupError, ArithmeticError, RecursionError)
_log = logging.getLogger("beheld.events")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Rejection(msgspec.Struct):
    """One rejected event, in the answer to its sender."""

    index: int
    id: str | None
    errors: dict[str, list[str]]


class Warned(msgspec.Struct):
    """What of an event was not taken as it was sent, by path; without index: of the batch as a whole."""

    index: int | None
    id: str | None
    fields: dict[str, list[str]]


class Verdict(NamedTuple):
    """What becomes of a batch: events to store, rejections to answer, rejected events to keep, reasons to count.

    `claimed_at` is what the sender's clock shows: when the batch was sent, or the latest time of its events.
    """

    events: list[Event]
    rejections: list[Rejection]
    rejected: list[Rejected]
    reasons: list[str]
    warnings: list[Warned]
    notices: list[Notice]
    claimed_at: int


def judge(
    batch: Batch, sender: Sender, context: Context, received_at: int, erased: SiteErasures | None = None
) -> Verdict:
    """Accept or reject each event of a batch; the accepted ones are completed with what is known of their sender."""
    verdict = Verdict([], [], [], [], [], [], 0)
    latest = 0
    site, trust = sender.site.site, sender.trust
    skew = skew_of(batch.sent_at, received_at, trust)
    secret_only, nobodys = _secret_only(sender), listed_by(sender.site.settings)
    if batch.warnings:
        verdict.warnings.append(Warned(None, None, _plain(batch.warnings)))
    for index, text in enumerate(batch.events):
        try:
            # Parse, and check every field. What cannot be meant is left out, with a warning.
            event, warnings = read_event_leniently(text)
            latest = max(latest, event.ts)
            # Check that this key may send it.
            if event.type in secret_only:
                raise EventRejected(fields={"type": [message_for("needs_secret_key")]})
            if trust == PUBLIC and replaces(event):
                raise EventRejected(fields={"replaces": [message_for("needs_secret_key")]})
            # Leave out ids that are nobody's.
            event, emptied = without_nobody(event, nobodys)
            # Correct its time, and check that it is possible.
            ts = happened_at(event.ts, skew, received_at, trust)
            # Reject what belongs to a person who was erased.
            if erased:
                reject_erased(event, erased, site, min(ts, received_at))
        except (EventRejected, *FAULTS) as fault:
            rejected = fault if isinstance(fault, EventRejected) else _unreadable(fault)
            _keep(verdict, index, text, rejected, Rejected(site, received_at, None, "", ""))
            if erased and names_erased(text, erased, site, received_at):
                _delete_content(verdict)
        else:
            if warnings or emptied:
                _warn(verdict, index, event._replace(site=site, received_at=received_at), warnings, emptied)
            complete = (site, trust, event.id, event.type, ts, received_at, *event[6:28], context, event.items)
            verdict.events.append(Event._make(complete))
    return verdict._replace(claimed_at=batch.sent_at or latest)


def _unreadable(fault: Exception) -> EventRejected:
    """One event that we fail to read costs none of the others."""
    _log.error("an event could not be read", exc_info=fault)
    return EventRejected(fields={"event": [message_for("unreadable")]})


def _secret_only(sender: Sender) -> tuple[str, ...]:
    if sender.trust != PUBLIC:
        return ()
    return (*SECRET_ONLY, "purchase") if sender.site.settings.get("purchases_need_secret") else SECRET_ONLY


def _keep(verdict: Verdict, index: int, text: bytes, rejected: EventRejected, blank: Rejected) -> None:
    errors = _plain(rejected.fields)
    rejection = Rejection(index, _id_of(text), errors)
    verdict.rejections.append(rejection)
    verdict.reasons.extend(code_of(message) for messages in rejected.fields.values() for message in messages)
    kept = text[:MAX_KEPT_BYTES].decode("utf-8", "replace")
    verdict.rejected.append(blank._replace(id=rejection.id, event=kept, errors=sorted_json(_cut(errors))))
    nobodys = [path for path, messages in rejected.fields.items() if "nobodys_id" in map(code_of, messages)]
    for path in nobodys:
        about = (blank.site, _day(blank.received_at), "", path, "nobodys_id", REJECTED, rejection.id)
        verdict.notices.append(Notice._make(about))


def _cut(errors: dict[str, list[str]]) -> dict[str, list[str]]:
    """As much of the reasons as is kept: a sender who makes them long does not fill the disk with them."""
    return {path: [message[:MAX_REASON_LENGTH] for message in errors[path][:1]] for path in list(errors)[:MAX_REASONS]}


def _delete_content(verdict: Verdict) -> None:
    """Keep nothing of the event rejected last but that there was one: it is of a person who was erased."""
    kept = verdict.rejected.pop()
    about = (kept.site, _day(kept.received_at), "", "event", "erased", REJECTED, None)
    verdict.notices.append(Notice._make(about))


def _warn(verdict: Verdict, index: int, event: Event, warnings: Fields, emptied: tuple[str, ...]) -> None:
    warned = {**warnings, **{name: [and_so(message_for("nobodys_id"), "left out")] for name in emptied}}
    verdict.warnings.append(Warned(index, event.id, _plain(warned)))
    day = _day(event.received_at)
    for path, messages in warned.items():
        field = ".".join(part for part in path.split(".") if not part.isdigit())[:MAX_ID_LENGTH]
        for message in messages:
            notice = Notice(event.site, day, event.type, field, code_of(message), TAKEN, event.id)
            verdict.notices.append(notice)


def _plain(fields: Fields) -> dict[str, list[str]]:
    return {path: list(map(str, messages)) for path, messages in fields.items()}


def _day(ms: int) -> str:
    """A day of Greenwich."""
    return f"{EPOCH + timedelta(milliseconds=ms):%Y-%m-%d}"


def _id_of(text: bytes) -> str | None:
    """The id that a rejected event was sent with, if it can be repeated to its sender."""
    try:
        given: Any = lenient_json(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    found = given.get("id") if isinstance(given, dict) else None
    if not isinstance(found, str) or not found.isprintable():
        return None
    return found[:MAX_ID_LENGTH]
