"""What the application hears of its events: counts, callbacks and the log "beheld.sdk". Never an exception."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from sdk_py.errors import BeheldError, InvalidEvent, QueueFull
from sdk_py.own_words import OwnLog

log = OwnLog("beheld.sdk")

QUIET_SECONDS = 60.0
MOST_PARTS = 1_000


@dataclass(frozen=True, slots=True)
class Rejection:
    """One event that the collector did not store: `errors` is {path: [messages]}, `event` what was sent."""

    id: str
    errors: dict[str, list[str]]
    event: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Stats:
    """What became of the events of this process so far; all are counts of events, but for `requests` and `retries`.

    taken + adopted = accepted + duplicates + rejected + refused + unsent + kept + waiting
    """

    taken: int = 0
    """put in the queue by a call"""
    adopted: int = 0
    """found in the spool, left there by a former process"""
    accepted: int = 0
    """on the collector's disk"""
    duplicates: int = 0
    """had been on the collector's disk before"""
    rejected: int = 0
    """not stored: something is wrong with the event (`on_rejected` was told what)"""
    refused: int = 0
    """not stored: the collector would not hear this client at all, as with an unknown key (`on_error` was told)"""
    unsent: int = 0
    """given up when the client was closed"""
    kept: int = 0
    """in the spool when the client was closed, for the next process"""
    waiting: int = 0
    """in the queue or on the way"""
    invalid: int = 0
    """not even taken: nobody could ever store it (InvalidEvent)"""
    full: int = 0
    """not even taken: the queue was full or closed"""
    left_out: int = 0
    """taken without a part that could not be meant, which the log names"""
    echoes: int = 0
    """not taken: tracked while the SDK itself was logging or sending, as by a logging handler"""
    requests: int = 0
    """batches that were sent"""
    retries: int = 0
    """batches of these that have to be sent again"""


class Notices:
    """Counts, and tells whoever asked to be told."""

    def __init__(
        self,
        on_error: Callable[[BeheldError], object] | None = None,
        on_rejected: Callable[[Rejection], object] | None = None,
    ) -> None:
        self._on_error = on_error
        self._on_rejected = on_rejected
        self.start_afresh()

    def start_afresh(self) -> None:
        """Count from zero, as a forked child does."""
        self._lock = threading.RLock()
        self._counts: dict[str, int] = {}
        self._telling = threading.local()
        self._next_complaint = 0.0
        self._next_warnings: dict[str, float] = {}
        self._reached = True

    def count(self, **more: int) -> None:
        """Add to counts of `Stats`."""
        with self._lock:
            for name, number in more.items():
                self._counts[name] = self._counts.get(name, 0) + number

    def stats(self, *, waiting: int) -> Stats:
        """The counts so far."""
        with self._lock:
            return Stats(**self._counts, waiting=waiting)

    def lost(self, error: BeheldError, ids: Sequence[str]) -> None:
        """These events are lost, for this reason."""
        error.ids = tuple(ids)
        log.error("%d events lost, the first is %s: %s", len(error.ids), error.ids[0], error)
        self._tell(self._on_error, error)

    def full(self, error: QueueFull) -> None:
        """An event was not even taken; the log says so once a minute, `on_error` hears of each."""
        self.count(full=1)
        if monotonic() >= self._next_complaint:
            self._next_complaint = monotonic() + QUIET_SECONDS
            log.error("%s (%d events so far)", error, self._counts["full"])
        self._tell(self._on_error, error)

    def invalid(self, error: InvalidEvent) -> None:
        """An event was not taken because something is wrong with it, and its caller does not want to hear of it."""
        log.error("an event cannot be stored: %s", error)
        self._tell(self._on_error, error)

    def left_out(self, id: str, told: Mapping[str, Sequence[str]]) -> None:
        """A part of an event is not sent as it was given; the log says so once a minute for each part."""
        self.count(left_out=1)
        for path, said in told.items():
            part = ".".join(name for name in path.split(".") if not name.isdigit())
            if monotonic() >= self._next_warnings.get(part, 0):
                if len(self._next_warnings) > MOST_PARTS:
                    self._next_warnings.clear()
                self._next_warnings[part] = monotonic() + QUIET_SECONDS
                log.warning("event %s: %s: %s", id, path, " ".join(said))

    def trouble(self, error: BeheldError) -> None:
        """Something is wrong that has not cost an event yet."""
        log.error("%s", error)
        self._tell(self._on_error, error)

    def rejected(self, rejection: Rejection) -> None:
        """The collector did not store this event."""
        self.count(rejected=1)
        log.error("event %s was rejected: %s", rejection.id, rejection.errors)
        self._tell(self._on_rejected, rejection)

    def delayed(self, error: BeheldError) -> None:
        """The collector could not take a batch, which will be sent again; the log says so once per outage."""
        self.count(retries=1)
        log.log(logging.WARNING if self._reached else logging.DEBUG, "%s; the events will be sent again", error)
        self._reached = False

    def reached(self) -> None:
        """The collector answers."""
        if not self._reached:
            log.warning("the collector takes events again")
        self._reached = True

    def _tell(self, callback: Callable[[Any], object] | None, what: object) -> None:
        # A callback may send events itself: what goes wrong with those is counted and logged, but not told to it again.
        if callback is None or getattr(self._telling, "now", False):
            return
        self._telling.now = True
        try:
            callback(what)
        except Exception:
            log.exception("a callback given to Beheld failed")
        finally:
            self._telling.now = False
