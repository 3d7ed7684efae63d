"""The schema's changes: forward only, each whole or not at all, and never run by a program too old for them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.errors import StoreUnavailable
from collector.store import SqliteStore, open_store
from collector.store.sqlite.engine import sqlite3
from collector.store.sqlite.migrations import Migration, migrate, migrations
from tests.store.events import an_event, rows, stored_ids

NEXT = migrations()[-1].number + 1


def test_a_new_file_goes_through_all_changes_in_order(store: SqliteStore) -> None:
    assert [(row["number"], row["name"]) for row in rows(store, "migrations")] == [
        (migration.number, migration.name) for migration in migrations()
    ]


def test_changes_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, NEXT))


def test_opening_again_changes_nothing(opened: Callable[..., SqliteStore]) -> None:
    first = opened()
    first.append([an_event("a")])
    before = rows(first, "migrations")
    first.close()
    again = opened()
    assert rows(again, "migrations") == before
    assert stored_ids(again) == ["a"]


def test_a_database_from_a_newer_version_is_rejected_and_left_alone(
    url: str, opened: Callable[..., SqliteStore], tmp_path: Path
) -> None:
    store = opened()
    with contextlib.closing(store.connect()) as connection:
        connection.execute("insert into migrations values (?, 'from_the_future', 0)", (NEXT + 7,))
    store.close()
    before = (tmp_path / "beheld.db").read_bytes()
    with pytest.raises(StoreUnavailable, match=rf"number {NEXT + 7}, this version knows {NEXT - 1}\): upgrade Beheld"):
        open_store(url)
    assert (tmp_path / "beheld.db").read_bytes() == before


def test_a_later_change_is_made_once_and_keeps_what_is_stored(store: SqliteStore) -> None:
    store.append([an_event("a")])
    later = Migration(NEXT, "later", "create table later (only_row integer) strict;\ninsert into later values (1);")
    with contextlib.closing(store.connect()) as connection:
        for _ in range(2):
            migrate(connection, [*migrations(), later], store.write_lock)
    assert rows(store, "later") == [{"only_row": 1}]
    assert rows(store, "migrations")[-1]["name"] == "later"
    assert stored_ids(store) == ["a"]


def test_a_change_that_fails_leaves_nothing_of_itself(store: SqliteStore) -> None:
    broken = Migration(NEXT, "broken", "create table half (x integer) strict;\ninsert into nowhere values (1);")
    with contextlib.closing(store.connect()) as connection:
        with pytest.raises(sqlite3.DatabaseError, match="nowhere"):
            migrate(connection, [*migrations(), broken], store.write_lock)
        assert not connection.in_transaction
    assert store.query("select name from sqlite_schema where name = 'half'") == []
    assert [row["number"] for row in rows(store, "migrations")] == list(range(1, NEXT))
