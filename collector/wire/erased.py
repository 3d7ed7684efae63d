"""What is of somebody who was erased is not taken in again: from a spool, a browser that sends once more, or a file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.error_codes import message_for
from collector.schemas.reading import lenient_json
from collector.store.erased_names import SiteErasures
from collector.store.mentions import names_in

BEFORE_ALL = 0


def reject_erased(event: Event, erased: SiteErasures, site: int, since: int) -> None:
    """Raise EventRejected if the event names somebody who was erased, and came or happened (`since`) before that."""
    field = erased.field_of(event, site, since)
    if field is not None:
        raise EventRejected(fields={field: [message_for("erased")]})


def names_erased(text: bytes, erased: SiteErasures, site: int, received_at: int) -> bool:
    """Whether the text of a rejected event names somebody who was erased, and may have happened before that."""
    sent = text.decode("utf-8", "replace")
    return erased.knows_any(site, names_in(sent), min(_time_in(sent), received_at))


def _time_in(sent: str) -> int:
    """When it happened by its own word, in epoch milliseconds; before all else, if that cannot be read."""
    try:
        given: Any = lenient_json(sent)
        ts = given.get("ts") if isinstance(given, dict) else None
        if isinstance(ts, str):
            when = datetime.fromisoformat(ts)
            ts = int(when.replace(tzinfo=when.tzinfo or UTC).timestamp() * 1_000)
    except (ValueError, OverflowError, RecursionError):
        return BEFORE_ALL
    return ts if isinstance(ts, int) else BEFORE_ALL
