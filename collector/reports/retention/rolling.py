"""Retention as it is on one day, for charts: the days until then beside as many before, instead of calendar units."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from collector.reports.metrics import metrics
from collector.reports.moments import start_of
from collector.reports.query import ReportQuery
from collector.reports.result import ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

DAYS = {"month": 30, "quarter": 91, "year": 365}
"""How many days stand for a unit of time."""
FIGURES = metrics("customers", "customers_before", "customers_kept", "retention", "active_base_ratio")


def retention_until(store: Store, query: ReportQuery) -> ReportRow:
    """That of the last day of the period: of whoever ordered in the 30 (91, 365) days before, the share who ordered
    again in the 30 (91, 365) that end with it."""
    days, zone = timedelta(DAYS[query.unit]), query.site.time_zone
    middle = query.last_day - days + timedelta(1)
    begins = {"middle_ts": start_of(middle, zone), "rolling_from_ts": start_of(middle - days, zone)}
    (found,) = run(store, "retention/rolling.sql", replace(query, by=None), **begins)
    sums = {name: found[name] for name in ("customers_before", "customers", "customers_kept")}
    before = sums["customers_before"]
    return ReportRow({}, FIGURES, sums | {"active_base_ratio": sums["customers"] / before if before else None})
