"""A shop's history in a file: how fast events go in, how fast facts are concluded from them, and what they weigh."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from collector.event import Event
from collector.facts.rebuild import rebuild
from collector.facts.refresh import refresh
from collector.store import SqliteStore, open_store
from tests.bench.owner import register
from tests.bench.servers import SITE
from tests.bench.tables import note, table
from tests.bench.traffic import Traffic

EVENTS_A_BATCH = 4_000
BATCHES_AHEAD = 3
EVENTS_AFTERWARDS = 20_000
PROCESSES = (1, 2)


@dataclass(frozen=True)
class History:
    """A file full of events and facts."""

    file: Path
    traffic: Traffic
    events: int

    @property
    def url(self) -> str:
        """What a store is opened with."""
        return f"sqlite:///{self.file}"


def history_in(folder: Path, events: int) -> History:
    """Where a file of this many events is, and the traffic that it is made of."""
    return History(folder / f"history-{events}.db", Traffic(round(events * 1.02) + EVENTS_AFTERWARDS), events)


def make(folder: Path, events: int) -> History:
    """Fill a file with this many events and all their facts, and print how fast that went."""
    history = history_in(folder, events)
    rates: list[tuple[str, int, float]] = []
    with contextlib.closing(open_store(history.url)) as store:
        site = store.add_site(SITE, time_zone="Europe/Lisbon", currency="EUR")
        register(store, site, days=history.traffic.days)
        coming = (event for hour in history.traffic.hours() for event in hour)
        rates.append(("events appended, facts not kept", events, took(lambda: fill(store, islice(coming, events)))))
    weight = history.file.stat().st_size
    for processes in PROCESSES:
        rates.append((f"facts rebuilt, {processes} process(es)", events, rebuilt(history, processes)))
    heavier = history.file.stat().st_size
    with contextlib.closing(open_store(history.url)) as store:
        fill(store, islice(coming, EVENTS_AFTERWARDS))
        rates.append(("facts kept up with new events", EVENTS_AFTERWARDS, took(lambda: refresh(store))))
    table(
        [f"{events:,} events in {history.traffic.days} days", "seconds", "events/s"],
        [[name, f"{seconds:.1f}", f"{count / seconds:,.0f}"] for name, count, seconds in rates],
    )
    note(
        f"Bytes per event in the file: {weight / events:.0f} of events, {(heavier - weight) / events:.0f} of facts; "
        f"{heavier / 2**20:,.0f} MiB in all."
    )
    return history


def kept(folder: Path, events: int) -> History:
    """The file that is in the folder from another time, or else a new one."""
    history = history_in(folder, events)
    return history if history.file.exists() else make(folder, events)


def took(work: Callable[[], object]) -> float:
    """How many seconds something takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def fill(store: SqliteStore, events: Iterator[Event]) -> None:
    """Append all these events, a few batches ahead of the disk."""
    with ThreadPoolExecutor(1) as appending:
        under_way = []
        while batch := list(islice(events, EVENTS_A_BATCH)):
            under_way.append(appending.submit(store.append, batch))
            if len(under_way) > BATCHES_AHEAD:
                under_way.pop(0).result()
        for receipt in under_way:
            receipt.result()


def rebuilt(history: History, processes: int) -> float:
    """Seconds for all facts, from none at all; the file keeps those of the last time."""
    bare = history.file.with_suffix(".events.db")
    if processes == PROCESSES[0]:
        shutil.copy(history.file, bare)
    else:
        shutil.copy(bare, history.file)
    if processes == PROCESSES[-1]:
        bare.unlink()
    with contextlib.closing(open_store(history.url)) as store:
        return took(lambda: rebuild(store, processes=processes))
