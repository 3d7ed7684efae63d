"""What a report answers, before anybody has given it a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from collector.reports.money import decimal_text

MILLION = 1_000_000


class Record(Protocol):
    """A row of a query, or a dictionary: something that answers to column names."""

    def __getitem__(self, name: str, /) -> Any:
        """The value of that column."""


@dataclass(frozen=True)
class Spread:
    """How uncertain the figures of a row are: variances by figure, counts that rates are made of beside the row's own,
    and the spreads of groups inside the row."""

    variances: Mapping[str, float] = field(default_factory=dict)
    parts: Mapping[str, float] = field(default_factory=dict)
    groups: Mapping[str, Spread] = field(default_factory=dict)

    def counts(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """All counts that are known of a row."""
        return {**row, **self.parts}


@dataclass(frozen=True)
class ReportResult:
    """A report's rows, its total, what else it says, and the rules that were applied, in words.

    `row_spreads` stands beside `rows`, one for one; left out, every figure is a count or a rate of counts in its row.
    """

    total: dict[str, Any]
    rows: list[dict[str, Any]]
    basis: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    total_spread: Spread = field(default_factory=Spread)
    row_spreads: Sequence[Spread] = ()

    @property
    def spreads(self) -> Sequence[Spread]:
        """One spread for each row."""
        return self.row_spreads or [Spread()] * len(self.rows)


def rate(part: float | None, whole: float | None) -> float | None:
    """A share between 0 and 1; None where there is nothing below the line."""
    return None if not whole or part is None else part / whole


def amount_text(micros: Fraction | float | int) -> str:
    """An amount in millionths, which may be a fraction of one, as a decimal: exact to the millionth."""
    return decimal_text(round(micros))


def count_number(count: Fraction | float | int) -> int | float:
    """A count that may be a fraction: whole where it is whole, else rounded to a millionth."""
    return int(count) if count == int(count) else round(float(count), 6)
