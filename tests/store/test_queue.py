"""The queue to the disk: bounded, in order, one bad batch costs only itself, and nothing in it is lost at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from collector.errors import EngineError, Stopping, StoreBusy
from collector.event import Event, Receipt
from collector.store import SqliteStore
from collector.store.sqlite.database_file import DatabaseFile
from collector.store.sqlite.encode import Batch
from collector.store.sqlite.queue import BatchQueue
from collector.store.sqlite.writer import Writer
from tests.store.events import an_event, some_events, stored_ids
from tests.store.threads import PATIENCE, outcomes


def a_writer(store: SqliteStore, *, queue_events: int = 100, queue_bytes: int = 1_000_000) -> Writer:
    """A writer that has not been started: what is submitted waits in its queue."""
    file = DatabaseFile(store.path)
    waiting = BatchQueue(most_events=queue_events, most_bytes=queue_bytes)
    return Writer(store.connect, store.write_lock, file, waiting)


def submit(writer: Writer, events: Sequence[Event]) -> Batch:
    """Queue a batch."""
    batch = Batch(events, ())
    writer.submit(batch)
    return batch


def results(writer: Writer, batches: list[Batch]) -> list[Receipt | Exception]:
    """Start the writer, end it, and tell what became of each batch."""
    writer.start()
    writer.close()
    with ThreadPoolExecutor() as threads:
        return outcomes([threads.submit(writer.wait_for, batch) for batch in batches])


def test_more_events_than_the_queue_holds_are_turned_away(store: SqliteStore) -> None:
    writer = a_writer(store, queue_events=10)
    taken = submit(writer, some_events(6, "a"))
    with pytest.raises(StoreBusy) as busy:
        submit(writer, some_events(5, "b"))
    assert (busy.value.status, busy.value.retry_after) == (503, 1)
    assert results(writer, [taken]) == [Receipt(6, 0)]
    assert stored_ids(store) == [f"a-{n}" for n in range(6)]


def test_more_bytes_than_the_queue_holds_are_turned_away(store: SqliteStore) -> None:
    writer = a_writer(store, queue_bytes=20_000)
    submit(writer, [an_event("a", body="x" * 10_000)])
    with pytest.raises(StoreBusy):
        submit(writer, [an_event("b", body="x" * 10_000)])
    assert len(results(writer, [submit(writer, [an_event("c", body="x" * 8_000)])])) == 1


def test_a_batch_larger_than_the_queue_is_taken_when_nothing_waits(store: SqliteStore) -> None:
    writer = a_writer(store, queue_events=10)
    assert results(writer, [submit(writer, some_events(5_000))]) == [Receipt(5_000, 0)]


def test_there_is_room_again_once_the_writer_has_taken_what_waited(opened: Callable[..., SqliteStore]) -> None:
    store = opened(queue_events=10)
    assert [store.append(some_events(10, f"round-{n}")).accepted for n in range(5)] == [10] * 5


def test_of_two_batches_in_a_group_the_first_in_the_queue_wins(store: SqliteStore) -> None:
    writer = a_writer(store)
    batches = [submit(writer, [an_event("a", ts=1), an_event("b")]), submit(writer, [an_event("a", ts=2)])]
    assert results(writer, batches) == [Receipt(2, 0), Receipt(0, 1)]
    assert [row["ts"] for row in store.query("select ts from events where id = 'a'")] == [1]


def test_a_queue_longer_than_one_transaction_is_stored_in_order(store: SqliteStore) -> None:
    writer = a_writer(store, queue_events=20_000, queue_bytes=100_000_000)
    batches = [submit(writer, some_events(1_500, f"batch-{n}")) for n in range(8)]
    assert results(writer, batches) == [Receipt(1_500, 0)] * 8
    assert stored_ids(store) == [f"batch-{n}-{m}" for n in range(8) for m in range(1_500)]


@pytest.mark.parametrize(
    "poison", [{"ts": 2**63}, {"amount_micros": 2**64}, {"type": None}, {"quantity_micros": "many"}]
)
def test_a_batch_that_no_table_takes_costs_only_itself(store: SqliteStore, poison: dict[str, object]) -> None:
    writer = a_writer(store)
    batches = [
        submit(writer, [an_event("a")]),
        submit(writer, [an_event("b"), an_event("poison", **poison)]),
        submit(writer, [an_event("c")]),
    ]
    first, second, third = results(writer, batches)
    assert (first, third) == (Receipt(1, 0), Receipt(1, 0))
    assert isinstance(second, Exception)
    assert stored_ids(store) == ["a", "c"]


def test_a_poisonous_batch_does_not_make_the_store_unready(store: SqliteStore) -> None:
    with pytest.raises(EngineError):
        store.append([an_event("a", ts=2**63)])
    assert store.ready() == (True, None)
    assert store.append([an_event("b")]) == Receipt(1, 0)


def test_text_that_is_no_unicode_is_rejected_to_its_sender(store: SqliteStore) -> None:
    with pytest.raises(UnicodeEncodeError):
        store.append([an_event("a", visitor="\ud800")])


def test_closing_stores_what_is_queued_and_takes_no_more(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collector.store.sqlite.queue.EVENTS_A_GROUP", 1)
    writer = a_writer(store)
    writer.start()
    with ThreadPoolExecutor() as threads:
        with store.write_lock:  # the writer is stuck with the first, the others wait in the queue
            queued = [submit(writer, [an_event(f"e{n}")]) for n in range(20)]
            closing = threads.submit(writer.close)
            while writer.ready().ready:
                pass
            with pytest.raises(Stopping):
                submit(writer, [an_event("late")])
        closing.result(PATIENCE)
        assert outcomes([threads.submit(writer.wait_for, batch) for batch in queued]) == [Receipt(1, 0)] * 20
    assert stored_ids(store) == [f"e{n}" for n in range(20)]


def test_a_closed_store_rejects_and_is_not_ready(store: SqliteStore) -> None:
    store.append([an_event("a")])
    store.close()
    store.close()
    with pytest.raises(Stopping):
        store.append([an_event("b")])
    assert store.ready().ready is False


def test_a_store_that_was_never_written_to_can_be_closed(opened: Callable[..., SqliteStore]) -> None:
    store = opened()
    store.close()
    with pytest.raises(Stopping):
        store.append([an_event("a")])


def test_appends_that_meet_the_closing_are_stored_or_rejected_never_left_waiting(store: SqliteStore) -> None:
    store.append([an_event("before")])
    with ThreadPoolExecutor(16) as threads:
        sent = [threads.submit(store.append, [an_event(f"e{n}")]) for n in range(400)]
        sent[40].result(PATIENCE)
        store.close()
        answer = outcomes(sent)
    accepted = [f"e{n}" for n, outcome in enumerate(answer) if outcome == Receipt(1, 0)]
    assert all(outcome == Receipt(1, 0) or isinstance(outcome, Stopping) for outcome in answer)
    assert sorted(stored_ids(store)) == sorted([*accepted, "before"])
