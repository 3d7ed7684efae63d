"""The database file is moved away, and back: nobody makes another in its place, and its log is not lost."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collector.errors import StoreUnavailable
from collector.event import Receipt
from collector.store import SqliteStore, open_store
from collector.store.sqlite.engine import sqlite3
from tests.store.events import an_event, some_events, stored_ids

USES: dict[str, Callable[[SqliteStore], object]] = {
    "storing": lambda store: store.append([an_event("b")]),
    "reading": lambda store: store.query("select count(*) from events"),
    "naming a goal": lambda store: store.put_definition(1, "goals", "x", {"name": "n"}),
    "making a key": lambda store: store.add_key(1, "read"),
    "a rate": lambda store: store.set_rate(1, "USD", "2026-01-01", "1"),
    "settings": lambda store: store.set_settings(1, {}),
    "erasing": lambda store: store.erase(1, ["ann"]),
    "a new connection": lambda store: store.connect(),
    "how far facts are": lambda store: store.facts_behind(),
}


@contextlib.contextmanager
def moved_away(store: SqliteStore) -> Iterator[Path]:
    """Somebody moves the file away, and back again at the end."""
    away = store.path.with_name("moved.db")
    store.path.rename(away)
    yield away
    away.rename(store.path)


@pytest.mark.parametrize("use", USES)
def test_while_the_file_is_away_nothing_is_done_and_no_other_is_made(store: SqliteStore, use: str) -> None:
    store.append(some_events(100, "a"))
    with moved_away(store):
        with pytest.raises(StoreUnavailable):
            USES[use](store)
        assert "removed or replaced while in use" in str(store.ready().why)
        assert not store.path.exists()


@pytest.mark.parametrize("use", USES)
def test_work_goes_on_with_all_that_was_acknowledged_when_the_file_is_back(store: SqliteStore, use: str) -> None:
    store.append(some_events(100, "a"))
    with moved_away(store), contextlib.suppress(StoreUnavailable):
        USES[use](store)
    assert store.append([an_event("later")]) == Receipt(1, 0)
    assert store.ready() == (True, None)
    assert len(stored_ids(store)) == 101


def test_a_collector_that_only_reads_notices_too(store: SqliteStore) -> None:
    with moved_away(store):
        assert store.ready().ready is False
        assert "put the same file back" in str(store.ready().why)
    assert store.ready() == (True, None)


def test_closing_while_the_file_is_away_keeps_the_log(
    store: SqliteStore, opened: Callable[..., SqliteStore], url: str
) -> None:
    store.append(some_events(100, "a"))
    with moved_away(store):
        with contextlib.suppress(StoreUnavailable):
            store.append([an_event("b")])
        store.close()
        with pytest.raises(StoreUnavailable, match=r"There is no database at .* put the database back"):
            open_store(url)
        assert not store.path.exists()
    assert len(stored_ids(opened())) == 100


def test_even_a_log_that_another_program_deleted_meanwhile_is_in_the_file_at_the_end(
    store: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    store.append(some_events(100, "a"))
    with moved_away(store):
        with contextlib.closing(sqlite3.connect(store.path)) as other:
            other.execute("create table t (a)")
        assert not store.path.with_name("beheld.db-wal").exists()
        store.close()
    assert len(stored_ids(opened())) == 100


def test_another_process_does_not_open_what_is_in_the_place_of_a_file_in_use(store: SqliteStore, url: str) -> None:
    store.append(some_events(100, "a"))
    with contextlib.closing(sqlite3.connect(store.path.with_name("other.db"))) as other:
        other.execute("create table t (a)")
    with moved_away(store):
        with pytest.raises(StoreUnavailable, match="removed or replaced while in use"):
            open_store(url)
        assert not store.path.exists()
        shutil.copy(store.path.with_name("other.db"), store.path)
        with pytest.raises(StoreUnavailable, match="removed or replaced while in use"):
            open_store(url)
    assert len(stored_ids(store)) == 100


def test_a_backup_copied_over_a_crashed_file_is_not_opened_with_the_log_of_that_one(
    store: SqliteStore, url: str, tmp_path: Path
) -> None:
    store.append(some_events(100, "a"))
    (tmp_path / "crashed").mkdir()
    crashed = tmp_path / "crashed" / "beheld.db"
    with contextlib.closing(store.connect()) as connection:
        connection.execute("vacuum into ?", (str(crashed),))
    shutil.copy(f"{store.path}-wal", f"{crashed}-wal")
    before = crashed.read_bytes()
    with pytest.raises(StoreUnavailable, match="beheld restore FILE"):
        open_store(f"sqlite:///{crashed}")
    assert crashed.read_bytes() == before
    assert os.path.getsize(f"{crashed}-wal") > 0


def test_the_file_is_its_owner_s_alone(store: SqliteStore) -> None:
    store.append([an_event("a")])
    for file in store.path.parent.glob("beheld.db*"):
        assert file.stat().st_mode & 0o077 == 0, file
