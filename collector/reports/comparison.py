"""Beside each figure its value in another period, its change, and whether that change is within noise."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from collector.reports.metrics import METRICS
from collector.reports.result import ReportResult, Spread
from collector.reports.stats import differ, proportions_differ

NOTHING: Mapping[str, Any] = {}
NO_SPREAD = Spread()


def compared(answer: ReportResult, prior: ReportResult) -> ReportResult:
    """The answer with `prior`, `change` and `noise` in its total and in every row; rows meet by what they are about."""
    earlier = {identity(row): (row, spread) for row, spread in zip(prior.rows, prior.spreads, strict=True)}
    rows = [
        with_prior(row, spread, *earlier.get(identity(row), (NOTHING, NO_SPREAD)))
        for row, spread in zip(answer.rows, answer.spreads, strict=True)
    ]
    total = with_prior(answer.total, answer.total_spread, prior.total, prior.total_spread)
    return ReportResult(total, rows, answer.basis, answer.more)


def identity(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a row is about: its names, but not its figures nor what hangs on them."""
    about = (name for name in row if name not in METRICS and isinstance(row[name], str | None))
    return tuple(
        (name, str(row[name])) for name in sorted(about) if name not in ("name", "kind", "campaign", "warning")
    )


def with_prior(
    row: Mapping[str, Any], spread: Spread, prior: Mapping[str, Any], prior_spread: Spread
) -> dict[str, Any]:
    """A row with its prior values. A group inside a row (seen, not seen) is compared in itself."""
    result = dict(row)
    names = [name for name in row if name in METRICS]
    if names:
        result["prior"] = {name: prior.get(name, empty(name)) for name in names}
        result["change"] = {name: change(row[name], result["prior"][name]) for name in names}
        result["noise"] = {name: noise(name, (row, spread), (prior, prior_spread)) for name in names}
    for name, group in row.items():
        if isinstance(group, dict) and name in ("seen", "not_seen"):
            spreads = spread.groups.get(name, NO_SPREAD), prior_spread.groups.get(name, NO_SPREAD)
            result[name] = with_prior(group, spreads[0], prior.get(name, NOTHING), spreads[1])
    return result


def empty(name: str) -> int | str | None:
    """What a figure is where there is no row at all."""
    unit = METRICS[name].unit
    return 0 if unit in ("count", "ms") else "0.00" if unit == "money" else None


def change(value: Any, prior: Any) -> Any:
    """value - prior, in the form of the figure; None if either is unknown."""
    if value is None or prior is None:
        return None
    if isinstance(value, str):
        return str(Decimal(value) - Decimal(prior))
    return value - prior


def noise(name: str, now: tuple[Mapping[str, Any], Spread], before: tuple[Mapping[str, Any], Spread]) -> bool | None:
    """Whether the change is within noise; None where one of the two has no value."""
    (row, spread), (prior, prior_spread) = now, before
    value, other = row.get(name), prior.get(name, empty(name))
    if value is None or other is None:
        return None
    parts = METRICS[name].parts
    if parts and all(part in known for known in (spread.counts(row), prior_spread.counts(prior)) for part in parts):
        return not proportions_differ(
            *(spread.counts(row)[part] for part in parts), *(prior_spread.counts(prior)[part] for part in parts)
        )
    return not differ(float(value), variance(name, value, spread), float(other), variance(name, other, prior_spread))


def variance(name: str, value: Any, spread: Spread) -> float:
    """The variance of a figure: its own where it is known, else that of a count of independent happenings."""
    known = spread.variances.get(name)
    return abs(float(value)) if known is None else known
