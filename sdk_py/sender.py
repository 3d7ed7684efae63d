"""The one thread that takes batches from the outbox to the collector, and knows what each answer means for them.

Everything taken is done once: stored, rejected with a reason, refused, or given up when the client is closed. Only what
can succeed later is sent again, always with the same ids, so that the collector stores it once.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sdk_py.errors import BeheldError, NotSent, Refused, Unavailable
from sdk_py.notices import Notices, Rejection, log
from sdk_py.outbox import Entry, Outbox
from sdk_py.transport import Stored

if TYPE_CHECKING:
    from sdk_py.spool import Spool

FAULT_OF_SOME = (400, 413, 422)
AWAY = (502, 503, 504)


class Patience(NamedTuple):
    """Rests between attempts (seconds), and how long to go on with events that the collector itself breaks on."""

    first_rest: float = 0.5
    longest_rest: float = 60.0
    give_up_after: float = 86_400.0


class Carrier(Protocol):
    """What takes a batch to the collector: `Transport`."""

    def send(self, context: str, events: Sequence[bytes]) -> Stored:
        """Send one batch; Refused or Unavailable says why it was not stored."""


class Sender:
    """Works off an outbox until that is closed."""

    def __init__(
        self, outbox: Outbox, carrier: Carrier, *, notices: Notices, spool: Spool | None, patience: Patience
    ) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._notices = notices
        self._spool = spool
        self._patience = patience
        self.start_afresh()

    def start_afresh(self) -> None:
        """Be the sender of a forked child."""
        self._failures = 0

    def run(self) -> None:
        """Send what there is and what comes, until the outbox is closed and empty or its time is over."""
        while True:
            self.adopt()
            batch = self._outbox.cut()
            if batch is None:
                self.give_up()
                return
            self._deliver(batch)

    def give_up(self) -> None:
        """End with what is not done: the spool keeps it for the next process; without one it is lost, and reported."""
        with self._outbox.done(self._outbox.clear()) as left:
            kept = self._spool.held(entry.id for entry in left) if self._spool else set()
            lost = [entry.id for entry in left if entry.id not in kept]
            self._notices.count(kept=len(left) - len(lost), unsent=len(lost))
            if kept:
                log.warning("%d events were not sent and stay in the spool for the next start", len(kept))
            if lost:
                self._notices.lost(NotSent("The client was closed before these could be sent"), lost)

    def adopt(self) -> bool:
        """Take over what one former process left in the spool, if there is room; whether there was anything."""
        if not self._spool or not self._outbox.half_empty or self._outbox.is_closed:
            return False
        adopted = self._spool.adopt() or []
        self._notices.count(adopted=len(adopted))
        self._outbox.adopt(adopted)
        return bool(adopted)

    def _deliver(self, batch: list[Entry]) -> None:
        try:
            self._notices.count(requests=1)
            stored = self._carrier.send(batch[0].context, [entry.event for entry in batch])
            self._stored(batch, stored)
        except Refused as error:
            self._refused(batch, error)
        except Unavailable as error:
            self._delayed(batch, error)
        except (Exception, SystemExit) as error:  # a foreign session or callback may raise anything
            log.exception("sending failed in a way that should not happen")
            self._delayed(batch, Unavailable(f"Sending failed: {type(error).__name__}"))

    def _stored(self, batch: list[Entry], stored: Stored) -> None:
        self._failures = 0
        self._notices.reached()
        with self._done(batch) as done:
            if not done:
                return  # given up while the collector was busy with it
            self._notices.count(accepted=stored.accepted, duplicates=stored.duplicates)
            for warning in stored.warnings:
                log.warning("event %s was taken in part: %s", warning.get("id"), warning.get("fields"))
            for position, errors in stored.rejected.items():
                entry = batch[position]
                self._notices.rejected(Rejection(entry.id, errors, json.loads(entry.event)))

    def _refused(self, batch: list[Entry], error: Refused) -> None:
        if error.status in FAULT_OF_SOME and len(batch) > 1:
            _halve(batch)
            self._notices.count(retries=1)
            self._outbox.again(batch)
        else:
            self._lose(batch, error)

    def _delayed(self, batch: list[Entry], error: Unavailable) -> None:
        self._failures += 1
        rest = self._rest(error.retry_after or 0)
        if error.status is None or error.status < 500 or error.status in AWAY:
            self._outbox.again(batch, rest=rest, asked=error.retry_after is not None)
        else:
            self._broke(batch, error, rest)
        self._notices.delayed(error)

    def _broke(self, batch: list[Entry], error: Unavailable, rest: float) -> None:
        """The collector itself failed, perhaps on one of these: part them, and let the others pass before."""
        now = monotonic()
        for entry in batch:
            entry.failing_since = entry.failing_since or now
        if len(batch) == 1 and now - (batch[0].failing_since or now) > self._patience.give_up_after:
            self._lose(batch, error)
            batch = []
        _halve(batch)
        self._outbox.again_last(batch, rest=rest)

    def _rest(self, asked: float) -> float:
        """What the collector asked for, and on top of it a part of an ever longer time, by chance (full jitter)."""
        longest = min(self._patience.longest_rest, self._patience.first_rest * 2 ** min(self._failures - 1, 32))
        return asked + random.uniform(0, longest)

    def _lose(self, batch: list[Entry], error: BeheldError) -> None:
        with self._done(batch) as done:
            if done:
                self._notices.count(refused=len(done))
                self._notices.lost(error, [entry.id for entry in done])

    @contextmanager
    def _done(self, batch: list[Entry]) -> Iterator[list[Entry]]:
        with self._outbox.done(batch) as done:
            if self._spool:
                self._spool.strike_out(entry.id for entry in done)
            yield done


def _halve(batch: Sequence[Entry]) -> None:
    for entry in batch:
        entry.company = max(1, len(batch) // 2)
