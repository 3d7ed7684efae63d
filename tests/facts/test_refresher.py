"""Facts follow events in the background, and one person's impossible numbers do not stop everybody's."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.facts import limits
from collector.facts import refresh as refreshing_steps
from collector.facts import refresher as refreshing
from collector.facts.refresh import FactsWriter, refresh
from collector.facts.refresher import Refresher
from collector.store import SqliteStore
from collector.store.sqlite.facts_lock import facts_lock
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
    with facts_lock(store.path, wait=True):
        refresher.start()
        store.append([a_view()])
        assert not stepped.wait(0.3)
    assert stepped.wait(PATIENCE)
    refresher.stop()


def test_under_steady_traffic_an_erasure_has_its_turn(
    store: SqliteStore, stepped: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FactsWriter, "step", never_done(FactsWriter.step))
    store.append([a_view(visitor="zoe")])
    refresher = Refresher(store)
    refresher.start()
    erased = threading.Event()
    erasing = threading.Thread(target=lambda: (store.erase(1, ["zoe"]), erased.set()))
    assert stepped.wait(PATIENCE)
    erasing.start()
    assert erased.wait(PATIENCE)
    refresher.stop()
    erasing.join()


def test_under_steady_traffic_of_a_heavy_visitor_a_report_comes_and_gives_the_turn_back_after_each_step(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEAVY_EVENTS", 0)
    monkeypatch.setattr(FactsWriter, "step", never_done(FactsWriter.step, times=20))
    turns = []
    take_turn = store.facts_lock
    monkeypatch.setattr(store, "facts_lock", lambda **how: turns.append(how) or take_turn(**how))
    store.append([a_view()])
    assert refresh(store) == 2
    assert len(turns) == 3, "the third finds nothing left to do"
    assert store.query("select events from persons")[0][0] == 2


def never_done(step: Callable[[FactsWriter], int], *, times: int | None = None) -> Callable[[FactsWriter], int]:
    """A step that finds new events whenever it is asked, or so many times."""
    minutes = itertools.count() if times is None else iter(range(times))

    def steady(writer: FactsWriter) -> int:
        writer.store.append([a_view(minute) for minute in itertools.islice(minutes, 1)])
        return step(writer)

    return steady


def test_under_steady_traffic_new_rates_apply_and_rejected_events_are_pruned(
    store: SqliteStore, stepped: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_of(store, a_purchase(0, a_line("A", 10), currency="USD", visitor="zoe"))
    monkeypatch.setattr(FactsWriter, "step", never_done(FactsWriter.step))
    monkeypatch.setattr(refreshing, "RULES_CHECK_SECONDS", 0)
    pruned = threading.Event()
    monkeypatch.setattr(store, "prune_rejected", lambda kept: pruned.set())
    refresher = Refresher(store)
    refresher.start()
    store.set_rate(1, "USD", "2026-01-01", "0.5")
    assert pruned.wait(PATIENCE)
    for _ in range(PATIENCE):
        stepped.clear()
        assert stepped.wait(PATIENCE)
        if store.query("select net_micros from orders")[0][0] == 5_000_000:
            break
    refresher.stop()
    assert store.query("select net_micros from orders")[0][0] == 5_000_000


def test_facts_that_are_worked_in_are_busy_and_those_that_are_not_are_stuck(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert store.facts_progress() == ("current", 0, 0)
    store.append([a_view(received_at=round(time.time() * 1000)), a_view(1)])
    assert store.facts_progress() == ("busy", 2, 0)
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert store.facts_progress() == ("stuck", 2, 0)
    refresh(store)
    store.append([a_view(2)])
    assert store.facts_progress() == ("busy", 1, 0)


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


def test_a_sum_that_63_bits_cannot_hold_is_near_enough_and_costs_nobody_else(store: SqliteStore) -> None:
    hostile = [
        a_purchase(n, *(a_line("A", TOO_MUCH // 10**6 * 10**3) for _ in range(10)), order=f"h{n}", visitor="mallory")
        for n in range(2)
    ]
    facts = facts_of(store, *hostile, a_view(), a_purchase(1, a_line("A", 5)))
    worth = {row["person"]: row["net_micros"] for row in facts["persons"]}
    assert worth == {"v:ann": 5_000_000, "v:mallory": pytest.approx(2 * 10 * TOO_MUCH * 10**3)}
    assert store.facts_progress() == ("current", 0, 0)


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
