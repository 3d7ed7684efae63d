"""Refused events are kept, but not without end."""

from __future__ import annotations

from collector.event import Rejected
from collector.store import SqliteStore


def refuse(store: SqliteStore, site: int, *names: str) -> None:
    store.append([], [Rejected(site, 1_767_348_000_000, None, name, "{}") for name in names])


def test_only_the_newest_refusals_of_each_site_are_kept(store: SqliteStore) -> None:
    refuse(store, 1, "first", "second", "third")
    refuse(store, 2, "of the blog")
    assert store.prune_rejected(2) == 1
    assert [row.event for row in store.rejected(1, 10)] == ["third", "second"]
    assert [row.event for row in store.rejected(2, 10)] == ["of the blog"]


def test_fewer_than_that_stay(store: SqliteStore) -> None:
    refuse(store, 1, "first")
    assert store.prune_rejected(2) == 0
    assert len(store.rejected(1, 10)) == 1
