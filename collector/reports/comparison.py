"""Beside each figure its value in another period, its change, and whether that change is within noise."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from collector.reports.result import ReportResult, ReportRow

NO_ROW = ReportRow()


def compared(result: ReportResult, prior: ReportResult) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The total and the rows as answers show them, with `prior`, `change` and `noise`."""
    return with_prior(result.total, prior.total), rows_with_prior(result.rows, prior.rows)


def rows_with_prior(rows: Sequence[ReportRow], prior_rows: Sequence[ReportRow]) -> list[dict[str, Any]]:
    """Each row with its prior values; a row that was not there before is compared with nothing at all."""
    prior = {row.identity: row for row in prior_rows}
    return [with_prior(row, prior.get(row.identity, NO_ROW)) for row in rows]


def with_prior(row: ReportRow, prior: ReportRow) -> dict[str, Any]:
    """A row with its prior values. A group inside a row (seen, not seen) is compared in itself."""
    shown = row.shown()
    if row.figures:
        before = {metric.name: metric.value(prior.sums) for metric in row.figures}
        shown["prior"] = before
        shown["change"] = {name: change(shown[name], before[name]) for name in before}
        shown["noise"] = {metric.name: metric.noise(row.sums, prior.sums) for metric in row.figures}
    for name, group in row.groups.items():
        shown[name] = with_prior(group, prior.groups.get(name, NO_ROW))
    return shown


def change(value: Any, prior: Any) -> Any:
    """value - prior, in the form of the figure; None if either is unknown."""
    if value is None or prior is None:
        return None
    if isinstance(value, str):
        return str(Decimal(value) - Decimal(prior))
    return value - prior
