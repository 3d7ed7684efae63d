"""What the database cannot do is told in the store's words, whoever keeps facts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.errors import StoreUnavailable
from collector.facts.rebuild import rebuild
from collector.facts.refresh import refresh
from collector.facts.refresher import Refresher
from collector.store import SqliteStore, open_store
from collector.store.sqlite.engine import open_connection
from tests.facts.streams import a_view


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[SqliteStore]:
    """A store that does not wait long for a lock."""
    store = open_store(f"sqlite:///{tmp_path / 'beheld.db'}", busy_seconds=0.05)
    store.add_site("shop", time_zone="UTC", currency="EUR")
    store.append([a_view()])
    yield store
    store.close()


@contextlib.contextmanager
def locked(store: SqliteStore) -> Iterator[None]:
    """Another program writes, and does not end."""
    with contextlib.closing(open_connection(store.path)) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@pytest.mark.parametrize("keep", [refresh, rebuild])
def test_a_lock_is_told_as_something_that_passes(impatient: SqliteStore, keep: type) -> None:
    with locked(impatient), pytest.raises(StoreUnavailable, match="try again later"):
        keep(impatient)
    keep(impatient)
    assert len(impatient.query("select person from persons")) == 1


def test_who_stops_keeping_facts_minds_no_lock(impatient: SqliteStore) -> None:
    with locked(impatient):
        Refresher(impatient).excuse()
