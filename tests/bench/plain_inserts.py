"""The ceiling of the disk and of SQLite: rows put into the events table by `executemany`, by nobody but us."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from collector.event import Event
from collector.store import open_store

INSERT = "insert or ignore into events ({columns}) values ({places})"


def events_per_second(folder: Path, batch: int, *, seconds: float) -> float:
    """How many events go into the table in commits of `batch` events, each flushed to the disk (FULL)."""
    store = open_store(f"sqlite:///{folder / f'plain-{batch}.db'}")
    columns = [name for name in Event._fields if name not in ("page", "context", "items")] + ["page", "context"]
    insert = INSERT.format(columns=", ".join(columns), places=", ".join("?" * len(columns)))
    rows = some_rows()
    done, took = 0, 0.0
    with contextlib.closing(store), contextlib.closing(store.connect()) as connection:
        while took < seconds:
            few = list(islice(rows, batch))
            begin = time.perf_counter()
            connection.execute("begin immediate")
            connection.executemany(insert, few)
            connection.execute("commit")
            took += time.perf_counter() - begin
            done += batch
    return done / took


def some_rows() -> Iterator[tuple[object, ...]]:
    """Rows as events make them, without end."""
    run, now, nth = os.urandom(4).hex(), time.time_ns() // 1_000_000, 0
    while True:
        nth += 1
        event = Event(
            1, 0, f"{run}-0000-7000-8000-{nth:012x}", "execute", now + nth, now + nth, f"{run}-{nth // 15}", None,
            f"{run}-{nth // 15}-{nth // 8 % 2}", "home-recs", None, "products", "summer",
        )  # fmt: skip
        yield (*event[:27], nth // 15 % 500, nth // 15 % 200)
