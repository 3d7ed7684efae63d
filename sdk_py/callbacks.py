"""Report what became of events: in counts, in callbacks and in the log "beheld.sdk". Never raises."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from sdk_py.errors import BeheldError, InvalidEvent, QueueFull
from sdk_py.self_logging import UntrackedLog

log = UntrackedLog("beheld.sdk")

QUIET_SECONDS = 60.0
MAX_REMEMBERED_FIELDS = 1_000


@dataclass(frozen=True, slots=True)
class Rejection:
    """An event that the collector did not store. `errors` is {path: [messages]}, `event` is the event as sent."""

    id: str
    errors: dict[str, list[str]]
    event: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stats:
    """What became of the events of this process so far. `requests` and `retries` count batches, all others events.

    taken + adopted = accepted + duplicates + rejected + failed + unsent + kept + waiting
    """

    taken: int = 0
    """put into the queue by a call"""
    adopted: int = 0
    """taken over from the spool of an earlier process"""
    accepted: int = 0
    """stored by the collector"""
    duplicates: int = 0
    """already stored before"""
    rejected: int = 0
    """not stored, because the event is invalid; `on_rejected` got the reasons"""
    failed: int = 0
    """not stored, because the collector rejected the request (for example: unknown key); `on_error` got the error"""
    unsent: int = 0
    """not sent before the client was closed, and lost"""
    kept: int = 0
    """not sent before the client was closed, but kept in the spool for the next process"""
    waiting: int = 0
    """in the queue, or in a request that has no answer yet"""
    invalid: int = 0
    """not taken, because the event is invalid (InvalidEvent)"""
    full: int = 0
    """not taken, because the queue was full or the client closed"""
    left_out: int = 0
    """taken without an invalid part, or with a replacement for it; the log names it"""
    echoes: int = 0
    """not taken, because a logging handler tracked what the SDK itself logs"""
    requests: int = 0
    """batches sent"""
    retries: int = 0
    """batches that had to be sent again"""


class Callbacks:
    """Counts events, logs problems and calls the application's callbacks."""

    def __init__(
        self,
        on_error: Callable[[BeheldError], object] | None = None,
        on_rejected: Callable[[Rejection], object] | None = None,
    ) -> None:
        self._on_error = on_error
        self._on_rejected = on_rejected
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Start counting from zero, here and in a forked child."""
        self._lock = threading.RLock()
        self._counts: dict[str, int] = {}
        self._calling = threading.local()
        self._next_complaint = 0.0
        self._next_warnings: dict[str, float] = {}
        self._reached = True

    def count(self, **more: int) -> None:
        """Add to the counts of `Stats`."""
        with self._lock:
            for name, number in more.items():
                self._counts[name] = self._counts.get(name, 0) + number

    def stats(self, *, waiting: int) -> Stats:
        """The counts so far."""
        with self._lock:
            return Stats(**self._counts, waiting=waiting)

    def lost(self, error: BeheldError, ids: Sequence[str]) -> None:
        """Report that these events are lost, and why."""
        error.ids = tuple(ids)
        log.error("%d events lost, the first is %s: %s", len(error.ids), error.ids[0], error)
        self._call(self._on_error, error)

    def full(self, error: QueueFull) -> None:
        """Report an event that was not taken: to the log once a minute, to `on_error` each time."""
        self.count(full=1)
        if monotonic() >= self._next_complaint:
            self._next_complaint = monotonic() + QUIET_SECONDS
            log.error("%s (%d events so far)", error, self._counts["full"])
        self._call(self._on_error, error)

    def invalid(self, error: InvalidEvent) -> None:
        """Report an invalid event to `on_error`, instead of raising."""
        log.error("invalid event, not taken: %s", error)
        self._call(self._on_error, error)

    def left_out(self, id: str, warnings: Mapping[str, Sequence[str]]) -> None:
        """Log, once a minute for each field, that a part of an event was left out or replaced."""
        self.count(left_out=1)
        for path, messages in warnings.items():
            part = ".".join(name for name in path.split(".") if not name.isdigit())
            if monotonic() >= self._next_warnings.get(part, 0):
                if len(self._next_warnings) > MAX_REMEMBERED_FIELDS:
                    self._next_warnings.clear()
                self._next_warnings[part] = monotonic() + QUIET_SECONDS
                log.warning("event %s: %s: %s", id, path, " ".join(messages))

    def trouble(self, error: BeheldError) -> None:
        """Report a problem that has not lost an event yet."""
        log.error("%s", error)
        self._call(self._on_error, error)

    def rejected(self, rejection: Rejection) -> None:
        """Report an event that the collector did not store."""
        self.count(rejected=1)
        log.error("event %s was rejected: %s", rejection.id, rejection.errors)
        self._call(self._on_rejected, rejection)

    def delayed(self, error: BeheldError) -> None:
        """Log, once per outage, that a batch must be sent again."""
        self.count(retries=1)
        log.log(logging.WARNING if self._reached else logging.DEBUG, "%s; will retry", error)
        self._reached = False

    def reached(self) -> None:
        """Log the end of an outage."""
        if not self._reached:
            log.warning("the collector is available again")
        self._reached = True

    def _call(self, callback: Callable[[Any], object] | None, what: object) -> None:
        # A callback may send events itself. Problems with those are counted and logged, but do not call it again.
        if callback is None or getattr(self._calling, "now", False):
            return
        self._calling.now = True
        try:
            callback(what)
        except Exception:
            log.exception("a callback given to Beheld failed")
        finally:
            self._calling.now = False
