"""Which visitor was assigned to which variation of an experiment, and when first."""

from __future__ import annotations

import json
from typing import Any

from collector.event import Context, Event
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, DAY, MINUTE, START, a_view, an_event, facts_of


def assigned(minutes: float, variation: str = "b", *, experiment: str = "hero", **fields: Any) -> Event:
    """An assignment of `ann` to a variation; `allocation` and `override` are as they were sent."""
    sent = {name: fields.pop(name) for name in ("allocation", "override") if name in fields}
    body = json.dumps(sent) if sent else None
    return an_event("assign", minutes, **({"name": experiment, "variation": variation, "body": body} | fields))


def assignments(store: SqliteStore, *events: Event) -> list[dict[str, Any]]:
    found = facts_of(store, *events)["assignments"]
    return sorted(found, key=lambda row: (row["ts"], row["experiment"], row["variation"]))


def test_a_small_stream_worked_out_by_hand(store: SqliteStore) -> None:
    columns = ("person", "visitor", "experiment", "variation", "allocation", "override", "ts", "local_day")
    events = [
        a_view(0),
        assigned(1, allocation=1, view_id="w1"),
        assigned(5, allocation=1, view_id="w1"),  # again in another session's first call: the first one counts
        assigned(6, allocation=2, view_id="w1"),  # a new phase is a row of its own
        assigned(7, "control", allocation=2, override=True, view_id="w1"),  # so is an override
        assigned(8, "personalized", experiment="holdout", view_id="w1"),  # no allocation said: 0
        assigned(9, allocation=1, visitor="bob"),
        an_event("identify", 24 * 60, visitor="bob", user_id="u1"),
    ]
    day = START - START % DAY
    assert [tuple(row[name] for name in columns) for row in assignments(store, *events)] == [
        ("v:ann", "ann", "hero", "b", 1, 0, START + MINUTE, day),
        ("v:ann", "ann", "hero", "b", 2, 0, START + 6 * MINUTE, day),
        ("v:ann", "ann", "hero", "control", 2, 1, START + 7 * MINUTE, day),
        ("v:ann", "ann", "holdout", "personalized", 0, 0, START + 8 * MINUTE, day),
        ("u:u1", "bob", "hero", "b", 1, 0, START + 9 * MINUTE, day),  # what was done before signing in is the user's
    ]


def test_it_has_the_session_in_which_it_was_made(store: SqliteStore) -> None:
    rows = assignments(
        store,
        a_view(0),
        assigned(1, view_id="w1"),
        assigned(2, visitor="bob"),  # a server's, of nobody who was there
        assigned(3, "a", visitor="ann"),  # a server's, while ann was there
    )
    sessions = [(row["visitor"], row["session_visitor"], row["session_started_at"]) for row in rows]
    assert sessions == [("ann", "ann", START), ("bob", None, None), ("ann", "ann", START)]


def test_a_person_on_two_devices_has_a_row_for_each(store: SqliteStore) -> None:
    rows = assignments(
        store, assigned(0, visitor="ann", user_id="u1"), assigned(1, "control", visitor="bob", user_id="u1")
    )
    assert [(row["person"], row["visitor"], row["variation"]) for row in rows] == [
        ("u:u1", "ann", "b"),
        ("u:u1", "bob", "control"),
    ]


def test_a_bots_assignment_is_marked(store: SqliteStore) -> None:
    rows = assignments(store, assigned(0), assigned(1, visitor="bob", context=Context(CRAWLER)))
    assert [row["bot"] for row in rows] == [0, 1]


def test_an_earlier_event_that_comes_late_moves_the_first_time(store: SqliteStore) -> None:
    assignments(store, assigned(5, allocation=1))
    store.append([assigned(2, allocation=1)])
    refresh(store)
    assert [tuple(row) for row in store.query("select ts from assignments")] == [(START + 2 * MINUTE,)]
