"""A program that stores events from several threads and prints each id once it is acknowledged, until it is killed.

`URL CYCLE [early]`: its input names, a line each, ids of earlier cycles to send again first. `early` is the mistake
that the durability test must catch: it acknowledges what is only queued.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from itertools import count

from collector.event import Event, Item, Notice, Page, Receipt, Rejected
from collector.store import SqliteStore, open_store
from collector.store.sqlite.encode import Batch
from tests.store.events import an_event
from tests.store.threads import together

THREADS = 8


class EarlyStore(SqliteStore):
    """Says that a batch is stored when it is not."""

    def append(
        self, events: Sequence[Event], rejected: Sequence[Rejected] = (), notices: Sequence[Notice] = ()
    ) -> Receipt:
        """Queue a batch and not wait for the disk."""
        self._running_writer().submit(Batch(events, rejected))
        return Receipt(len(events), 0)


def event(id: str) -> Event:
    """One event with an item, on a page of its own."""
    return an_event(id, type="click", page=Page(f"https://shop.example/{id}"), items=(Item("sku"),))


def batches(cycle: str, thread: int, again: list[str]) -> Iterator[list[str]]:
    """What one thread sends: its share of what was never acknowledged, then new ids without end."""
    mine = again[thread::THREADS]
    yield from (mine[start : start + 3] for start in range(0, len(mine), 3))
    for number in count():
        yield [f"{cycle}-{thread}-{number}-{part}" for part in range(1 + number % 4)]


def main(url: str, cycle: str, *, early: bool) -> None:
    """Send until killed. What will be sent is printed too, with a + before it, and what is acknowledged with an =."""
    again = sys.stdin.read().split()
    store = open_store(url)
    if early:
        store.__class__ = EarlyStore

    def send(thread: int) -> None:
        for ids in batches(cycle, thread, again):
            say("+", ids)
            store.append([event(id) for id in ids])
            say("=", ids)

    together(*(lambda t=t: send(t) for t in range(THREADS)))


def say(sign: str, ids: list[str]) -> None:
    """Print a line for each id, all in one write, which no signal can cut."""
    os.write(1, "".join(f"{sign}{id}\n" for id in ids).encode())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], early=sys.argv[3:] == ["early"])
