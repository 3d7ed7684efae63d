"""The goals of a period: how often each was reached, by how many, and what that was worth."""

from __future__ import annotations

from typing import Any

from collector.reports.definitions import Registered, registered
from collector.reports.query import ReportQuery
from collector.reports.result import MILLION, Record, ReportResult, Spread, amount_text, rate
from collector.reports.sql import run
from collector.reports.visits import visits
from collector.store.protocol import Store


def goals(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each goal that was reached, the most frequent first; its rate is of the period's sessions."""
    known = registered(store, asked.site.site)
    found = [valued(dict(row), known) for row in run(store, "goals.sql", asked)]
    sessions = visits(store, asked).total["sessions"]
    rows = [
        {
            "goal": row["goal"],
            "conversions": row["conversions"],
            "persons": row["persons"],
            "value": amount_text(row["value_micros"]),
            "conversion_rate": rate(row["sessions"], sessions),
        }
        for row in found
    ]
    total = {
        "conversions": sum(row["conversions"] for row in found),
        "value": amount_text(sum(row["value_micros"] for row in found)),
    }
    squares = Spread({"value": sum(row["value_squares"] for row in found) / MILLION**2})
    return ReportResult(total, rows, total_spread=squares, row_spreads=[goal_spread(row, sessions) for row in found])


def valued(row: dict[str, Any], known: Registered) -> dict[str, Any]:
    """A goal with what its conversions are worth that brought no value of their own."""
    each, count = known.value_micros(row["goal"]), row["unvalued"]
    return row | {
        "value_micros": row["value_micros"] + count * each,
        "value_squares": row["value_squares"] + count * float(each) ** 2,
    }


def goal_spread(row: Record, sessions: int) -> Spread:
    """How uncertain a goal's figures are; its rate is of visits."""
    converting = {"persons_converted": row["sessions"], "persons_delivered": sessions}
    return Spread({"value": row["value_squares"] / MILLION**2}, converting)
