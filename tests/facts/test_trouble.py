"""What the database cannot do is told in the store's words, whoever keeps facts."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import pytest

from collector.errors import StoreUnavailable
from collector.facts import rebuild as rebuilding
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
def test_a_lock_is_reported_as_something_that_passes(impatient: SqliteStore, keep: type) -> None:
    with locked(impatient), pytest.raises(StoreUnavailable, match="try again later"):
        keep(impatient)
    keep(impatient)
    assert len(impatient.query("select person from persons")) == 1


def test_helpers_of_a_rebuild_wait_for_a_locked_file_as_long_as_it_takes(
    impatient: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collector.store.open_store", partial(open_store, busy_seconds=0.05))
    monkeypatch.setattr(rebuilding, "helping", None)
    rebuilding.join_in(impatient.url)
    work = rebuilding.Work(rebuilding.helping.engine.sites()[0], rebuilding.Part(["v:ann"], 1), upto=1)
    doings: SimpleQueue[str] = SimpleQueue()
    rebuilding.helping.engine.connection.set_trace_callback(doings.put)
    with ThreadPoolExecutor(1) as helper:
        with locked(impatient):
            computed = helper.submit(rebuilding.compute_part, work)
            computed.add_done_callback(lambda _: doings.put("ended"))
            for _ in range(3):  # it begins anew each time it has waited in vain
                assert "ended" not in iter(doings.get, "begin immediate")
        computed.result()
    assert len(impatient.query("select person from persons")) == 1
    rebuilding.helping.close()
    rebuilding.helping.store.close()


def test_to_stop_keeping_facts_needs_no_lock(impatient: SqliteStore) -> None:
    with locked(impatient):
        Refresher(impatient).excuse()
