"""What the SDK costs on this machine: `python -m tests.sdk_py.measure`. Prints figures; nothing here is a test."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, thread_time
from timeit import repeat

from sdk_py import Beheld, Item, Settings
from tests.sdk_py.collector_process import CollectorProcess

CALLS, EVENTS = 4_000, 30_000
ROOMY = {"queue_events": 1_000_000, "queue_bytes": 2**30, "exit_timeout": 0}


def a_purchase(beheld: Beheld) -> Callable[[], object]:
    """One call as a shop makes it."""
    return lambda: beheld.purchase(
        visitor_id="visitor-1", order_id="1001", currency="EUR", items=[Item("sku-1", price="19.90")]
    )


def call_cost(spool: Path | None) -> float:
    """Microseconds of processor time that one purchase() takes its caller, with nobody to send to."""
    settings = Settings(**ROOMY, flush_interval=3600, backoff_initial=3600, backoff_max=3600)
    beheld = Beheld("http://127.0.0.1:1", "sk_nobody-listens", spool=spool, settings=settings)
    seconds = min(repeat(a_purchase(beheld), timer=thread_time, number=CALLS, repeat=5))
    beheld.close(0)
    return seconds / CALLS * 1e6


def sending_rate(collector: CollectorProcess, batch_events: int) -> float:
    """Events per second from the first call until the last is on the collector's disk."""
    settings = Settings(**ROOMY, batch_events=batch_events)
    with Beheld(collector.url, collector.keys["secret"], settings=settings) as beheld:
        purchase = a_purchase(beheld)
        began = perf_counter()
        for _ in range(EVENTS):
            purchase()
        assert beheld.flush(600)
        assert beheld.stats().accepted == EVENTS
        return EVENTS / (perf_counter() - began)


def main() -> None:
    """Measure and print."""
    logging.getLogger("beheld.sdk").setLevel("CRITICAL")
    with tempfile.TemporaryDirectory() as directory:
        print(f"purchase():             {call_cost(None):7.1f} us")
        print(f"purchase() with a spool:{call_cost(Path(directory) / 'spool'):7.1f} us")
        collector = CollectorProcess(Path(directory))
        collector.start()
        for batch_events in (100, 500):
            rate = sending_rate(collector, batch_events)
            print(f"calls and sending, {batch_events} events per request: {rate:8,.0f} events/s, all on disk")
        collector.stop()


if __name__ == "__main__":
    main()
