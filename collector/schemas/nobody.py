"""Ids that are nobody's: what a program writes where it had no id. They tie no two events together.

`null` as text, a template that nobody filled in, the word for a guest: taken as an id, it would make one person of
all strangers. Events from the wire and from files pass here alike.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from collector.errors import EventRejected
from collector.event import Event
from collector.schemas.error_codes import message_for
from collector.schemas.no_values import AROUND, NO_VALUES, is_no_value
from collector.schemas.shopping import replaces

WORDS = NO_VALUES | {"0", "-1", "-0", "+0", "0.0", "-1.0", "true", "false", "anonymous", "guest", "unknown"}
"""What programs write for no value, and what they write for a stranger. An order may well have the number 0."""

NAMES_SOMEBODY = {"visitor_id": "visitor", "user_id": "user_id"}
MAY_NAME_NOBODY = ("refund",)
"""A refund belongs to whoever bought."""


def is_nobodys(id: str, listed: Collection[str] = ()) -> bool:
    """Whether this id names nobody; `listed` are a site's own such ids, as `listed_by` makes them."""
    plain = id.strip().casefold()
    return plain in listed or plain.strip(AROUND) in WORDS or is_no_value(plain)


def is_no_order(id: str) -> bool:
    """Whether this order number is what a program writes for none."""
    return is_no_value(id)


def listed_by(settings: dict[str, Any]) -> frozenset[str]:
    """The ids that a site's settings list as nobody's, in small letters."""
    return _plain_all(tuple(settings.get("nobody_ids") or ()))


@lru_cache(1024)
def _plain_all(ids: tuple[str, ...]) -> frozenset[str]:
    return frozenset(id.strip().casefold() for id in ids)


def names_nobody(event: Event, listed: Collection[str]) -> bool:
    """Whether an id of this event is nobody's; looked at for each event, so no more than that."""
    visitor, user, order = event.visitor, event.user_id, event.order_id
    return (
        (visitor is not None and is_nobodys(visitor, listed))
        or (user is not None and is_nobodys(user, listed))
        or (order is not None and event.type == "purchase" and is_no_order(order))
    )


def without_nobody(event: Event, listed: Collection[str]) -> tuple[Event, tuple[str, ...]]:
    """The event without ids that are nobody's, and which fields had them; EventRejected if nobody else is left.

    An order number that is none makes no order of its own out of many: each such order is its own. A refund of such a
    number is kept, and matches nothing.
    """
    if not names_nobody(event, listed):
        return event, ()
    empty = {
        name: column
        for name, column in NAMES_SOMEBODY.items()
        if (id := getattr(event, column)) is not None and is_nobodys(id, listed)
    }
    if event.type == "purchase" and event.order_id is not None and is_no_order(event.order_id):
        empty["order_id"] = "order_id"
    nobody: dict[str, Any] = dict.fromkeys(empty.values())
    kept = event._replace(**nobody)
    if _needs(kept, empty):
        raise EventRejected(fields={name: [message_for("nobodys_id")] for name in empty})
    return kept, tuple(empty)


def _needs(event: Event, empty: Collection[str]) -> bool:
    """Whether the event means nothing, or something else, without what was taken from it."""
    somebody = event.visitor is not None or event.user_id is not None or event.type in MAY_NAME_NOBODY
    if not somebody or ("user_id" in empty and event.type == "identify"):
        return True
    return "order_id" in empty and replaces(event)
