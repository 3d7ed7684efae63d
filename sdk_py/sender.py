"""Send batches from the outbox to the collector, and act on each answer.

Every event is done exactly once: stored, rejected with a reason, failed with its request, or given up when the client
is closed. Only what can succeed later is sent again, always with the same ids, so that the collector stores it once.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple, Protocol

from sdk_py.callbacks import Callbacks, Rejection, log
from sdk_py.errors import BeheldError, NotSent, RequestRejected, Unavailable
from sdk_py.outbox import Entry, Outbox
from sdk_py.transport import Stored

if TYPE_CHECKING:
    from sdk_py.spool import Spool

FAULT_OF_SOME = (400, 413, 422)
AWAY = (502, 503, 504)


class RetryPolicy(NamedTuple):
    """Waits between attempts, and how long to retry events that make the collector fail (all in seconds)."""

    backoff_initial: float = 0.5
    backoff_max: float = 60.0
    give_up_after: float = 86_400.0


class Carrier(Protocol):
    """Anything that sends a batch to the collector, such as `Transport`."""

    def send(self, context: str, events: Sequence[bytes]) -> Stored:
        """Send one batch. Raises RequestRejected or Unavailable if it was not stored."""


class Sender:
    """Sends the events of an outbox until it is closed."""

    def __init__(
        self, outbox: Outbox, carrier: Carrier, *, callbacks: Callbacks, spool: Spool | None, retry_policy: RetryPolicy
    ) -> None:
        self._outbox = outbox
        self._carrier = carrier
        self._callbacks = callbacks
        self._spool = spool
        self._retry_policy = retry_policy
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Reset earlier failures, in a forked child."""
        self._failures = 0

    def run(self) -> None:
        """Send batches until the outbox is closed and empty, or its time is over."""
        while True:
            self.adopt()
            batch = self._outbox.cut()
            if batch is None:
                self.give_up()
                return
            self._deliver(batch)

    def give_up(self) -> None:
        """Stop with unsent events: the spool keeps them for the next process; without one, report them as lost."""
        with self._outbox.done(self._outbox.clear()) as left:
            kept = self._spool.held(entry.id for entry in left) if self._spool else set()
            lost = [entry.id for entry in left if entry.id not in kept]
            self._callbacks.count(kept=len(left) - len(lost), unsent=len(lost))
            if kept:
                log.warning("%d events were not sent; the spool keeps them for the next start", len(kept))
            if lost:
                self._callbacks.lost(NotSent("The client was closed before it could send these events"), lost)

    def adopt(self) -> bool:
        """Take over the events that one earlier process left in the spool. False if there are none, or no room."""
        if not self._spool or not self._outbox.half_empty or self._outbox.is_closed:
            return False
        adopted = self._spool.adopt() or []
        self._callbacks.count(adopted=len(adopted))
        self._outbox.adopt(adopted)
        return bool(adopted)

    def _deliver(self, batch: list[Entry]) -> None:
        try:
            self._callbacks.count(requests=1)
            stored = self._carrier.send(batch[0].context, [entry.event for entry in batch])
            self._stored(batch, stored)
        except RequestRejected as error:
            self._request_rejected(batch, error)
        except Unavailable as error:
            self._delayed(batch, error)
        except (Exception, SystemExit) as error:  # a custom session or callback may raise anything
            log.exception("unexpected error while sending")
            self._delayed(batch, Unavailable(f"Sending failed: {type(error).__name__}"))

    def _stored(self, batch: list[Entry], stored: Stored) -> None:
        self._failures = 0
        self._callbacks.reached()
        with self._done(batch) as done:
            if not done:
                return  # given up before the answer came
            self._callbacks.count(accepted=stored.accepted, duplicates=stored.duplicates)
            for warning in stored.warnings:
                log.warning("event %s was stored without some parts: %s", warning.get("id"), warning.get("fields"))
            for position, errors in stored.rejected.items():
                entry = batch[position]
                self._callbacks.rejected(Rejection(entry.id, errors, json.loads(entry.event)))

    def _request_rejected(self, batch: list[Entry], error: RequestRejected) -> None:
        if error.status in FAULT_OF_SOME and len(batch) > 1:
            _halve(batch)
            self._callbacks.count(retries=1)
            self._outbox.again(batch)
        else:
            self._lose(batch, error)

    def _delayed(self, batch: list[Entry], error: Unavailable) -> None:
        self._failures += 1
        wait = self._backoff(error.retry_after or 0)
        if error.status is None or error.status < 500 or error.status in AWAY:
            self._outbox.again(batch, wait=wait, required=error.retry_after is not None)
        else:
            self._crashed(batch, error, wait)
        self._callbacks.delayed(error)

    def _crashed(self, batch: list[Entry], error: Unavailable, wait: float) -> None:
        """The collector failed, perhaps on one of these events: split the batch, and send the other events first."""
        now = monotonic()
        for entry in batch:
            entry.failing_since = entry.failing_since or now
        if len(batch) == 1 and now - (batch[0].failing_since or now) > self._retry_policy.give_up_after:
            self._lose(batch, error)
            batch = []
        _halve(batch)
        self._outbox.again_last(batch, wait=wait)

    def _backoff(self, retry_after: float) -> float:
        """The seconds that the collector set, plus a random, growing backoff (full jitter)."""
        policy = self._retry_policy
        max_backoff = min(policy.backoff_max, policy.backoff_initial * 2 ** min(self._failures - 1, 32))
        return retry_after + random.uniform(0, max_backoff)

    def _lose(self, batch: list[Entry], error: BeheldError) -> None:
        with self._done(batch) as done:
            if done:
                self._callbacks.count(failed=len(done))
                self._callbacks.lost(error, [entry.id for entry in done])

    @contextmanager
    def _done(self, batch: list[Entry]) -> Iterator[list[Entry]]:
        with self._outbox.done(batch) as done:
            if self._spool:
                self._spool.mark_done(entry.id for entry in done)
            yield done


def _halve(batch: Sequence[Entry]) -> None:
    for entry in batch:
        entry.batch_limit = max(1, len(batch) // 2)
