"""How fast events are taken in, beside the ceilings of the same minute: a bare Flask app, SQLite alone, the peer."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Callable
from pathlib import Path

from tests.bench import peer, plain_inserts, servers
from tests.bench.run import Figures, measure, median
from tests.bench.tables import note, table

BATCHES = (1, 10, 50)
OURS, BARE, PEER = "beheld", "bare Flask 204", "runlight 0.3"

HEAD = (
    "", "events per request", "requests/s", "events/s", "p50 ms", "p99 ms", "CPU µs/event", "facts µs/event", "MiB",
    "all MiB",
)  # fmt: skip

Case = tuple[str, int]
Round = dict[Case, Figures]


def ingest(folder: Path, *, seconds: float, repeats: int) -> None:
    """Measure all in turns, so that a busy minute of the machine hits all alike; print medians and ratios."""
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(servers.beheld(folder / "beheld.db", OURS))
        cases = [(stack.enter_context(servers.bare(folder, BARE)), 1), *((ours, events) for events in BATCHES)]
        try:
            cases.insert(1, (stack.enter_context(servers.runlight(folder, PEER)), 1))
        except peer.PeerMissingError as error:
            note(f"Without the peer: {error}")
        rounds: list[Round] = []
        plain: dict[int, list[float]] = {events: [] for events in BATCHES}
        for _ in range(repeats):
            found = {(server.name, events): measure(server, events, seconds=seconds) for server, events in cases}
            rounds.append(found)
            for events, rates in plain.items():
                rates.append(plain_inserts.events_per_second(folder, events, seconds=seconds / 5))
    show(rounds)
    show_plain(plain)
    compare(rounds)


def show(rounds: list[Round]) -> None:
    """Print the medians of all rounds."""
    rows = []
    for name, events in rounds[0]:
        one = median([found[name, events] for found in rounds])
        rates = (f"{rate:,.0f}" for rate in (one.requests_per_s, one.events_per_s))
        times = (f"{ms:.1f}" for ms in (one.p50_ms, one.p99_ms))
        costs = (f"{cost:.0f}" for cost in (one.cpu_us, one.beside_cpu_us, one.memory_mib, one.all_memory_mib))
        rows.append([name, events, *rates, *times, *costs])
    table(HEAD, rows)
    first, last = (found[OURS, BATCHES[-1]].memory_mib for found in (rounds[0], rounds[-1]))
    note(
        "CPU is that of the process that answers; beside it another keeps facts. MiB: its resident memory, and that "
        f"of all processes together, shared pages counted once. At most it had {first:.0f} MiB in the first round and "
        f"{last:.0f} in the last."
    )


def show_plain(plain: dict[int, list[float]]) -> None:
    """Print how fast SQLite alone is."""
    head = ["executemany, FULL, one connection", *(f"{events} a commit" for events in plain)]
    table(head, [["events/s", *(f"{statistics.median(rates):,.0f}" for rates in plain.values())]])


def compare(rounds: list[Round]) -> None:
    """Print how we compare with what ran in the same round."""
    share = middle(rounds, lambda found: found[OURS, 1].requests_per_s / found[BARE, 1].requests_per_s)
    note(f"One event per request: {share:.2f} of the bare 204's rate.")
    if (PEER, 1) not in rounds[0]:
        return
    times = [middle(rounds, lambda r, n=n: r[OURS, n].events_per_s / r[PEER, 1].events_per_s) for n in BATCHES]
    less = [middle(rounds, lambda r, n=n: r[PEER, 1].cpu_us / r[OURS, n].cpu_us) for n in BATCHES]
    table(
        [f"Beside {PEER}, which takes one event per request", *(f"{n} per request" for n in BATCHES)],
        [
            ["events/s, times as many", *(f"{ratio:.1f}" for ratio in times)],
            ["CPU per event, times less", *(f"{ratio:.1f}" for ratio in less)],
        ],
    )
    note(f"What {PEER} commits is not flushed to the disk (synchronous=NORMAL).")


def middle(rounds: list[Round], ratio: Callable[[Round], float]) -> float:
    """The median of a ratio within each round."""
    return statistics.median(map(ratio, rounds))
