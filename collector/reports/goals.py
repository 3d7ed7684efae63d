"""The goals of a period: how often each was reached, by how many, and what that was worth."""

from __future__ import annotations

from typing import Any

from collector.reports.definitions import Registered, registered
from collector.reports.figures import Sums
from collector.reports.metrics import CONVERSION_RATE_OF_VISITS, metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.reports.visits import visits
from collector.store.protocol import Store

FIGURES = (*metrics("conversions", "persons", "value"), CONVERSION_RATE_OF_VISITS)
TOTALS = metrics("conversions", "value")


def goals(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each goal that was reached, the most frequent first; its rate is of the period's sessions."""
    known = registered(store, query.site.site)
    sessions = visits(store, query).total.sums["sessions"]
    rows = [
        ReportRow({"goal": row["goal"]}, FIGURES, goal_sums(row, known, sessions=sessions))
        for row in run(store, "goals.sql", query)
    ]
    names = ("conversions", "conversions_squares", "value_micros", "value_micros_squares")
    total = {name: sum(row.sums[name] for row in rows) for name in names}
    return ReportResult(ReportRow(figures=TOTALS, sums=total), rows)


def goal_sums(row: Record, known: Registered, *, sessions: int) -> Sums:
    """The sums of one goal, of conversions independent of each other; some have the value of their definition."""
    each, count = known.value_micros(row["goal"]), row["unvalued"]
    sums: dict[str, Any] = {
        "conversions": row["conversions"],
        "conversions_squares": row["conversions"],
        "persons": row["persons"],
        "value_micros": row["value_micros"] + count * each,
        "value_micros_squares": row["value_squares"] + count * float(each) ** 2,
        "sessions_converted": row["sessions"],
        "sessions": sessions,
    }
    return sums
