"""How far facts have come, so that every report can say up to when it is complete."""

from __future__ import annotations

from collector.reports.sql import render
from collector.store.protocol import Store


def facts_seq(store: Store) -> int:
    """The last event that facts know of."""
    return int(store.query(render("facts_seq.sql"))[0]["facts_seq"])


def fresh_to(store: Store, seq: int, now: int) -> int:
    """Everything that was received before this moment is in facts that know the events up to `seq`."""
    waiting = store.query(render("first_waiting.sql"), {"facts_seq": seq})
    return min(int(waiting[0]["received_at"]), now) if waiting else now
