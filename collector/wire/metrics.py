"""What Prometheus may ask: how much came, what became of it, how long it took, and how the store is doing."""

from __future__ import annotations

import os

from collector.event import Receipt
from collector.store.protocol import FactsProgress, Store
from collector.wire.judge import Verdict

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        # Imported here, because the library decides on import whether several processes count together.
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        events = Counter("beheld_events", "Events by outcome.", ["outcome"], registry=self.registry)
        self._accepted, self._duplicates, self._rejected = map(events.labels, ("accepted", "duplicate", "rejected"))
        self._batches = Counter("beheld_batches", "Batches by answer.", ["answer"], registry=self.registry)
        self._batches_accepted = self._batches.labels("accepted")
        self._rejections = Counter(
            "beheld_rejections", "Reasons why events were rejected.", ["reason"], registry=self.registry
        )
        self._seconds = Histogram(
            "beheld_batch_seconds", "From a batch's first byte to its answer.", buckets=SECONDS, registry=self.registry
        )
        self._limited = Counter(
            "beheld_limited", "Requests answered 429, by the limit they reached.", ["by"], registry=self.registry
        )
        self._connections = Counter(
            "beheld_connections_ended", "Connections that the server ended early.", ["reason"], registry=self.registry
        )
        self._ready = Gauge(
            "beheld_ready", "1 if events can be stored.", registry=self.registry, multiprocess_mode="mostrecent"
        )
        self._behind = Gauge(
            "beheld_facts_behind",
            "Events stored and not yet in facts.",
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )
        self._stuck = Gauge(
            "beheld_facts_stuck",
            "1 if events wait for facts and nothing has been finished for a minute.",
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )
        self._set_aside = Gauge(
            "beheld_facts_set_aside",
            "Names that are left out of facts.",
            registry=self.registry,
            multiprocess_mode="mostrecent",
        )

    def batch_accepted(self, receipt: Receipt, verdict: Verdict, seconds: float) -> None:
        """Count a batch that was answered with 202."""
        self._batches_accepted.inc()
        self._seconds.observe(seconds)
        if receipt.accepted:
            self._accepted.inc(receipt.accepted)
        if receipt.duplicates:
            self._duplicates.inc(receipt.duplicates)
        if verdict.rejections:
            self._rejected.inc(len(verdict.rejections))
        for reason in verdict.reasons:
            self._rejections.labels(reason).inc()

    def batch_rejected(self, code: str) -> None:
        """Count a batch that was rejected as a whole."""
        self._batches.labels(code).inc()

    def limited(self, by: str) -> None:
        """Count a request that came too soon."""
        self._limited.labels(by).inc()

    def connections_ended(self, reason: str, count: int) -> None:
        """Count connections that held up others."""
        if count:
            self._connections.labels(reason).inc(count)

    def exposition(self, store: Store) -> bytes:
        """Everything in Prometheus's text format; with several processes, of all of them together."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        ready = store.ready().ready
        self._ready.set(ready)
        facts = store.facts_progress() if ready else FactsProgress("current", 0, 0)
        self._behind.set(facts.behind)
        self._stuck.set(facts.state == "stuck")
        self._set_aside.set(facts.set_aside)
        registry = self.registry
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
