"""The visits of a period: how many, how long, how many pages, how many bounced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, Spread, rate
from collector.reports.sql import run
from collector.reports.stats import ratio_variance
from collector.store.protocol import Store

SUMS = ("sessions", "visitors", "persons", "page_views", "bounces", "duration_ms")
SQUARES = ("sessions_squares", "page_views_squares", "page_views_products", "duration_squares", "duration_products")
NO_SESSIONS = dict.fromkeys((*SUMS, *SQUARES), 0)


def visits(store: Store, asked: ReportQuery) -> ReportResult:
    """Fields as in the metric reference; with `by`, a row for each value."""
    found = run(store, "visits.sql", replace(asked, by=None))
    whole: Record = found[0] if found else NO_SESSIONS
    bots = run(store, "visits_by_bots.sql", asked)[0]["sessions"]
    total = visit_figures(whole) | {"bots_left_out": bots}
    if asked.by is None:
        return ReportResult(total, [total], total_spread=visit_spread(whole), row_spreads=[visit_spread(whole)])
    groups = run(store, "visits.sql", asked)
    rows = [{asked.by: row["by_value"], **visit_figures(row)} for row in groups]
    return ReportResult(
        total, rows, total_spread=visit_spread(whole), row_spreads=[visit_spread(row) for row in groups]
    )


def visit_figures(row: Record) -> dict[str, Any]:
    """The figures of one group of sessions, from its counts and sums."""
    sessions = row["sessions"]
    duration = rate(row["duration_ms"], sessions)
    return {
        "sessions": sessions,
        "visitors": row["visitors"],
        "persons": row["persons"],
        "page_views": row["page_views"],
        "bounce_rate": rate(row["bounces"], sessions),
        "pages_per_visit": rate(row["page_views"], sessions),
        "mean_duration_s": None if duration is None else duration / 1000,
    }


def visit_spread(row: Record) -> Spread:
    """How uncertain those figures are: persons are independent of each other, the sessions of one are not."""
    sessions = {"denominator": row["sessions"], "others": row["sessions_squares"]}
    pages = ratio_variance(
        numerator=row["page_views"], squares=row["page_views_squares"], products=row["page_views_products"], **sessions
    )
    duration = ratio_variance(
        numerator=row["duration_ms"], squares=row["duration_squares"], products=row["duration_products"], **sessions
    )
    variances = {
        "sessions": row["sessions_squares"],
        "page_views": row["page_views_squares"],
        "pages_per_visit": pages,
        "mean_duration_s": duration / 1000**2,
    }
    return Spread(variances, {"bounces": row["bounces"]})
