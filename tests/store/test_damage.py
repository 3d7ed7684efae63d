"""A damaged file: once it was noticed nothing is taken any more, and everybody is told the way out."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest

from collector.errors import StoreUnavailable
from collector.store import SqliteStore
from tests.store.events import an_event, some_events

PAGE = 4096


def damage(path: Path, numbers: list[int]) -> None:
    """Overwrite pages of the file with what no page can be."""
    with path.open("r+b") as file:
        for number in numbers:
            file.seek((number - 1) * PAGE)
            file.write(b"\xa5" * PAGE)


def pages_of(store: SqliteStore, name: str) -> list[int]:
    """The root page of a table or an index."""
    return [row[0] for row in store.query("select rootpage from sqlite_schema where name = :name", {"name": name})]


@pytest.fixture
def filled(opened: Callable[..., SqliteStore]) -> SqliteStore:
    """A store that was just opened, with all its events in the file and none in memory."""
    first = opened()
    first.add_site("shop", time_zone="UTC", currency="EUR")
    first.append(some_events(400, "old"))
    with contextlib.closing(first.connect()) as connection:
        assert connection.execute("pragma page_size").fetchone()[0] == PAGE
    first.close()
    return opened()


def rejected(store: SqliteStore, id: str) -> bool:
    """Whether an event is turned away as one to send again later."""
    try:
        store.append([an_event(id)])
    except StoreUnavailable as error:
        return error.status == 503
    return False


@pytest.mark.parametrize("name", ["events", "events_once", "contexts"])
def test_a_damaged_page_is_answered_with_503_from_then_on(filled: SqliteStore, name: str) -> None:
    good = filled.path.read_bytes()
    damage(filled.path, pages_of(filled, name))
    assert rejected(filled, "first")
    filled.path.write_bytes(good)  # what some positions of a file do by themselves: the next write would go well
    assert [rejected(filled, f"new-{n}") for n in range(5)] == [True] * 5
    ready = filled.ready()
    assert not ready.ready
    assert "beheld restore" in str(ready.why)


def test_damage_that_only_a_reader_meets_stops_the_writer_too(filled: SqliteStore) -> None:
    damage(filled.path, pages_of(filled, "definitions"))
    with pytest.raises(StoreUnavailable, match="beheld restore"):
        filled.definitions(1, "actions")
    assert rejected(filled, "new")
    assert "damaged" in str(filled.ready().why)


def test_a_restart_after_the_file_is_whole_again_takes_events(
    filled: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    good = filled.path.read_bytes()
    damage(filled.path, pages_of(filled, "events"))
    assert rejected(filled, "new")
    filled.close()
    filled.path.write_bytes(good)
    assert opened().append([an_event("new")]).accepted == 1


def test_a_file_whose_header_is_overwritten_takes_nothing_from_then_on(filled: SqliteStore) -> None:
    good = filled.path.read_bytes()
    damage(filled.path, [1])
    assert rejected(filled, "first")
    filled.path.write_bytes(good)
    assert rejected(filled, "second")


def test_every_process_stays_at_503_once_one_has_met_damage(
    filled: SqliteStore, opened: Callable[..., SqliteStore]
) -> None:
    other = opened()
    good = filled.path.read_bytes()
    damage(filled.path, pages_of(filled, "events"))
    assert rejected(filled, "first")
    filled.path.write_bytes(good)
    assert rejected(other, "second")
    assert "beheld restore" in str(other.ready().why)
    late = opened()
    assert rejected(late, "third")
    assert (filled.path.with_name("beheld.db.damaged").stat().st_mode & 0o777) == 0o600
