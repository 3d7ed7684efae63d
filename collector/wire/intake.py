"""The intake: what happens to a batch of events, from the bytes of its request until it is on disk and answered.

`Intake.take` lists all steps in their order; each step is a function of a module of its own.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import cast

import msgspec
from flask import current_app

from collector.clock import now_ms
from collector.errors import CollectorError, ErasedMeanwhile, Stopping
from collector.event import Receipt
from collector.schemas import Batch, read_batch
from collector.store.protocol import Store
from collector.wire.body import read_body
from collector.wire.clock import ServerClock
from collector.wire.credentials import Sender, sender_of
from collector.wire.geo import Places, context_of
from collector.wire.judge import Rejection, Verdict, Warned, judge
from collector.wire.metrics import Metrics
from collector.wire.rate_limits import EventRateLimits
from collector.wire.request_headers import Environ, bearer_of, origin_of

_log = logging.getLogger("beheld.intake")


class Answer(msgspec.Struct, omit_defaults=True):
    """The answer to a batch whose accepted events are all on disk.

    Warnings are there only if there are any: an event they name was accepted, but not all of it.
    """

    accepted: int
    duplicates: int
    rejected: list[Rejection]
    warnings: list[Warned] = []


class Intake:
    """Takes batches of events in until `stopping` is set."""

    def __init__(self, store: Store, *, places: Places, rate_limits: EventRateLimits, metrics: Metrics) -> None:
        self.store = store
        self.places = places
        self.rate_limits = rate_limits
        self.metrics = metrics
        self.clock = ServerClock(store.newest_receipt)
        self.stopping = threading.Event()

    def take(self, environ: Environ) -> Answer:
        """Store the batch of this request; a CollectorError says why nothing of it was stored."""
        started, received_at = time.perf_counter(), now_ms()
        try:
            # 1. Read the body: its type, at most so many bytes, unpacked.
            body = read_body(environ)
            if self.stopping.is_set():
                raise Stopping
            # 2. Parse the batch; its events are still text, so that a bad one costs none of the others.
            batch = read_batch(body)
            # 3. Authenticate: the site behind the key, and whether this page may use it.
            sender = sender_of(bearer_of(environ) or batch.key, origin_of(environ), self.store)
            receipt, verdict = self._store(batch, sender, environ, received_at)
        except CollectorError as error:
            self.metrics.batch_rejected(error.code)
            raise
        return self._answer(sender, receipt, verdict, started)

    def take_from(self, sender: Sender, body: bytes, environ: Environ) -> Answer:
        """As `take`, of a batch that a page of the collector's own makes, whose sender it knows already."""
        started, received_at = time.perf_counter(), now_ms()
        try:
            if self.stopping.is_set():
                raise Stopping
            receipt, verdict = self._store(read_batch(body), sender, environ, received_at)
        except CollectorError as error:
            self.metrics.batch_rejected(error.code)
            raise
        return self._answer(sender, receipt, verdict, started)

    def _store(self, batch: Batch, sender: Sender, environ: Environ, received_at: int) -> tuple[Receipt, Verdict]:
        # 4. Limit the events per second of the site and of the address.
        self.rate_limits.take(sender, len(batch.events), environ)
        # 5. Enrich: browser, country and city, which are stored with each event.
        context = context_of(batch.context, environ, sender.trust, self.places)
        while True:
            erased = self.store.erased_names()
            erasures = erased.number
            # 6. Judge each event: parse it, check it, correct its time; accept or reject it.
            verdict = judge(batch, sender, context, received_at, erased.of(sender.site.site))
            # 7. Check this server's own clock.
            self.clock.check(verdict.claimed_at, received_at)
            # 8. Commit: without the duplicates; returns when all is on disk.
            try:
                receipt = self.store.append(verdict.events, verdict.rejected, verdict.notices, erasures=erasures)
                return receipt, verdict
            except ErasedMeanwhile:  # judged by an outdated list of erased persons: judge again
                continue

    def _answer(self, sender: Sender, receipt: Receipt, verdict: Verdict, started: float) -> Answer:
        # 9. Count, log and answer.
        self.metrics.batch_accepted(receipt, verdict, time.perf_counter() - started)
        _log_rejections(sender, verdict)
        return Answer(receipt.accepted, receipt.duplicates, verdict.rejections, verdict.warnings)


def _log_rejections(sender: Sender, verdict: Verdict) -> None:
    if verdict.rejections:
        reasons = sorted(set(verdict.reasons))
        fields = {"site": sender.site.site, "rejected": len(verdict.rejections), "reasons": reasons}
        _log.info("events rejected", extra=fields)


def intake() -> Intake:
    """The intake of the app that answers this request."""
    return cast(Intake, current_app.extensions["beheld.intake"])
