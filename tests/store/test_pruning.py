"""Rejected events are kept, but not without end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from collector.event import Notice, Rejected
from collector.store import SqliteStore


def reject(store: SqliteStore, site: int, *names: str) -> None:
    store.append([], [Rejected(site, 1_767_348_000_000, None, name, "{}") for name in names])


def test_only_the_newest_rejections_of_each_site_are_kept(store: SqliteStore) -> None:
    reject(store, 1, "first", "second", "third")
    reject(store, 2, "of the blog")
    assert store.prune_rejected(2) == 1
    assert [row.event for row in store.rejected(1, 10)] == ["third", "second"]
    assert [row.event for row in store.rejected(2, 10)] == ["of the blog"]


def test_fewer_than_that_stay(store: SqliteStore) -> None:
    reject(store, 1, "first")
    assert store.prune_rejected(2) == 0
    assert len(store.rejected(1, 10)) == 1


def notice(days_ago: int, field: str = "props") -> Notice:
    day = f"{datetime.now(UTC) - timedelta(days_ago):%Y-%m-%d}"
    return Notice(1, day, "purchase", field, "too_big", "taken", None)


def noticed(store: SqliteStore) -> list[tuple[object, ...]]:
    rows = store.query("select day, field, events from notices order by day, field")
    return [tuple(row) for row in rows]


def test_faults_are_counted_and_those_of_long_ago_forgotten(store: SqliteStore) -> None:
    store.append([], [], [notice(60), notice(1), notice(1)])
    store.append([], [], [notice(1)])
    assert [row[2] for row in noticed(store)] == [1, 3]
    store.prune_rejected(10)
    assert noticed(store) == [(notice(1).day, "props", 3)]


def test_of_very_many_kinds_of_faults_the_most_frequent_stay(store: SqliteStore) -> None:
    store.append([], [], [notice(1, f"field{number:03}") for number in range(300)] + [notice(1, "field299")])
    store.prune_rejected(10)
    assert len(noticed(store)) == 200
    assert (notice(1).day, "field299", 2) in noticed(store)
