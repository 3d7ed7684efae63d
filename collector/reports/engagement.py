"""Sessions in which an action was seen beside those in which it was not."""

from __future__ import annotations

from collections.abc import Mapping

from collector.reports.metrics import CONVERSION_RATE_OF_VISITS, metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

FIGURES = (
    *metrics("sessions", "page_views", "bounce_rate", "pages_per_visit", "mean_duration_s"),
    CONVERSION_RATE_OF_VISITS,
)
SUMS = ("sessions", "page_views", "bounces", "duration_ms", "sessions_converted")
SUMS_OVER_PERSONS = (
    "sessions_squares", "page_views_squares", "page_views_times_sessions", "duration_ms_squares",
    "duration_ms_times_sessions",
)  # fmt: skip
WARNING = (
    "People who scroll far enough to see an action differ from those who do not: this compares two kinds of visitors, "
    "not with and without the action. Only a test with a control tells what the action causes."
)
Sums = Mapping[str, float]


def engagement(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action that was seen in the sessions of the period."""
    found = {row["action"]: row for row in run(store, "engagement.sql", query)}
    everything = sums_of(found.pop(None))
    rows = [
        ReportRow(
            {"action": action},
            groups={
                "seen": ReportRow(figures=FIGURES, sums=sums_of(row)),
                "not_seen": ReportRow(figures=FIGURES, sums=sums_without(everything, row)),
            },
            more={"warning": WARNING},
        )
        for action, row in sorted(found.items())
    ]
    return ReportResult(ReportRow(figures=FIGURES, sums=everything), rows)


def sums_of(row: Record) -> dict[str, float]:
    """The sums of the sessions in which it was seen."""
    return {name: row[name] for name in SUMS} | {name: row[f"seen_{name}"] or 0 for name in SUMS_OVER_PERSONS}


def sums_without(everything: Sums, row: Record) -> dict[str, float]:
    """The sums of all other sessions: who saw it in some sessions keeps the others."""
    sums = {name: everything[name] - row[name] for name in SUMS}
    return sums | {name: everything[name] - row[f"both_{name}"] + row[f"other_{name}"] for name in SUMS_OVER_PERSONS}
