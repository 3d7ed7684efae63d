"""The bounded queue between callers and the sender. It holds every event that was taken and is not yet done.

An event is taken once and done once: stored, rejected, failed, or given up at the end. It waits until the sender cuts
a batch with it, and waits again if the batch must be sent again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from math import inf
from time import monotonic
from typing import NamedTuple

from sdk_py.events import Prepared


class Bounds(NamedTuple):
    """Limits of the queue and of one batch, and how long an event waits for others (seconds)."""

    queue_events: int
    queue_bytes: int
    batch_events: int
    batch_bytes: int
    interval: float


class Entry:
    """One event in the outbox. At most `batch_limit` events share its batch; `failing_since`: its first failure."""

    __slots__ = ("batch_limit", "context", "event", "failing_since", "id", "number")

    def __init__(self, prepared: Prepared, number: int, batch_limit: int) -> None:
        self.id, self.context, self.event = prepared
        self.number = number
        self.batch_limit = batch_limit
        self.failing_since: float | None = None


class Outbox:
    """Callers put events, one sender cuts batches, and anyone can wait until the events are done."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._closing = False
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Start empty and unlocked, here and in a forked child, whose parent keeps the events."""
        # Re-entrant, because a signal handler or finalizer may put an event while its own thread holds the lock.
        self._changed = threading.Condition(threading.RLock())
        self._undone: dict[int, Entry] = {}
        self._being_reported: dict[int, Entry] = {}
        self._queues: OrderedDict[str, deque[Entry]] = OrderedDict()
        self._bytes = 0
        self._waiting_bytes = 0
        self._waiting = 0
        self._last_number = 0
        self._flush_to = 0
        self._due = inf
        self._wait_until = -inf
        self._wait_is_required = False
        self._deadline = inf

    def __len__(self) -> int:
        return len(self._undone)

    @property
    def is_empty(self) -> bool:
        """Whether all events are done."""
        return not self._undone and not self._being_reported

    @property
    def is_closed(self) -> bool:
        """Whether no more events are taken."""
        return self._closing

    @property
    def half_empty(self) -> bool:
        """Whether there is room to adopt the events of another process."""
        return len(self._undone) * 2 <= self._bounds.queue_events and self._bytes * 2 <= self._bounds.queue_bytes

    def has_room_for(self, size: int) -> bool:
        """Whether there is room for an event of this many bytes."""
        full = len(self._undone) >= self._bounds.queue_events or self._bytes + size > self._bounds.queue_bytes
        return not (full or self._closing)

    def put(self, prepared: Prepared) -> bool:
        """Take an event. False if there is no room or the outbox is closed."""
        with self._changed:
            if not self.has_room_for(len(prepared.event)):
                return False
            self._take(prepared)
        return True

    def adopt(self, left_behind: Iterable[Prepared]) -> None:
        """Take events from an earlier process, whether or not there is room."""
        with self._changed:
            for prepared in left_behind:
                self._take(prepared)

    def _take(self, prepared: Prepared) -> None:
        was_full_batch = self._is_full_batch()
        self._last_number += 1
        entry = Entry(prepared, self._last_number, self._bounds.batch_events)
        self._undone[entry.number] = entry
        self._bytes += len(entry.event)
        self._queues.setdefault(entry.context, deque()).append(entry)
        self._count_waiting(+1, entry)
        if self._waiting == 1:
            self._due = monotonic() + self._bounds.interval
        if self._waiting == 1 or (self._is_full_batch() and not was_full_batch):
            self._changed.notify_all()

    def _count_waiting(self, sign: int, entry: Entry) -> None:
        self._waiting += sign
        self._waiting_bytes += sign * len(entry.event)

    def _is_full_batch(self) -> bool:
        return self._waiting >= self._bounds.batch_events or self._waiting_bytes >= self._bounds.batch_bytes

    def cut(self) -> list[Entry] | None:
        """Wait for a batch and take it out of the queue. None if closed and empty, or on timeout."""
        with self._changed:
            while True:
                now = monotonic()
                if self._closing and (not self._waiting or now >= self._deadline):
                    return None
                wait = self._seconds_to_wait(now)
                if wait <= 0:
                    return self._cut()
                self._changed.wait(None if wait == inf else wait)

    def _seconds_to_wait(self, now: float) -> float:
        if not self._waiting:
            return inf
        hurried = self._closing or self._is_flushing() or self._is_full_batch()
        ready = max(now if hurried else self._due, self._wait_until)
        return min(ready, self._deadline) - now

    def _cut(self) -> list[Entry]:
        context, line = next(iter(self._queues.items()))
        batch: list[Entry] = []
        size, limit = 0, self._bounds.batch_events
        while line and len(batch) < min(limit, line[0].batch_limit):
            if batch and size + len(line[0].event) > self._bounds.batch_bytes:
                break
            entry = line.popleft()
            limit = min(limit, entry.batch_limit)
            size += len(entry.event) + 1
            batch.append(entry)
            self._count_waiting(-1, entry)
        self._next_context(context)
        return batch

    def _next_context(self, context: str) -> None:
        if self._queues[context]:
            self._queues.move_to_end(context)  # contexts take turns
        else:
            del self._queues[context]
        if not self._waiting:
            self._due = inf

    def again(self, batch: Sequence[Entry], *, wait: float = 0, required: bool = False) -> None:
        """Put a batch back in front, to send after `wait` seconds. `required`: the collector set that wait."""
        with self._changed:
            self._put_back(batch, first=True)
            self._postpone(wait, required)

    def again_last(self, batch: Sequence[Entry], *, wait: float = 0) -> None:
        """Put a batch back behind all others, so that it cannot hold them up."""
        with self._changed:
            self._put_back(batch, first=False)
            self._postpone(wait, required=False)

    def _put_back(self, batch: Sequence[Entry], *, first: bool) -> None:
        undone = [entry for entry in batch if entry.number in self._undone]
        if not undone:
            return
        line = self._queues.setdefault(undone[0].context, deque())
        if first:
            line.extendleft(reversed(undone))
        else:
            line.extend(undone)
        self._queues.move_to_end(undone[0].context, last=not first)
        for entry in undone:
            self._count_waiting(+1, entry)
        self._due = -inf

    def _postpone(self, seconds: float, required: bool) -> None:
        self._wait_until = monotonic() + seconds
        self._wait_is_required = required

    @contextmanager
    def done(self, batch: Iterable[Entry]) -> Iterator[list[Entry]]:
        """Mark events as done, and yield those that were not done before. `flush` waits for the block to end."""
        with self._changed:
            now_done = [entry for entry in batch if self._undone.pop(entry.number, None) is not None]
            self._bytes -= sum(len(entry.event) for entry in now_done)
            self._being_reported.update((entry.number, entry) for entry in now_done)
        try:
            yield now_done
        finally:
            with self._changed:
                for entry in now_done:
                    self._being_reported.pop(entry.number, None)
                self._changed.notify_all()

    def flush(self, timeout: float | None) -> bool:
        """Send at once, and wait until all events put so far are done. False after `timeout` seconds."""
        with self._changed:
            target = self._last_number
            self._flush_to = max(self._flush_to, target)
            self._hurry()
            return self._changed.wait_for(lambda: self._oldest() > target, timeout)

    def _is_flushing(self) -> bool:
        return self._oldest() <= self._flush_to

    def _oldest(self) -> float:
        return min(next(iter(self._undone), inf), next(iter(self._being_reported), inf))

    def _hurry(self) -> None:
        if not self._wait_is_required:
            self._wait_until = -inf
        self._changed.notify_all()

    def close(self, timeout: float) -> None:
        """Take no more events, and give the sender at most `timeout` seconds for the rest."""
        with self._changed:
            self._closing = True
            self._deadline = min(self._deadline, monotonic() + timeout)
            self._hurry()

    def wait_until_empty(self) -> None:
        """Wait until all events are done, or the timeout of `close` is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_empty, max(0, self._deadline - monotonic()))

    def wait_until_reported(self, timeout: float) -> None:
        """Wait for callbacks that are running now."""
        with self._changed:
            self._changed.wait_for(lambda: not self._being_reported, timeout)

    def clear(self) -> list[Entry]:
        """Empty the queue, and return all events that are not done, including those being sent."""
        with self._changed:
            self._queues.clear()
            self._waiting = self._waiting_bytes = 0
            return list(self._undone.values())
