"""The write-ahead log stays small while events keep coming and reports keep reading."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from collector.store import SqliteStore
from collector.store.sqlite.checkpoints import Checkpointer
from collector.store.sqlite.engine import sqlite3
from tests.store.events import some_events, stored_ids
from tests.store.threads import PATIENCE, together

PAGE_AND_HEADER = 4096 + 24
BATCHES = 100
LOG_PAGES_WRITTEN = 5_800  # by store_much, were nothing moved


def log_pages(store: SqliteStore) -> int:
    """How many pages the write-ahead log has room for by now."""
    return Path(f"{store.path}-wal").stat().st_size // PAGE_AND_HEADER


def pages_in_use(store: SqliteStore) -> int:
    """How many pages of the log somebody may still need."""
    with contextlib.closing(store.connect()) as connection:
        pages: int = connection.execute("pragma wal_checkpoint(noop)").fetchone()[1]
    return pages


def store_much(store: SqliteStore) -> None:
    """LOG_PAGES_WRITTEN pages of log, some 24 MB."""
    for number in range(BATCHES):
        store.append(some_events(25, f"batch-{number}", body="x" * 8_000))


@contextlib.contextmanager
def reading(store: SqliteStore) -> Iterator[None]:
    """Somebody reads what is there now, and goes on reading it."""
    with contextlib.closing(store.connect()) as connection:
        connection.execute("begin")
        connection.execute("select count(*) from events").fetchone()
        yield
        connection.execute("commit")


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rules for a log a tenth as large."""
    monkeypatch.setattr("collector.store.sqlite.checkpoints.PAGES_TO_HOLD_WRITERS", 400)
    monkeypatch.setattr("collector.store.sqlite.checkpoints.PAGES_TO_HOLD_READERS", 1_600)
    monkeypatch.setattr("collector.store.sqlite.checkpoints.BYTES_BETWEEN", 100_000)
    monkeypatch.setattr("collector.store.sqlite.checkpoints.PAUSE_SECONDS", 0.1)


@pytest.mark.usefixtures("_small")
def test_the_log_starts_over_while_events_keep_coming(store: SqliteStore) -> None:
    store_much(store)
    assert log_pages(store) < LOG_PAGES_WRITTEN / 2
    assert len(stored_ids(store)) == BATCHES * 25


@pytest.mark.usefixtures("_small")
def test_readers_who_follow_each_other_without_a_gap_do_not_keep_it_growing(store: SqliteStore) -> None:
    over = threading.Event()
    begun = [threading.Event(), threading.Event()]

    def read_in_turns(me: int) -> None:
        """Begin to read before the other ends."""
        while not over.is_set():
            with reading(store):
                begun[me].set()
                begun[1 - me].wait(PATIENCE)
                begun[1 - me].clear()

    def write() -> None:
        try:
            store_much(store)
        finally:
            over.set()
            for signal in begun:
                signal.set()

    together(write, lambda: read_in_turns(0), lambda: read_in_turns(1))
    assert log_pages(store) < LOG_PAGES_WRITTEN * 0.75


@pytest.mark.usefixtures("_small")
def test_a_reader_who_stays_makes_it_grow_until_he_is_done_and_then_it_starts_over(store: SqliteStore) -> None:
    with reading(store):
        store_much(store)
        assert pages_in_use(store) > LOG_PAGES_WRITTEN * 0.9
    for number in count():
        store.append(some_events(25, f"later-{number}", body="x" * 8_000))
        if pages_in_use(store) < LOG_PAGES_WRITTEN / 2:
            break


def test_nothing_is_moved_before_there_is_something_to_move(store: SqliteStore) -> None:
    moved: list[str] = []

    class Noting(Checkpointer):
        def _ring(self) -> None:
            moved.append("rung")

    noting = Noting(store.connect, store.write_lock)
    for _ in range(99):
        noting.committed(1_000)
    assert moved == []
    noting.committed(1_000)
    noting.committed(2_000_000)
    assert moved == ["rung", "rung"]


def test_a_checkpoint_that_fails_is_logged_and_tried_again(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[int] = []
    again = threading.Event()

    def connect() -> object:
        opened.append(1)
        if len(opened) == 1:
            raise sqlite3.DatabaseError("disk I/O error")
        again.set()
        return store.connect()

    checkpointer = Checkpointer(connect, store.write_lock)  # type: ignore[arg-type]
    with caplog.at_level(logging.WARNING, "beheld.store"):
        checkpointer.start()
        checkpointer.committed(2_000_000)
        while not caplog.records:
            pass
        checkpointer.committed(2_000_000)
        assert again.wait(PATIENCE)
        checkpointer.close()
    assert "could not be moved" in caplog.text
