"""The log of erasures: an older database that is put back is told again, and the log itself names nobody."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator

import pytest

from collector.clock import now_ms
from collector.errors import StoreUnavailable
from collector.event import Rejected
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from collector.store.sqlite.erasure_log import ErasureLog
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


def test_an_older_database_put_back_erases_again(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
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


def test_what_was_there_at_the_erasure_goes_again_however_the_clock_stood(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    clock_ahead = now_ms() + 30 * 86_400_000
    store.append([an_event("a", received_at=clock_ahead)], [Rejected(1, clock_ahead, "r", '{"user_id": "ann"}', "{}")])
    with put_back(store, opened) as again:
        store.erase(1, ["ann"], ["ann"])
    assert stored_ids(again[0]) == []
    assert again[0].rejected(1, 10) == []


def test_what_came_in_elsewhere_after_an_erasure_outlives_the_telling_again(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("old")])
    with put_back(store, opened) as again:
        store.erase(1, ["ann"])
        log = ErasureLog(store.path).path
        kept = log.rename(log.with_suffix(".kept"))
    after = now_ms() + 1_000
    again[0].append([an_event("missed", received_at=1), an_event("new", received_at=after)])
    again[0].close()
    kept.rename(log)
    assert stored_ids(opened()) == ["new"]


def test_a_copy_without_the_file_beside_it_knows_who_was_erased(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("a"), an_event("b", visitor="bob")])
    store.erase(1, ["ann"])
    before = ErasureLog(store.path).entries()
    store.close()
    ErasureLog(store.path).path.unlink()
    again = opened()
    assert ErasureLog(store.path).entries() == before
    again.erase(1, ["bob"])
    assert [len(entry.visitors) for entry in ErasureLog(store.path).entries()[1]] == [1, 1]
    assert ErasureLog(store.path).entries()[0] == before[0]


def test_two_logs_with_keys_of_their_own_are_both_carried_out(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("a"), an_event("b", visitor="bob"), an_event("c", visitor="carl")])
    log = ErasureLog(store.path)
    with put_back(store, opened) as again:
        store.erase(1, ["ann"])
        first = log.path.rename(log.path.with_suffix(".first"))
    again[0].erase(1, ["bob"])
    again[0].close()
    with log.path.open("a") as file:
        file.writelines(line for line in first.read_text().splitlines(keepends=True) if "erased_at" in line)
    assert stored_ids(opened()) == ["c"]


def test_on_a_shared_device_the_others_keep_what_they_did_also_in_a_restored_backup(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append([an_event("of-2", ts=1, user_id="u2"), an_event("again-2", ts=4)])
    with put_back(store, opened) as again:
        store.append([an_event("of-1", ts=5, user_id="u1")])
        store.erase(1, ["ann"], ["u1"])
        assert stored_ids(store) == ["of-2", "again-2"]
    assert stored_ids(again[0]) == ["of-2", "again-2"]


def test_a_database_that_was_not_put_back_erases_nothing_twice(
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
    ErasureLog(store.path).add(1, ["ann"], [], [], erased_at=3_000)
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


@pytest.mark.parametrize("cut_short", ['{"erasure": "half', '{"erasure": "\0\0\0', "\0\0\0", '\0\0\0\0", "site": 1}\n'])
def test_a_line_the_power_cut_short_is_written_over(
    store: SqliteStore, opened: Callable[..., SqliteStore], cut_short: str
) -> None:
    store.erase(1, ["ann"])
    log = ErasureLog(store.path)
    with log.path.open("a") as file:
        file.write(cut_short)
    assert len(log.entries()[1]) == 1
    log.add(1, ["bob"], [], [], erased_at=1)
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


def test_the_owners_of_what_went_are_known_again(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.append(
        [
            an_event("named", user_id="u2"),
            an_event("theirs", user_id="u1"),
            an_event("b", visitor="phone", user_id="u2"),
        ]
    )
    with put_back(store, opened) as again:
        store.erase(1, ["ann"], owners=["u2"])
        before = stored_ids(store)
    assert stored_ids(again[0]) == before == ["theirs", "b"]


def test_an_entry_that_names_no_owners_means_the_users(store: SqliteStore, opened: Callable[..., SqliteStore]) -> None:
    store.append([an_event("a", user_id="u1"), an_event("b", user_id="u2")])
    with put_back(store, opened):
        store.erase(1, ["ann"], ["u1"])
        log = ErasureLog(store.path).path
        salt, entry = map(json.loads, log.read_text("utf-8").splitlines())
        del entry["owners"]
        log.write_text(json.dumps(salt) + "\n" + json.dumps(entry) + "\n", "utf-8")
    assert stored_ids(opened()) == ["b"]
