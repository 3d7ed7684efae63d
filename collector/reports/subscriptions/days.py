"""The figures of subscriptions day by day, for charts: what was there on the first morning, and what moved since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from collector.reports.figures import Nothing
from collector.reports.moments import day_ms
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportRow
from collector.reports.sql import run
from collector.reports.subscriptions.report import FIGURES, measured, subscriptions_total
from collector.store.protocol import Store

GREW, SHRANK = ("new", "expansion", "reactivated"), ("contraction", "churned")
THERE_BEFORE = ("expansion", *SHRANK)
SUMS = (
    "subscribers_lost", "net_new_micros", "net_new_micros_squares",
    *(f"{name}{of}" for name in (*GREW, *SHRANK) for of in ("", "_micros", "_micros_squares")),
    *(f"{name}{of}" for name in ("lost_micros", "net_lost_micros") for of in ("", "_squares", "_times_start_micros")),
)  # fmt: skip
START = ("subscribers_start", "start_micros", "start_micros_squares")
END = ("subscribers", "end_micros", "end_micros_squares")


def subscriptions_each_day(store: Store, query: ReportQuery) -> list[ReportRow]:
    """For each day of the period the same as `subscriptions_total` of that day, from two queries in all."""
    days = query.each_day()
    first = subscriptions_total(store, days[0])
    moved: dict[int, list[Record]] = defaultdict(list)
    for row in run(store, "subscriptions/days.sql", replace(query, by=None)):
        moved[row["moved_on"]].append(row)
    sums = {end: first.sums[start] or 0 for start, end in zip(START, END, strict=True)}
    known = not isinstance(first.sums, Nothing)
    rows = []
    for day in days:
        movements = moved.get(day_ms(day.first_day), [])
        known = known or bool(movements)
        sums = day_sums([sums[name] for name in END], movements)
        rows.append(ReportRow({}, FIGURES, measured(sums, day) if known else Nothing()))
    return rows


def day_sums(start: Iterable[Any], movements: Iterable[Record]) -> dict[str, Any]:
    """The sums of a day over persons, as `sums.sql` has them: from those at its begin and what moved on it."""
    begin = tuple(start)
    sums = dict.fromkeys(SUMS, 0) | dict(zip(START, begin, strict=True)) | dict(zip(END, begin, strict=True))
    for row in movements:
        add(sums, row, row["movement"])
    return sums


def add(sums: dict[str, Any], row: Record, name: str) -> None:
    """Add what moved in one way on one day."""
    persons, before, after = row["persons"], row["before_micros"], row["after_micros"]
    grown = after - before
    squares = row["after_squares"] - 2 * row["products"] + row["before_squares"]
    more = {
        "end_micros": grown,
        "end_micros_squares": row["after_squares"] - row["before_squares"],
        "subscribers": persons * ((name in ("new", "reactivated")) - (name == "churned")),
        "subscribers_lost": persons * (name == "churned"),
        "net_new_micros": grown,
        "net_new_micros_squares": squares,
        name: persons,
        f"{name}_micros": -grown if name in SHRANK else grown,
        f"{name}_micros_squares": squares,
    }
    for lost, of in (("lost_micros", SHRANK), ("net_lost_micros", THERE_BEFORE)):
        if name in of:
            more[lost] = -grown
            more[f"{lost}_squares"] = squares
            more[f"{lost}_times_start_micros"] = row["before_squares"] - row["products"]
    for figure, value in more.items():
        sums[figure] += value
