"""How long each report takes over 90 days, plain and by all that it can be divided by, in a warm process.

Beside the time that goes by stands that of the processor: the same on a machine that nobody else uses.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import NamedTuple

from collector.clock import now_ms
from collector.present.report_answers import NAMES, report_answer
from collector.present.report_parameters import NARROWED, NARROWED_OF
from collector.reports.query import DIMENSIONS
from collector.reports.registry import PARTS
from collector.reports.series import OF
from collector.store import Site, Store, open_store
from tests.bench.history import History
from tests.bench.servers import SITE
from tests.bench.tables import note, table
from tests.bench.traffic import FIRST_DAY

DAYS, TIMES, MAX_SECONDS = 90, 5, 4.0
SERIES, BASELINE = "series", "baseline"


class Timed(NamedTuple):
    """One question: ms until its first answer, the median of TIMES of them, and that of the processor."""

    by: str
    first: float
    median: float
    cpu: float


def every_report(history: History, names: Iterable[str] = NAMES) -> None:
    """Print a row for each report: plain, and for what it is divided by the fastest and the slowest."""
    rows = []
    with contextlib.closing(open_store(history.url)) as store:
        site = store.site_named(SITE)
        assert site
        last = FIRST_DAY.date() + timedelta(history.traffic.days - 1)
        days = {"from": (last - timedelta(DAYS - 1)).isoformat(), "to": last.isoformat()}
        report_answer(store, site, "visits", days, now=now_ms())
        for name in names:
            plain, *others = (timed(store, site, name, {**arguments, **days}) for arguments in questions(name))
            divided = sorted(others, key=lambda each: each.cpu)
            rows.append([name, *(f"{ms:,.0f}" for ms in plain[1:]), *ends(divided)])
            note(f"{name}: {', '.join(f'{each.by} {each.cpu:,.0f}' for each in (plain, *divided))}")
    table(["report", "first", "median", "CPU", "fastest divided", "CPU", "slowest", "CPU"], rows)


def questions(name: str) -> Iterator[Mapping[str, str]]:
    """The report as it is, then with each `by` that it takes; a series of each report."""
    if name == SERIES:
        yield from ({"of": report} for report in OF)
        return
    yield {}
    if "by" in NARROWED_OF.get(name, NARROWED):
        values = PARTS[name] if name == BASELINE else (*DIMENSIONS, *PARTS.get(name, ()))
        yield from ({"by": value} for value in values)


def timed(store: Store, site: Site, name: str, arguments: Mapping[str, str]) -> Timed:
    """Ask some times, fewer where one takes seconds."""
    took: list[float] = []
    worked: list[float] = []
    while len(took) < TIMES and sum(took) < MAX_SECONDS * 1000:
        begin, cpu = time.perf_counter(), time.process_time()
        report_answer(store, site, name, arguments, now=now_ms())
        took.append((time.perf_counter() - begin) * 1000)
        worked.append((time.process_time() - cpu) * 1000)
    by = arguments.get("by") or arguments.get("of") or ""
    return Timed(by, took[0], statistics.median(took), statistics.median(worked))


def ends(divided: list[Timed]) -> list[str]:
    """The fastest and the slowest."""
    if not divided:
        return ["", "", "", ""]
    return [text for each in (divided[0], divided[-1]) for text in (each.by, f"{each.cpu:,.0f}")]
