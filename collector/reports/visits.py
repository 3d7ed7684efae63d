"""The visits of a period: how many, how long, how many pages, how many bounced."""

from __future__ import annotations

from dataclasses import replace

from collector.reports.figures import Sums
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

FIGURES = metrics(
    "sessions", "visitors", "persons", "page_views", "bounce_rate", "pages_per_visit", "mean_duration_s"
)  # fmt: skip
BOTS = metrics("bots_left_out")
SUMS = (
    "sessions", "visitors", "persons", "page_views", "bounces", "duration_ms", "sessions_squares", "page_views_squares",
    "page_views_times_sessions", "duration_ms_squares", "duration_ms_times_sessions",
)  # fmt: skip


def visits(store: Store, query: ReportQuery) -> ReportResult:
    """Fields as in the metric reference; with `by`, a row for each value."""
    found = run(store, "visits.sql", replace(query, by=None))
    whole: Sums = dict(found[0]) if found else dict.fromkeys(SUMS, 0)
    bots = run(store, "visits_by_bots.sql", query)[0]["sessions"]
    total = ReportRow({}, FIGURES + BOTS, {**whole, "bots_left_out": bots})
    if query.by is None:
        return ReportResult(total, [total])
    groups = run(store, "visits.sql", query)
    return ReportResult(total, [ReportRow({query.by: row["by_value"]}, FIGURES, dict(row)) for row in groups])
