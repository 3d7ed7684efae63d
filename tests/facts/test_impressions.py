"""Executed is not seen: what became of each thing that was placed."""

from __future__ import annotations

import json

import pytest

from collector.event import Event
from collector.store import SqliteStore
from tests.facts.streams import START, a_view, an_event, facts_of


def shown(type: str, minutes: float = 0, **fields) -> Event:
    """An event of the action `hero` in view w1."""
    return an_event(type, minutes, **({"view_id": "w1", "action": "hero"} | fields))


def impressions(store: SqliteStore, *events: Event) -> list[dict]:
    return sorted(facts_of(store, *events)["impressions"], key=lambda row: (row["action"], row["variation"]))


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([shown("execute")], "unmeasured"),
        ([shown("execute"), shown("evidence", 1, max_fraction=0.0, reason="below_fold")], "undelivered"),
        ([shown("execute"), shown("deliver", 1)], "delivered"),
        ([shown("execute"), shown("evidence", 1, max_fraction=0.01)], "delivered"),
        ([shown("click")], "delivered"),
        ([shown("quick_add", item="A")], "delivered"),
        ([shown("wishlist_add", item="A")], "delivered"),
        ([shown("dismiss")], "delivered"),
        ([shown("wishlist_remove", item="A")], "unmeasured"),
        ([shown("evidence", max_fraction=0.0, reason="covered"), shown("click", 1)], "delivered"),
    ],
    ids=lambda value: value if isinstance(value, str) else "+".join(event.type for event in value),
)
def test_what_proves_that_it_was_seen(store: SqliteStore, events: list[Event], state: str) -> None:
    assert [row["state"] for row in impressions(store, *events)] == [state]


def test_every_state_is_counted_once(store: SqliteStore) -> None:
    events = [shown("execute", action=action) for action in "abcd"]
    events += [shown("deliver", action="a"), shown("evidence", action="b", max_fraction=0.0, reason="hidden")]
    states = [row["state"] for row in impressions(store, *events)]
    assert states == ["delivered", "undelivered", "unmeasured", "unmeasured"]


def test_it_was_placed_at_the_earliest_and_seen_at_the_earliest_proof(store: SqliteStore) -> None:
    row = impressions(store, shown("click", 3), shown("deliver", 2), shown("evidence", 1, max_fraction=1.0))[0]
    assert row["executed_at"] == START + 60_000
    assert row["delivered_at"] == START + 120_000


def test_evidence_alone_dates_the_delivery(store: SqliteStore) -> None:
    row = impressions(store, shown("execute"), shown("evidence", 4, max_fraction=0.5))[0]
    assert row["delivered_at"] == START + 240_000


@pytest.mark.parametrize(
    ("events", "viewable"),
    [
        ([shown("deliver")], 0),
        ([shown("deliver"), shown("evidence", 1, max_fraction=1.0, longest_ms=999)], 0),
        ([shown("deliver"), shown("evidence", 1, max_fraction=1.0, longest_ms=1000)], 1),
        ([shown("click")], 1),
        ([shown("evidence", 1, max_fraction=0.0, longest_ms=5000)], 0),
    ],
)
def test_viewable_is_a_second_in_sight_or_an_interaction(store: SqliteStore, events: list, viewable: int) -> None:
    assert [row["viewable"] for row in impressions(store, *events)] == [viewable]


def test_the_reason_comes_with_its_numbers_and_only_where_it_was_not_seen(store: SqliteStore) -> None:
    body = json.dumps({"detail": {"top": 2400, "deepest": 1310}})
    measured = {"max_fraction": 0.0, "reason": "below_fold", "body": body}
    rows = impressions(
        store,
        shown("evidence", **measured),
        shown("evidence", action="clicked", **measured),
        shown("click", action="clicked"),
    )
    assert [(row["reason"], row["detail"] and json.loads(row["detail"])) for row in rows] == [
        (None, None),
        ("below_fold", {"top": 2400, "deepest": 1310}),
    ]


def test_the_last_reason_stands_and_the_best_measures(store: SqliteStore) -> None:
    row = impressions(
        store,
        shown("evidence", 2, max_fraction=0.0, visible_ms=0, longest_ms=0, reason="covered"),
        shown("evidence", 1, max_fraction=0.0, visible_ms=5, longest_ms=5, reason="below_fold"),
    )[0]
    assert (row["reason"], row["visible_ms"], row["longest_ms"]) == ("covered", 5, 5)


def test_control_is_a_ghost(store: SqliteStore) -> None:
    rows = impressions(store, shown("execute", variation="control"), shown("execute", 1, variation="B", view_id="w2"))
    assert [(row["variation"], row["ghost"]) for row in rows] == [("B", 0), ("control", 1)]


def test_an_event_without_a_variation_belongs_to_the_one_that_was_shown(store: SqliteStore) -> None:
    rows = impressions(store, shown("execute", variation="B"), shown("wishlist_add", 1, item="A"))
    assert [(row["variation"], row["wishlist_adds"]) for row in rows] == [("B", 1)]


def test_two_views_are_two_impressions(store: SqliteStore) -> None:
    assert len(impressions(store, shown("execute"), shown("execute", 1, view_id="w2"))) == 2


def test_a_skip_is_no_impression(store: SqliteStore) -> None:
    facts = facts_of(store, a_view(), shown("skip", 1, reason="selector_missing"))
    assert facts["impressions"] == []
    assert [(row["action"], row["reason"], row["page"]) for row in facts["skips"]] == [
        ("hero", "selector_missing", "/")
    ]


def test_an_impression_knows_its_page_and_session(store: SqliteStore) -> None:
    row = impressions(store, a_view(path="/sale"), shown("execute", 1))[0]
    assert (row["page"], row["session_visitor"], row["session_started_at"]) == ("/sale", "ann", START)


def test_a_mail_shown_to_a_user_is_an_impression_without_a_session(store: SqliteStore) -> None:
    mail = {"user_id": "17", "view_id": "mail-1", "action": "newsletter"}
    row = impressions(store, an_event("execute", 0, kind="email", **mail), an_event("deliver", 1, **mail))[0]
    assert (row["person"], row["visitor"], row["state"], row["session_visitor"]) == ("u:17", "", "delivered", None)


def test_less_than_the_action_asks_for_is_not_delivered(store: SqliteStore) -> None:
    asked = json.dumps({"detail": {"min_fraction": 0.5, "min_ms": 0}})
    row = impressions(store, shown("execute"), shown("evidence", 1, max_fraction=0.2, reason="below_fold", body=asked))[
        0
    ]
    assert (row["state"], row["reason"]) == ("undelivered", "below_fold")
