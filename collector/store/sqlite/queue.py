"""The batches that wait for the disk: a bounded queue, and the bell that wakes the writer.

Built on raw locks, since every request passes here: the library's Queue and Condition take several times as long.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections import deque

from collector.errors import Stopping, StoreBusy
from collector.store.sqlite.encode import Batch

EVENTS_A_GROUP = 4_000
BYTES_A_GROUP = 4 * 1024 * 1024


class BatchQueue:
    """Filled by any thread, emptied by one, which takes as many at once as fit into one transaction."""

    def __init__(self, *, most_events: int, most_bytes: int) -> None:
        self._most_events, self._most_bytes = most_events, most_bytes
        self._batches: deque[Batch] = deque()
        self._events = self._bytes = 0
        self._guard, self._bell = allocate_lock(), allocate_lock()
        self._bell.acquire()
        self._taker_sleeps = False
        self.closed = False

    def add(self, batch: Batch) -> None:
        """Put a batch at the end; StoreBusy if too much is waiting already, Stopping when it is closed."""
        with self._guard:
            if self.closed:
                raise Stopping
            if self._batches and not self._has_room(batch):
                raise StoreBusy
            self._batches.append(batch)
            self._events += batch.count
            self._bytes += batch.size
            self._ring()

    def close(self) -> None:
        """Take no more in; what waits can still be taken out."""
        with self._guard:
            self.closed = True
            self._ring()

    def next_group(self, timeout: float) -> list[Batch] | None:
        """What one transaction takes, waited for; empty after `timeout` seconds (-1: never); None: the end."""
        while True:
            with self._guard:
                if self._batches:
                    return self._group()
                if self.closed:
                    return None
                self._taker_sleeps = True
            if not self._bell.acquire(timeout=timeout):
                with self._guard:
                    if self._taker_sleeps:
                        self._taker_sleeps = False
                        return []
                self._bell.acquire()  # it was rung between our two looks

    def _has_room(self, batch: Batch) -> bool:
        return self._events + batch.count <= self._most_events and self._bytes + batch.size <= self._most_bytes

    def _ring(self) -> None:
        if self._taker_sleeps:
            self._taker_sleeps = False
            self._bell.release()

    def _group(self) -> list[Batch]:
        group: list[Batch] = []
        events = size = 0
        while self._batches:
            batch = self._batches[0]
            if group and (events + batch.count > EVENTS_A_GROUP or size + batch.size > BYTES_A_GROUP):
                break
            group.append(self._batches.popleft())
            events += batch.count
            size += batch.size
        self._events -= events
        self._bytes -= size
        return group
