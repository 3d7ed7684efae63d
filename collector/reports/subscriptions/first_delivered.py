"""Subscribers by the action that was delivered to them first of all, beside those in control who would have seen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from collector.reports.customers.first_delivered import BY, CONTROL, NO_CONTROL, NOBODY
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
    found = run(store, "subscriptions/first_delivered.sql", replace(query, by=None))
    arms: dict[str, dict[int, Record]] = {}
    for row in found:
        arms.setdefault(row["action"], {})[row["ghost"]] = row
    return [_row(action, each) for action, each in arms.items()]


def _row(action: str, arms: dict[int, Record]) -> ReportRow:
    has_control = 1 in arms
    return ReportRow(
        {"action": action, "compared_with": CONTROL if has_control else NOBODY},
        groups={"seen": _arm(arms.get(0)), "control": _arm(arms.get(1))},
        more={"warning": None if has_control else NO_CONTROL},
    )


def _arm(row: Record | None) -> ReportRow:
    sums = {name: row[name] if row else 0 for name in SUMS}
    more = {
        "new": sums["new_subscribers"],
        "persons_delivered_squares": sums["persons_delivered"],
        "end_micros_times_persons_delivered": sums["end_micros"],
    }
    return ReportRow(figures=FIGURES, sums=sums | more)
