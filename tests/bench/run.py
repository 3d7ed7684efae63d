"""One run of load against one server, and the figures it comes to."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields

from tests.bench import servers
from tests.bench.processes import MemoryWatch, cpu_of

CONCURRENCY = 32


@dataclass(frozen=True)
class Figures:
    """What one run, or the median of several, came to."""

    requests_per_s: float
    events_per_s: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    beside_cpu_us: float
    memory_mib: float
    all_memory_mib: float


def measure(server: servers.Served, events: int, *, seconds: float) -> Figures:
    """One run; what the server says it has stored is counted in its database before anything else happens."""
    before = server.rows()
    load = [sys.executable, "-m", "tests.bench.sender", str(server.port), "--path", server.path, "--key", server.key]
    shape = ["--events", str(events), "--concurrency", str(CONCURRENCY), "--seconds", str(seconds)]
    with subprocess.Popen(load + shape, stdout=subprocess.PIPE) as sending, MemoryWatch(server.process.pid) as watch:
        assert sending.stdout
        sending.stdout.readline()
        since = cpu_of(server.process.pid)
        found = json.loads(sending.stdout.readline())
        cpu = cpu_of(server.process.pid).since(since)
    check(server, found, server.rows() - before, events)
    server.wait_until_fresh()
    count = found["requests"] * events
    return Figures(
        requests_per_s=found["requests"] / seconds,
        events_per_s=count / seconds,
        p50_ms=found["p50_ms"],
        p99_ms=found["p99_ms"],
        cpu_us=cpu.answering / count * 1e6,
        beside_cpu_us=cpu.beside / count * 1e6,
        memory_mib=max(memory.answering for memory in watch.seen),
        all_memory_mib=max(memory.all for memory in watch.seen),
    )


def check(server: servers.Served, found: dict[str, int], stored: int, events: int) -> None:
    """Whether all that was sent was accepted, and all that was accepted is in the database."""
    sent = found["requests_in_all"] * events
    counted_otherwise = found["accepted"] not in (0, sent)
    if found["failed"] or counted_otherwise or (server.rows_in and stored != sent):
        raise AssertionError(f"{server.name}: of {sent} events sent {stored} are stored; it said: {found}")


def median(runs: Iterable[Figures]) -> Figures:
    """The middle of several runs, figure by figure."""
    columns = zip(*((getattr(run, field.name) for field in fields(Figures)) for run in runs), strict=True)
    return Figures(*map(statistics.median, columns))
