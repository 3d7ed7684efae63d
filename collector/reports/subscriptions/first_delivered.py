"""Subscribers by the action that was delivered to them first of all, beside those in control who would have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from collector.reports.customers.first_delivered import BY, rows_of_arms
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

__all__ = ["BY", "by_first_delivered"]
FIGURES = metrics("persons_delivered", "new_subscribers", "subscriber_rate", "subscribers", "mrr", "mrr_per_person")
SUMS = ("persons_delivered", "new_subscribers", "subscribers", "end_micros", "end_micros_squares")


def by_first_delivered(store: Store, query: ReportQuery) -> Sequence[ReportRow]:
    """A row for each action, most persons first: `seen` to whom it was delivered first, `control` the ghosts; of both,
    who subscribed since for the first time."""
    return rows_of_arms(run(store, "subscriptions/first_delivered.sql", replace(query, by=None)), _arm)


def _arm(row: Record | None) -> ReportRow:
    sums = {name: row[name] if row else 0 for name in SUMS}
    more = {
        "new": sums["new_subscribers"],
        "persons_delivered_squares": sums["persons_delivered"],
        "end_micros_times_persons_delivered": sums["end_micros"],
    }
    return ReportRow(figures=FIGURES, sums=sums | more)
