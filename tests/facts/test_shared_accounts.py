"""A user whom more than fifty visitors name ties nobody together."""

from __future__ import annotations

import pytest

from collector.event import Event
from collector.facts.rebuild import rebuild
from collector.facts.refresh import FactsWriter, refresh
from collector.store import SqliteStore
from tests.facts.streams import a_view, an_event, facts_of, the_facts


def signed_in(numbers: range) -> list[Event]:
    """Visitors who look at a page and then sign in, all with one id."""
    return [
        event
        for n in numbers
        for event in (
            a_view(n, visitor=f"v{n}", view_id=f"w{n}"),
            an_event("identify", n + 0.5, visitor=f"v{n}", user_id="till"),
        )
    ]


def counts(store: SqliteStore, *events: Event) -> dict[str, int]:
    return {row["person"]: row["events"] for row in facts_of(store, *events)["persons"]}


def test_fifty_visitors_are_still_one_person(store: SqliteStore) -> None:
    assert counts(store, *signed_in(range(50))) == {"u:till": 100}


def test_the_fifty_first_makes_it_a_shared_account(store: SqliteStore) -> None:
    assert counts(store, *signed_in(range(51))) == {"u:till": 51} | {f"v:v{n}": 1 for n in range(51)}


def test_it_becomes_one_whenever_the_fifty_first_comes(store: SqliteStore) -> None:
    assert counts(store, *signed_in(range(50))) == {"u:till": 100}
    assert counts(store, *signed_in(range(50, 51))) == {"u:till": 51} | {f"v:v{n}": 1 for n in range(51)}
    assert len(counts(store, *signed_in(range(51, 53)))) == 54


def test_what_is_done_after_it_signed_in_is_the_visitors_own(store: SqliteStore) -> None:
    later = a_view(99, visitor="v0", view_id="later")
    assert counts(store, *signed_in(range(51)), later)["v:v0"] == 2


def test_another_user_of_the_visitor_is_still_known(store: SqliteStore) -> None:
    events = [an_event("identify", -1, visitor="v0", user_id="ann"), *signed_in(range(51))]
    found = counts(store, *events)
    assert (found["u:ann"], found["u:till"], "v:v0" in found) == (2, 51, False)


def test_its_turn_comes_after_everybody_elses(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collector.facts.refresh.REST", 10**9)
    facts_of(store, *signed_in(range(51)))
    writer = FactsWriter(store)

    store.append([a_view(99, visitor="v0", view_id="later")])
    assert writer.step()
    assert events_of(store, "v:v0") == 2
    assert store.facts_behind() == 1
    assert writer.step()
    assert store.facts_behind() == 0

    store.append([a_view(100, visitor="v0", view_id="later still"), a_view(100, visitor="zoe", view_id="z")])
    assert writer.step()
    assert writer.step() == 0  # it rests, and keeps nobody waiting
    assert (events_of(store, "v:v0"), events_of(store, "v:zoe"), store.facts_behind()) == (3, 1, 1)
    writer.close()
    refresh(store)
    assert store.facts_behind() == 0


def events_of(store: SqliteStore, person: str) -> int:
    (row,) = store.query("select events from persons where person = :person", {"person": person})
    return int(row["events"])


def test_a_rebuild_and_a_refresh_agree_on_it(store: SqliteStore) -> None:
    for event in signed_in(range(60)):
        store.append([event])
    refresh(store)
    kept = the_facts(store)
    rebuild(store, processes=1)
    assert the_facts(store) == kept
