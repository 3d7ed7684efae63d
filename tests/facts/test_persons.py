"""Whose an event is."""

from __future__ import annotations

from collector.store import SqliteStore
from tests.facts.streams import a_view, an_event, facts_of


def persons(store: SqliteStore, *events) -> dict[str, int]:
    return {row["person"]: row["events"] for row in facts_of(store, *events)["persons"]}


def test_a_visitor_without_a_user_is_a_person(store: SqliteStore) -> None:
    assert persons(store, a_view()) == {"v:ann": 1}


def test_what_was_done_before_signing_in_belongs_to_the_user(store: SqliteStore) -> None:
    assert persons(store, a_view(), an_event("identify", 5, visitor="ann", user_id="17")) == {"u:17": 2}


def test_what_is_done_after_another_signed_in_belongs_to_the_other(store: SqliteStore) -> None:
    found = persons(
        store,
        an_event("identify", 1, visitor="ann", user_id="17"),
        a_view(2),
        an_event("identify", 3, visitor="ann", user_id="18"),
        a_view(4, view_id="w2"),
    )
    assert found == {"u:17": 2, "u:18": 2}


def test_an_event_that_names_its_user_is_that_users(store: SqliteStore) -> None:
    found = persons(
        store,
        an_event("identify", 1, visitor="ann", user_id="17"),
        a_view(2, visitor="ann", user_id="18"),
        a_view(3, view_id="w2"),
    )
    assert found == {"u:17": 1, "u:18": 2}


def test_up_to_ten_users_the_first_one_gets_what_was_done_before(store: SqliteStore) -> None:
    users = [an_event("identify", n, visitor="ann", user_id=f"{n}") for n in range(1, 11)]
    assert persons(store, a_view(), *users)["u:1"] == 2


def test_a_shared_device_keeps_what_was_done_before_anybody_signed_in(store: SqliteStore) -> None:
    users = [an_event("identify", n, visitor="ann", user_id=f"{n}") for n in range(1, 12)]
    found = persons(store, a_view(), *users)
    assert found["v:ann"] == 1
    assert found["u:1"] == 1


def test_a_user_and_a_visitor_of_the_same_name_are_two_persons(store: SqliteStore) -> None:
    assert persons(store, a_view(), an_event("goal", 1, user_id="ann", name="call")) == {"v:ann": 1, "u:ann": 1}


def test_runs_say_whose_the_events_of_a_shared_device_are(store: SqliteStore) -> None:
    runs = facts_of(
        store,
        an_event("identify", 1, visitor="ann", user_id="17"),
        an_event("identify", 2, visitor="ann", user_id="18"),
        an_event("identify", 3, visitor="ann", user_id="17"),
        a_view(4),
    )["person_visitors"]
    minutes = sorted((run["from_ts"] // 60_000 % 60, run["until_ts"] // 60_000 % 60, run["person"]) for run in runs)
    first = minutes[0][0]
    assert [(start - first, end - first, person) for start, end, person in minutes] == [
        (0, 0, "u:17"),
        (1, 1, "u:18"),
        (2, 3, "u:17"),
    ]


def test_sites_never_share_a_person(store: SqliteStore) -> None:
    store.add_site("other", time_zone="UTC", currency="EUR")
    rows = facts_of(store, a_view(), a_view(1, site=2))["persons"]
    assert sorted((row["site"], row["person"], row["events"]) for row in rows) == [(1, "v:ann", 1), (2, "v:ann", 1)]
