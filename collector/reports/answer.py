"""What a report answers, before anybody has given it a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from collector.reports.money import decimal_text

MILLION = 1_000_000


@dataclass(frozen=True)
class Answer:
    """A report's rows, its total, what else it says, and the rules that were applied, in words."""

    total: dict[str, Any]
    rows: list[dict[str, Any]]
    basis: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def rate(part: float | None, whole: float | None) -> float | None:
    """A share between 0 and 1; None where there is nothing below the line."""
    return None if not whole or part is None else part / whole


def amount_text(micros: Fraction | float | int) -> str:
    """An amount in millionths, which may be a fraction of one, as a decimal: exact to the millionth."""
    return decimal_text(round(micros))


def count_number(count: Fraction | float | int) -> int | float:
    """A count that may be a fraction: whole where it is whole, else rounded to a millionth."""
    return int(count) if count == int(count) else round(float(count), 6)


def keyed(rows: Iterable[Mapping[str, Any]], *names: str) -> dict[tuple[Any, ...], Mapping[str, Any]]:
    """Rows by the values of these columns."""
    return {tuple(row[name] for name in names): row for row in rows}
