"""Facts follow events in the background, and one person's impossible numbers do not stop everybody's."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from collector.facts import refresh as refreshing_steps
from collector.facts import refresher as refreshing
from collector.facts.refresh import FactsWriter, refresh
from collector.facts.refresher import Refresher
from collector.store import SqliteStore
from collector.store.turn import facts_turn
from tests.facts.streams import a_line, a_purchase, a_view, facts_of, the_facts

TOO_MUCH = 10**15
PATIENCE = 100


@pytest.fixture
def stepped(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set whenever a step has done something; steps begin without a pause."""
    done = threading.Event()
    step = FactsWriter.step

    def noted(writer: FactsWriter) -> int:
        upto = step(writer)
        if upto:
            done.set()
        return upto

    monkeypatch.setattr(FactsWriter, "step", noted)
    monkeypatch.setattr(refreshing, "PAUSE_SECONDS", 0.01)
    return done


def test_facts_follow_on_their_own(store: SqliteStore, stepped: threading.Event) -> None:
    refresher = Refresher(store)
    refresher.start()
    store.append([a_view()])
    assert stepped.wait(PATIENCE)
    refresher.stop()
    assert store.facts_behind() == 0
    assert len(the_facts(store)["sessions"]) == 1


def test_after_a_stop_it_goes_on_where_it_was(store: SqliteStore, stepped: threading.Event) -> None:
    refresher = Refresher(store)
    refresher.start()
    refresher.stop()
    store.append([a_view()])
    assert store.facts_behind() == 1
    refresher.start()
    assert stepped.wait(PATIENCE)
    refresher.stop()
    assert store.facts_behind() == 0


def test_while_another_has_the_turn_facts_wait(store: SqliteStore, stepped: threading.Event) -> None:
    refresher = Refresher(store)
    with facts_turn(store.path, wait=True):
        refresher.start()
        store.append([a_view()])
        assert not stepped.wait(0.3)
    assert stepped.wait(PATIENCE)
    refresher.stop()


def test_an_error_is_survived(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(refreshing, "PAUSE_SECONDS", 0.01)
    failed, done = threading.Event(), threading.Event()
    step = FactsWriter.step

    def failing_once(writer: FactsWriter) -> int:
        if not failed.is_set():
            failed.set()
            raise OSError("no room")
        upto = step(writer)
        if upto:
            done.set()
        return upto

    monkeypatch.setattr(FactsWriter, "step", failing_once)
    store.append([a_view()])
    refresher = Refresher(store)
    refresher.start()
    assert done.wait(PATIENCE)
    refresher.stop()
    assert "facts are not being kept up to date" in caplog.text


def test_a_persons_impossible_numbers_cost_only_that_person(store: SqliteStore) -> None:
    hostile = [
        a_purchase(n, *(a_line("A", TOO_MUCH // 10**6 * 10**3) for _ in range(10)), order=f"h{n}", visitor="mallory")
        for n in range(2)
    ]
    facts = facts_of(store, *hostile, a_view(), a_purchase(1, a_line("A", 5)))
    assert [row["person"] for row in facts["persons"]] == ["v:ann"]
    assert store.facts_behind() == 0
    failed = {row["name"]: row["error"] for row in store.query("select * from facts_failed")}
    assert set(failed) == {"v:mallory", "o:h0", "o:h1"}
    assert "overflow" in failed["v:mallory"]


def test_two_servers_on_one_file_compute_each_event_once(store: SqliteStore, tmp_path: Path) -> None:
    store.append([a_view()])
    assert refresh(store) == 1
    assert refresh(store) == 0


def test_a_step_reads_no_event_whose_turn_is_later(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as one that makes a visitor a known person, whose facts would then stand there twice."""
    monkeypatch.setattr(refreshing_steps, "EVENTS_A_STEP", 1)
    store.append([a_view(), a_view(1), a_view(2, visitor="ann", user_id="7")])
    writer = FactsWriter(store)
    persons = []
    while writer.step():
        persons.append([row["person"] for row in store.query("select person from persons")])
    writer.close()
    assert persons == [["v:ann"], ["v:ann"], ["u:7"]]
    assert not store.query("select * from facts_failed")


def test_steps_grow_while_they_take_long_and_shrink_again() -> None:
    strides = [1]
    for seconds in (5, 5, 5, 5, 5, 5, 5, 0.1, 0.1):
        strides.append(refreshing_steps.next_stride(strides[-1], seconds))
    assert strides == [1, 2, 4, 8, 16, 32, 64, 64, 32, 16]


def test_many_orders_of_one_person_that_come_at_once_are_all_in_facts(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing_steps, "EVENTS_A_STEP", 2)
    monkeypatch.setattr(refreshing_steps, "LONG_STEP_SECONDS", 0)
    facts = facts_of(store, *[a_purchase(n, a_line("A", 1), order=f"{n}") for n in range(50)])
    assert (len(facts["orders"]), store.facts_behind()) == (50, 0)
