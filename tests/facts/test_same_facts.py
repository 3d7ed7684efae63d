"""The same events give the same facts, however they arrive."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.event import Event
from collector.facts import rebuild as rebuilding
from collector.facts import refresh as refreshing
from collector.facts.rebuild import rebuild, rebuild_outdated
from collector.facts.refresh import FactsWriter, refresh
from collector.store import SqliteStore
from tests.examples import examples
from tests.facts.streams import a_line, a_purchase, a_store, a_view, an_event, streams, the_facts

real_files = settings(max_examples=examples(8))


@contextmanager
def new_store() -> Iterator[SqliteStore]:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="Europe/Berlin")
        store.set_rate(1, "USD", "2026-01-01", "0.91")
        store.set_settings(1, {"max_public_value": "40"})
        try:
            yield store
        finally:
            store.close()


def facts_after(store: SqliteStore, batches: list[list[Event]]) -> dict[str, list[tuple[object, ...]]]:
    """The facts when computed after each batch."""
    for batch in batches:
        store.append(batch)
        refresh(store)
    assert not store.query("select * from facts_failed")
    return the_facts(store)


@real_files
@given(events=streams, chance=st.randoms(use_true_random=False), size=st.integers(1, 7))
def test_order_repetition_and_batches_change_nothing(events: list[Event], chance: random.Random, size: int) -> None:
    shuffled = events + chance.sample(events, len(events) // 2)
    chance.shuffle(shuffled)
    batches = [shuffled[i : i + size] for i in range(0, len(shuffled), size)]
    with new_store() as one, new_store() as other:
        assert facts_after(one, [events]) == facts_after(other, batches)


@real_files
@given(events=streams, size=st.integers(1, 5))
def test_facts_kept_up_to_date_equal_rebuilt_facts(events: list[Event], size: int) -> None:
    with new_store() as store:
        kept = facts_after(store, [events[i : i + size] for i in range(0, len(events), size)])
        rebuild(store, processes=1)
        assert the_facts(store) == kept


@real_files
@given(events=streams, chance=st.randoms(use_true_random=False))
def test_facts_after_an_erasure_equal_those_of_the_events_that_are_left(
    events: list[Event], chance: random.Random
) -> None:
    visitors = sorted({event.visitor for event in events if event.visitor})
    users = sorted({event.user_id for event in events if event.user_id})
    with new_store() as store:
        facts_after(store, [events])
        for _ in range(2):
            erased = chance.sample(visitors, min(len(visitors), chance.randint(0, 2)))
            owners = chance.sample(users, min(len(users), chance.randint(0, 1)))
            store.erase(1, erased, owners if chance.random() < 0.5 else (), owners=owners)
            refresh(store)
        kept = the_facts(store)
        assert not store.query("select * from facts_rules where fingerprint = ''")
        with store.write_lock, closing(store.connect()) as connection:
            links = set(connection.execute("select * from links").fetchall())
            connection.execute("delete from links")
            connection.commit()
        rebuild(store, processes=1)
        assert the_facts(store) == kept
        assert {tuple(row) for row in store.query("select * from links")} == links


def test_small_steps_over_a_merge_of_visitors_equal_one_big_step(monkeypatch) -> None:
    events = [
        a_view(0, visitor="phone", view_id="p"),
        an_event("click", 1, visitor="phone", view_id="p", action="recs", item="A"),
        a_view(100, visitor="laptop", view_id="l"),
        a_purchase(101, a_line("A", 10), visitor="laptop", view_id="l"),
        an_event("identify", 2, visitor="phone", user_id="ann"),
        an_event("identify", 103, visitor="laptop", user_id="ann"),
    ]
    with new_store() as one, new_store() as other:
        at_once = facts_after(one, [events])
        monkeypatch.setattr(refreshing, "EVENTS_A_STEP", 1)
        assert facts_after(other, [events]) == at_once
    assert len(at_once["persons"]) == 1


def test_rebuilding_in_several_processes_gives_the_same(monkeypatch) -> None:
    monkeypatch.setattr(rebuilding, "EVENTS_A_PART", 3)
    events = [a_view(n, visitor=f"v{n % 7}", view_id=f"w{n}") for n in range(30)]
    found: list[tuple[int, int]] = []
    with new_store() as store:
        kept = facts_after(store, [events])
        assert rebuild(store, processes=2, progress=lambda done, total: found.append((done, total))) == 30
        assert the_facts(store) == kept
    assert found[0] == (0, 30)
    assert found[-1] == (30, 30)


def test_a_changed_rate_is_a_rebuild() -> None:
    with new_store() as store:
        facts_after(store, [[a_purchase(0, a_line("A", 10), currency="USD")]])
        store.set_rate(1, "USD", "2026-01-01", "0.5")
        writer = FactsWriter(store)
        list(rebuild_outdated(writer))
        writer.close()
        assert store.query("select net_micros from orders")[0][0] == 5_000_000


def test_events_and_erasures_may_come_while_facts_are_rebuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two parts of it, another has the turn."""
    monkeypatch.setattr(rebuilding, "EVENTS_A_PART", 1)
    with new_store() as store:
        orders = [a_purchase(n, a_line("A", 10), currency="USD", visitor=f"v{n}", order=f"{n}") for n in range(4)]
        facts_after(store, [orders])
        store.set_rate(1, "USD", "2026-01-01", "0.5")
        writer = FactsWriter(store)
        parts = rebuild_outdated(writer)
        next(parts)
        store.erase(1, ["v0", "v3"])
        store.append([a_purchase(9, a_line("A", 2), currency="USD", visitor="v1", order="9")])
        writer.step()
        list(parts)
        writer.close()
        worth = store.query("select person, net_micros from orders order by person, net_micros")
        assert [tuple(row) for row in worth] == [("v:v1", 1_000_000), ("v:v1", 5_000_000), ("v:v2", 5_000_000)]
