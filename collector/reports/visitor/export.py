"""Everything that is stored of a person, event by event, as it was sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from collector.reports.event_json import as_sent
from collector.reports.sql import render
from collector.reports.visitor.persons import Person
from collector.reports.visitor.report import by_event
from collector.reports.visitor.sessions import EVER, NEVER
from collector.store.protocol import Store

AT_ONCE = 1_000


def stored_events(store: Store, site: int, person: Person) -> Iterator[dict[str, Any]]:
    """All events of a person in the order they were stored, some at a time, so that any number fits into memory."""
    bound = {
        "site": site,
        "person": person.person,
        "user_id": person.user_id,
        "since": NEVER,
        "until": EVER,
        "limit": AT_ONCE,
    }
    after = 0
    while rows := store.query(render("visitor/stored_events.sql"), {**bound, "after": after}):
        bounds = {"first": rows[0]["seq"], "last": rows[-1]["seq"]}
        items = by_event(store.query(render("visitor/stored_items.sql"), {**bound, **bounds}))
        yield from (as_sent(row, items.get(row["seq"], [])) for row in rows)
        after = rows[-1]["seq"]
