"""Taking a batch in: from a request's bytes to events on disk and an answer that says what became of each."""

from __future__ import annotations

import logging
import threading
import time
from typing import cast

import msgspec
from flask import current_app

from collector.errors import CollectorError, ErasedMeanwhile, Stopping
from collector.event import Context, Receipt
from collector.schemas import Batch, read_batch
from collector.store.protocol import Store
from collector.wire.body import read_body
from collector.wire.clock import ServerClock, now_ms
from collector.wire.credentials import Sender, sender_of
from collector.wire.geo import Places, context_of
from collector.wire.judge import Rejection, Verdict, Warned, judge
from collector.wire.metrics import Metrics
from collector.wire.rate_limits import EventRateLimits
from collector.wire.request_headers import Environ, bearer_of, origin_of

_log = logging.getLogger("beheld.intake")


class Answer(msgspec.Struct, omit_defaults=True):
    """What a sender is told of a batch that was taken in; all that is accepted is on disk.

    Warnings are there only if there are any: an event they name was accepted, but not all of it.
    """

    accepted: int
    duplicates: int
    rejected: list[Rejection]
    warnings: list[Warned] = []


class Intake:
    """Takes batches in until it is told to stop."""

    def __init__(self, store: Store, *, places: Places, rate_limits: EventRateLimits, metrics: Metrics) -> None:
        self.store = store
        self.places = places
        self.rate_limits = rate_limits
        self.metrics = metrics
        self.clock = ServerClock(store.newest_receipt)
        self.stopping = threading.Event()

    def take(self, environ: Environ) -> Answer:
        """Store the batch of this request, or raise why nothing of it is stored."""
        started = time.perf_counter()
        try:
            return self._taken(environ, started)
        except CollectorError as error:
            self.metrics.batch_rejected(error.code)
            raise

    def _taken(self, environ: Environ, started: float) -> Answer:
        received_at = now_ms()
        body = read_body(environ)
        if self.stopping.is_set():
            raise Stopping
        batch = read_batch(body)
        sender = sender_of(bearer_of(environ) or batch.key, origin_of(environ), self.store)
        self.rate_limits.take(sender, len(batch.events), environ)
        context = context_of(batch.context, environ, sender.trust, self.places)
        verdict, receipt = self._stored(batch, sender, context, received_at)
        self.metrics.batch_accepted(receipt, verdict, time.perf_counter() - started)
        if verdict.rejections:
            said = {
                "site": sender.site.site,
                "rejected": len(verdict.rejections),
                "reasons": sorted(set(verdict.reasons)),
            }
            _log.info("events rejected", extra=said)
        return Answer(receipt.accepted, receipt.duplicates, verdict.rejections, verdict.warnings)

    def _stored(self, batch: Batch, sender: Sender, context: Context, received_at: int) -> tuple[Verdict, Receipt]:
        """The verdict on a batch, once it is on disk; made again if somebody was erased meanwhile."""
        while True:
            erased = self.store.erased_names()
            erasures = erased.number
            verdict = judge(batch, sender, context, received_at, erased.of(sender.site.site))
            self.clock.check(verdict.claimed_at, received_at)
            try:
                receipt = self.store.append(verdict.events, verdict.rejected, verdict.notices, erasures=erasures)
            except ErasedMeanwhile:
                continue
            return verdict, receipt


def intake() -> Intake:
    """The intake of the app that answers this request."""
    return cast(Intake, current_app.extensions["beheld.intake"])
