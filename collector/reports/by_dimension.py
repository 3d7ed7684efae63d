"""A report for each value of a dimension: asked once for each, for reports that do not group by themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from collector.reports.query import ReportQuery
from collector.reports.result import ReportResult
from collector.reports.sql import run
from collector.store.protocol import Store

MOST_VALUES = 20
Report = Callable[[Store, ReportQuery], ReportResult]


def split(report: Report) -> Report:
    """The same report, which with `by` has the rows of each of the most frequent values of that dimension."""

    def by_value(store: Store, asked: ReportQuery) -> ReportResult:
        whole = report(store, replace(asked, by=None))
        if asked.by is None:
            return whole
        parts = [(value, report(store, narrowed(asked, value))) for value in values_of(store, asked)]
        rows = [replace(row, about={asked.by: value, **row.about}) for value, part in parts for row in part.rows]
        basis = {**whole.basis, "by": f"The {MOST_VALUES} values of {asked.by} with the most visits, at most."}
        return replace(whole, rows=rows, basis=basis)

    return by_value


def values_of(store: Store, asked: ReportQuery) -> list[str | None]:
    """The most frequent values of the dimension asked for; None where nothing is known."""
    return [row["by_value"] for row in run(store, "segment_values.sql", asked, most=MOST_VALUES)]


def narrowed(asked: ReportQuery, value: str | None) -> ReportQuery:
    """The same question for one value of its dimension, which is one of those its own segment allows."""
    assert asked.by is not None
    others = tuple(segment for segment in asked.segments if segment[0] != asked.by)
    return replace(asked, by=None, segments=(*others, (asked.by, (value or "",))))
