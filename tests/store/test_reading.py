"""Reading: rows by name, nothing written, connections shared out and given back; how far facts are behind."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from collector.errors import EngineError, StoreUnavailable, TookTooLong
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from tests.store.events import an_event, some_events, stored_ids
from tests.store.threads import together


def test_rows_answer_to_names_and_to_positions(store: SqliteStore) -> None:
    (row,) = store.query("select :one as one, :two as two", {"one": 1, "two": "b"})
    assert (row["one"], row[1], row.keys(), dict(row)) == (1, "b", ["one", "two"], {"one": 1, "two": "b"})


@pytest.mark.parametrize("sql", ["delete from events", "create table x (y)", "insert into events (site) values (1)"])
def test_a_query_cannot_write(store: SqliteStore, sql: str) -> None:
    store.append([an_event("a")])
    with pytest.raises(StoreUnavailable):
        store.query(sql)
    assert stored_ids(store) == ["a"]


def test_a_query_that_is_wrong_says_so_and_the_next_one_works(store: SqliteStore) -> None:
    with pytest.raises(EngineError, match="no such table"):
        store.query("select * from nowhere")
    assert store.query("select 1 as one")[0]["one"] == 1


def test_what_was_appended_is_read_at_once_by_every_thread(store: SqliteStore) -> None:
    def write_and_read(number: int) -> bool:
        store.append([an_event(f"e{number}")])
        return f"e{number}" in stored_ids(store)

    assert all(together(*(lambda n=n: write_and_read(n) for n in range(24))))


def test_facts_are_behind_by_the_events_they_have_not_read(store: SqliteStore) -> None:
    assert store.facts_behind() == 0
    store.append([an_event("a"), an_event("a"), an_event("b")])
    store.append([an_event("b"), an_event("c")])
    assert store.facts_behind() == 3
    refresh(store)
    assert store.facts_behind() == 0


def test_far_behind_is_found_without_counting_every_event(store: SqliteStore) -> None:
    for number in range(3):
        store.append(some_events(4_000, f"batch-{number}"))
    assert store.facts_behind() == 12_000


def test_erasing_the_latest_events_does_not_leave_facts_behind_for_ever(store: SqliteStore) -> None:
    store.append([an_event("a"), an_event("b", visitor="bob")])
    store.erase(1, ["bob"])
    refresh(store)
    assert store.facts_behind() == 0


def test_a_closed_store_leaves_no_log_behind(opened: Callable[..., SqliteStore], tmp_path: Path) -> None:
    store = opened()
    store.append([an_event("a")])
    stored_ids(store)
    store.close()
    assert not list(tmp_path.glob("*-wal"))
    assert stored_ids(opened()) == ["a"]


def test_a_query_ends_when_its_time_is_over(store: SqliteStore) -> None:
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) as last from n"
    with store.within(0.05), pytest.raises(TookTooLong):
        store.query(endless)
    with store.within(0.0), pytest.raises(TookTooLong):
        store.query("select 1 as one")
    assert store.query("select 1 as one")[0]["one"] == 1


def test_only_the_thread_that_set_a_deadline_has_it(store: SqliteStore) -> None:
    with store.within(0.0), ThreadPoolExecutor(1) as others:
        assert others.submit(store.query, "select 1 as one").result()[0]["one"] == 1
