"""A report for each value of a dimension, for reports that do not group by themselves.

It is made once for each value; queries that read much are run once for all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from collector.reports.query import Part, ReportQuery
from collector.reports.result import ReportResult
from collector.reports.sql import run
from collector.store.protocol import Store

MAX_VALUES = 20
Report = Callable[[Store, ReportQuery], ReportResult]


def split(report: Report) -> Report:
    """The same report, which with `by` has the rows of each of the most frequent values of that dimension."""

    def by_value(store: Store, query: ReportQuery) -> ReportResult:
        whole = report(store, replace(query, by=None))
        if query.by is None:
            return whole
        values, found = tuple(values_of(store, query)), dict[Any, Any]()
        parts = [(value, report(store, narrowed(query, Part(query.by, value, values, found)))) for value in values]
        rows = [replace(row, about={query.by: value, **row.about}) for value, part in parts for row in part.rows]
        basis = {**whole.basis, "by": f"At most the {MAX_VALUES} values of {query.by} with the most visits."}
        return replace(whole, rows=rows, basis=basis)

    return by_value


def values_of(store: Store, query: ReportQuery) -> list[str | None]:
    """The most frequent values of the dimension; None where nothing is known."""
    return [row["by_value"] for row in run(store, "segment_values.sql", query, max_values=MAX_VALUES)]


def narrowed(query: ReportQuery, part: Part) -> ReportQuery:
    """The same question for one value of its dimension, which is one of those its own segment allows."""
    others = tuple(segment for segment in query.segments if segment[0] != part.by)
    return replace(query, by=None, segments=(*others, (part.by, (part.value or "",))), part=part)
