"""A row for each day of the period: the totals of another report, for charts."""

from __future__ import annotations

from dataclasses import replace

from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.result import ReportResult
from collector.store.protocol import Store


def series(store: Store, query: ReportQuery, of: str) -> ReportResult:
    """The total of report `of` over the period, and for each day of it."""
    report = REPORTS[of]
    plain = replace(query, by=None, variances=False)
    rows = [replace(report(store, day).total, about={"date": day.first_day.isoformat()}) for day in plain.each_day()]
    return ReportResult(report(store, plain).total, rows)
