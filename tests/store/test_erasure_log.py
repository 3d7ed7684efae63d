"""The log of erasures: an older database that is put back is told again, and the log itself names nobody."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator

import pytest

from collector.errors import StoreUnavailable
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from collector.store.erasure_log import ErasureLog
from tests.store.events import a_purchase, an_event, bytes_on_disk, rows, stored_ids


@contextlib.contextmanager
def put_back(store: SqliteStore, opened: Callable[..., SqliteStore]) -> Iterator[list[SqliteStore]]:
    """Back up now; at the end put the backup in the store's place. The list then holds it, opened again."""
    backup = store.path.with_suffix(".backup")
    with contextlib.closing(store.connect()) as connection:
        connection.execute("vacuum into ?", (str(backup),))
    again: list[SqliteStore] = []
    yield again
    store.close()
    shutil.move(backup, store.path)
    again.append(opened())


def test_an_older_database_put_back_is_told_again(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.append([an_event("a", user_id="u1"), a_purchase("b", "2", visitor="bob"), an_event("c", visitor="carl")])
    refresh(store)
    with put_back(store, opened) as again:
        store.erase(1, ["ann"], ["u1"])
        store.erase(1, ["carl"])
    assert stored_ids(again[0]) == ["b"]
    assert {row["person"] for row in rows(again[0], "persons")} == {"v:bob"}
    assert len(rows(again[0], "erasures")) == 2
    left = bytes_on_disk(again[0])
    assert b"bob" in left
    assert b"carl" not in left


def test_what_came_in_after_an_erasure_outlives_the_telling_again(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    later = 2**52
    store.append([an_event("old"), an_event("new", received_at=later)])
    with put_back(store, opened) as again:
        store.erase(1, ["ann"])
        assert stored_ids(store) == []
    assert stored_ids(again[0]) == ["new"]


def test_a_database_that_was_not_put_back_is_told_nothing_twice(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("a")])
    store.erase(1, ["ann"])
    store.append([an_event("b", received_at=1)])
    store.close()
    assert stored_ids(opened()) == ["b"]


def test_an_erasure_that_was_cut_short_is_finished_at_the_next_start(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("a"), an_event("b", visitor="bob")])
    ErasureLog(store.path).add(1, ["ann"], [], erased_at=3_000)
    store.close()
    assert stored_ids(opened()) == ["b"]


def test_the_log_names_nobody(store: SqliteStore) -> None:
    store.append([an_event("a", user_id="u-1@shop.example")])
    store.erase(1, ["ann"], ["u-1@shop.example"])
    log = ErasureLog(store.path)
    text = log.path.read_text()
    assert "ann" not in text
    assert "u-1" not in text
    assert log.path.stat().st_mode & 0o077 == 0


def test_the_same_name_on_two_sites_is_two_entries_that_look_nothing_alike(store: SqliteStore) -> None:
    store.erase(1, ["ann"])
    store.erase(2, ["ann"])
    one, two = ErasureLog(store.path).entries()[1]
    assert one.visitors != two.visitors


def test_a_line_the_power_cut_short_is_written_over(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.erase(1, ["ann"])
    log = ErasureLog(store.path)
    with log.path.open("a") as file:
        file.write('{"erasure": "half')
    assert len(log.entries()[1]) == 1
    log.add(1, ["bob"], [], erased_at=1)
    assert [json.loads(line).keys() >= {"site"} for line in log.path.read_text().splitlines()] == [False, True, True]
    store.close()
    assert len(rows(opened(), "erasures")) == 2


def test_a_damaged_log_is_not_passed_over(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.erase(1, ["ann"])
    store.close()
    log = ErasureLog(store.path)
    log.path.write_text("scribble\n" + log.path.read_text())
    with pytest.raises(StoreUnavailable, match=r"erasure log .* is damaged"):
        opened()
