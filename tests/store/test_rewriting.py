"""What gaps of pages keep of erased persons goes when all pages are written anew."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.clock import now_ms
from collector.errors import StoreUnavailable
from collector.facts.refresher import Refresher
from collector.store import SqliteStore
from collector.store.sqlite.rewriting import MAX_BYTES, Owed, is_due
from tests.store.events import an_event, bytes_on_disk, rows, some_events, stored_ids
from tests.store.threads import PATIENCE, together

PAGE, INDEX_LEAF = 4_096, 10


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are written anew as soon as somebody was erased."""
    monkeypatch.setattr("collector.store.sqlite.rewriting.MIN_PAUSE_MS", 0)
    monkeypatch.setattr("collector.store.sqlite.rewriting.PAUSES_PER_REWRITE", 0)


def put_in_gaps(file: Path, text: bytes) -> int:
    """Put a text into the gap of every page of an index, as splitting pages may leave it there; how many those are."""
    pages = bytearray(file.read_bytes())
    count = 0
    for start in range(PAGE, len(pages), PAGE):
        cells, content = (int.from_bytes(pages[start + at : start + at + 2]) for at in (3, 5))
        if pages[start] == INDEX_LEAF and content - (8 + 2 * cells) > len(text):
            pages[start + content - len(text) : start + content] = text
            count += 1
    file.write_bytes(pages)
    return count


@pytest.mark.usefixtures("at_once")
def test_nothing_is_left_in_the_gaps_of_pages(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    chance = random.Random(11)
    names = [f"visitor-{chance.randrange(10**9)}" for _ in range(2_000)]
    store.append([an_event(f"e-{name}", visitor=name) for name in names])
    store.close()
    assert put_in_gaps(store.path, b"visitor-of-the-gaps") > 10
    again = opened()
    again.erase(1, ["visitor-of-the-gaps"])
    assert b"visitor-of-the-gaps" in bytes_on_disk(again)
    assert again.erasures_to_complete() == 1
    assert again.rewrite_after_erasures()
    assert b"visitor-of-the-gaps" not in bytes_on_disk(again)
    assert names[0].encode() in bytes_on_disk(again)
    assert again.erasures_to_complete() == 0
    assert not again.rewrite_after_erasures()


@pytest.mark.usefixtures("at_once")
def test_others_store_meanwhile_and_numbers_stay(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.append(some_events(500, "a", visitor="bob"))
    store.erase(1, ["ann"])
    before = [row["seq"] for row in rows(store, "events")]
    number = store.erased_names().number

    def send() -> None:
        for start in range(20):
            store.append(some_events(50, f"b-{start}", visitor="bob"), erasures=number)

    together(send, store.rewrite_after_erasures)
    assert len(stored_ids(store)) == 1_500
    assert [row["seq"] for row in rows(store, "events")][:500] == before
    assert opened().erased_names().number == number


def test_several_erasures_are_waited_for_the_longer_the_larger_the_file(tmp_path: Path) -> None:
    file, now = tmp_path / "file", now_ms()
    file.touch()
    assert not is_due(Owed(0, 0, 0), file)
    assert is_due(Owed(1, now - 2_000, now - 2_000), file)
    assert is_due(Owed(1, now + 3_600_000, now + 3_600_000), file)
    with file.open("r+b") as made:
        made.truncate(MAX_BYTES)
        assert not is_due(Owed(1, now - 60_000, now - 60_000), file)
        assert is_due(Owed(1, now - 600_000, now - 600_000), file)
        assert is_due(Owed(9, now - 3_600_000, now - 60_000), file)
        made.truncate(MAX_BYTES + 1)
        assert not is_due(Owed(1, now - 600_000, now - 600_000), file)


@pytest.mark.usefixtures("at_once")
def test_the_process_that_keeps_facts_sees_to_it(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    rewrite = store.rewrite_after_erasures
    monkeypatch.setattr(store, "rewrite_after_erasures", lambda: rewrite() and done.set())
    refresher = Refresher(store)
    store.erase(1, ["ann"])
    refresher.start()
    assert done.wait(PATIENCE)
    refresher.stop()
    assert store.erasures_to_complete() == 0


def test_facts_do_not_wait_for_a_disk_that_has_no_room(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full() -> bool:
        raise StoreUnavailable("database or disk is full")

    monkeypatch.setattr(store, "rewrite_after_erasures", full)
    refresher = Refresher(store)
    with caplog.at_level(logging.WARNING, "beheld.facts"):
        refresher.remove_traces()
        refresher.remove_traces()
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["database or disk is full"]
