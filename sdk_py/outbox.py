"""The bounded queue between the callers and the sender: every event that was taken and is not yet done.

An event is taken once and done once: stored, refused, or given up at the end. It waits until the sender cuts a batch
with it, and waits again when it should be tried again.
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
    """How much is kept, how much goes into one request, and how long an event waits for company (seconds)."""

    queue_events: int
    queue_bytes: int
    batch_events: int
    batch_bytes: int
    interval: float


class Entry:
    """One event on its way. At most `company` events travel with it; `failing_since` is when it first failed."""

    __slots__ = ("company", "context", "event", "failing_since", "id", "number")

    def __init__(self, prepared: Prepared, number: int, company: int) -> None:
        self.id, self.context, self.event = prepared
        self.number = number
        self.company = company
        self.failing_since: float | None = None


class Outbox:
    """Callers put, one sender cuts batches; anybody may wait until what was put is done."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._closing = False
        self.start_afresh()

    def start_afresh(self) -> None:
        """Forget all events, with a lock that nobody holds: for a forked child, whose parent keeps them."""
        # Re-entrant, because a signal handler or a finalizer may put an event while its own thread is in here.
        self._changed = threading.Condition(threading.RLock())
        self._undone: dict[int, Entry] = {}
        self._being_told: dict[int, Entry] = {}
        self._lines: OrderedDict[str, deque[Entry]] = OrderedDict()
        self._bytes = 0
        self._waiting_bytes = 0
        self._waiting = 0
        self._last_number = 0
        self._flush_to = 0
        self._due = inf
        self._rest_until = -inf
        self._rest_was_asked = False
        self._deadline = inf

    def __len__(self) -> int:
        return len(self._undone)

    @property
    def is_empty(self) -> bool:
        """Whether everything is done."""
        return not self._undone and not self._being_told

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is taken."""
        return self._closing

    @property
    def half_empty(self) -> bool:
        """Whether there is room to take over what another process left behind."""
        return len(self._undone) * 2 <= self._bounds.queue_events and self._bytes * 2 <= self._bounds.queue_bytes

    def has_room_for(self, size: int) -> bool:
        """Whether an event of so many bytes could be taken now."""
        full = len(self._undone) >= self._bounds.queue_events or self._bytes + size > self._bounds.queue_bytes
        return not (full or self._closing)

    def put(self, prepared: Prepared) -> bool:
        """Take an event; False when there is no room or the outbox is closed."""
        with self._changed:
            if not self.has_room_for(len(prepared.event)):
                return False
            self._take(prepared)
        return True

    def adopt(self, left_behind: Iterable[Prepared]) -> None:
        """Take events that a former process had already taken; there is always room for them."""
        with self._changed:
            for prepared in left_behind:
                self._take(prepared)

    def _take(self, prepared: Prepared) -> None:
        was_full_batch = self._is_full_batch()
        self._last_number += 1
        entry = Entry(prepared, self._last_number, self._bounds.batch_events)
        self._undone[entry.number] = entry
        self._bytes += len(entry.event)
        self._lines.setdefault(entry.context, deque()).append(entry)
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
        """Wait for a batch and take it out of the line; None when closed and empty, or its time is over."""
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
        ready = max(now if hurried else self._due, self._rest_until)
        return min(ready, self._deadline) - now

    def _cut(self) -> list[Entry]:
        context, line = next(iter(self._lines.items()))
        batch: list[Entry] = []
        size, company = 0, self._bounds.batch_events
        while line and len(batch) < min(company, line[0].company):
            if batch and size + len(line[0].event) > self._bounds.batch_bytes:
                break
            entry = line.popleft()
            company = min(company, entry.company)
            size += len(entry.event) + 1
            batch.append(entry)
            self._count_waiting(-1, entry)
        self._close_ranks(context)
        return batch

    def _close_ranks(self, context: str) -> None:
        if self._lines[context]:
            self._lines.move_to_end(context)  # each browser's events get their turn
        else:
            del self._lines[context]
        if not self._waiting:
            self._due = inf

    def again(self, batch: Sequence[Entry], *, rest: float = 0, asked: bool = False) -> None:
        """Line a batch up in front, to be tried after a rest (seconds); `asked`: the collector wants that rest."""
        with self._changed:
            self._line_up(batch, first=True)
            self._rest(rest, asked)

    def again_last(self, batch: Sequence[Entry], *, rest: float = 0) -> None:
        """Line a batch up behind all others, so that they get through even if this one never does."""
        with self._changed:
            self._line_up(batch, first=False)
            self._rest(rest, asked=False)

    def _line_up(self, batch: Sequence[Entry], *, first: bool) -> None:
        undone = [entry for entry in batch if entry.number in self._undone]
        if not undone:
            return
        line = self._lines.setdefault(undone[0].context, deque())
        if first:
            line.extendleft(reversed(undone))
        else:
            line.extend(undone)
        self._lines.move_to_end(undone[0].context, last=not first)
        for entry in undone:
            self._count_waiting(+1, entry)
        self._due = -inf

    def _rest(self, seconds: float, asked: bool) -> None:
        self._rest_until = monotonic() + seconds
        self._rest_was_asked = asked

    @contextmanager
    def done(self, batch: Iterable[Entry]) -> Iterator[list[Entry]]:
        """Mark events as done, and give those that were not done before; who waits for them waits for the block too."""
        with self._changed:
            now_done = [entry for entry in batch if self._undone.pop(entry.number, None) is not None]
            self._bytes -= sum(len(entry.event) for entry in now_done)
            self._being_told.update((entry.number, entry) for entry in now_done)
        try:
            yield now_done
        finally:
            with self._changed:
                for entry in now_done:
                    self._being_told.pop(entry.number, None)
                self._changed.notify_all()

    def flush(self, timeout: float | None) -> bool:
        """Hurry, and wait until everything put before now is done; False if that took longer than `timeout` seconds."""
        with self._changed:
            target = self._last_number
            self._flush_to = max(self._flush_to, target)
            self._hurry()
            return self._changed.wait_for(lambda: self._oldest() > target, timeout)

    def _is_flushing(self) -> bool:
        return self._oldest() <= self._flush_to

    def _oldest(self) -> float:
        return min(next(iter(self._undone), inf), next(iter(self._being_told), inf))

    def _hurry(self) -> None:
        if not self._rest_was_asked:
            self._rest_until = -inf
        self._changed.notify_all()

    def close(self, timeout: float) -> None:
        """Take nothing more, and let the sender work for at most so many seconds."""
        with self._changed:
            self._closing = True
            self._deadline = min(self._deadline, monotonic() + timeout)
            self._hurry()

    def wait_until_empty(self) -> None:
        """Wait until all is done or the time given to `close` is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.is_empty, max(0, self._deadline - monotonic()))

    def wait_until_told(self, timeout: float) -> None:
        """Wait a moment for what the application is being told right now."""
        with self._changed:
            self._changed.wait_for(lambda: not self._being_told, timeout)

    def clear(self) -> list[Entry]:
        """Let nothing wait any more, and give all that is not done, also what is on the way."""
        with self._changed:
            self._lines.clear()
            self._waiting = self._waiting_bytes = 0
            return list(self._undone.values())
