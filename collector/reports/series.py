"""A row for each day of the period: the totals of another report, for charts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from collector.reports.actions.report import actions_total
from collector.reports.by_dimension import Report
from collector.reports.customers.report import customers_total
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.result import ReportResult, ReportRow
from collector.reports.retention.rolling import retention_until
from collector.reports.satisfaction.report import satisfaction_total
from collector.reports.subscriptions.days import subscriptions_each_day
from collector.reports.subscriptions.report import subscriptions_total
from collector.store.protocol import Store

Total = Callable[[Store, ReportQuery], ReportRow]
TOTALS: dict[str, Total] = {
    "actions": actions_total,
    "customers": customers_total,
    "retention": retention_until,
    "subscriptions": subscriptions_total,
    "satisfaction": satisfaction_total,
}
"""Totals that are had for less than the whole report."""
EACH_DAY: dict[str, Callable[[Store, ReportQuery], list[ReportRow]]] = {"subscriptions": subscriptions_each_day}
"""Reports that have all days for less than a total for each."""
OF = tuple(name for name in REPORTS if name != "baseline")
"""The reports that have a total for each day; of `retention` it is that of the days until then."""


def series(store: Store, query: ReportQuery, of: str) -> ReportResult:
    """The total of report `of` over the period, and for each day of it."""
    total = TOTALS.get(of) or total_of(REPORTS[of])
    plain = replace(query, by=None, variances=False)
    days = plain.each_day()
    rows = EACH_DAY[of](store, plain) if of in EACH_DAY else [total(store, day) for day in days]
    dated = [replace(row, about={"date": day.first_day.isoformat()}) for day, row in zip(days, rows, strict=True)]
    return ReportResult(total(store, plain), dated)


def total_of(report: Report) -> Total:
    """The total of a report, as the report itself has it."""
    return lambda store, query: report(store, query).total
