"""Intervals on one scale, as pages draw them: of lifts, or of amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
LEAST_REACH = 0.05
GREATEST_REACH = 2.0
LIFT = ("lift_low", "lift", "lift_high")
INCREMENT = ("incremental_low", "incremental_revenue", "incremental_high")


@dataclass(frozen=True)
class Drawn:
    """A row with an estimate, and where its interval lies on the scale: parts of its width, with zero in the middle.

    Without an interval there is nothing to draw. `open_low` and `open_high`: it goes on beyond the scale.
    """

    row: Row
    about: str
    low: float | None = None
    high: float | None = None
    estimate: float | None = None
    open_low: bool = False
    open_high: bool = False

    @property
    def differs(self) -> bool:
        """Whether the interval is all on one side of zero, and its row, where it says so, does not deny that it means
        anything: of few orders, or of many segments that were looked at."""
        denied = not all(self.row.get(name, True) for name in ("conclusive", "differs"))
        if self.low is None or self.high is None or denied:
            return False
        return self.low > 0.5 or self.high < 0.5


def drawn(rows: Iterable[Row], about: Callable[[Row], str]) -> list[Drawn]:
    """The rows with the intervals of their lifts on the scale that all of them fit on, but for those that are wider
    than all use."""
    known = list(rows)
    return [_placed(row, about(row), LIFT, min(GREATEST_REACH, _reach(known, LIFT, LEAST_REACH))) for row in known]


def drawn_amounts(rows: Iterable[Row], about: Callable[[Row], str]) -> list[Drawn]:
    """The same of incremental revenue, each on its own scale: beside everything, one action would be but a dot."""
    return [_placed(row, about(row), INCREMENT, _reach([row], INCREMENT, 1.0)) for row in rows]


def _reach(rows: Iterable[Row], names: tuple[str, str, str], least: float) -> float:
    ends = [abs(float(row[name])) for row in rows for name in (names[0], names[2]) if row[name] is not None]
    return max((least, *ends))


def _placed(row: Row, about: str, names: tuple[str, str, str], reach: float) -> Drawn:
    low, estimate, high = (None if row[name] is None else float(row[name]) for name in names)
    if low is None or high is None:
        return Drawn(row, about)
    at = None if estimate is None else _at(estimate, reach)
    return Drawn(row, about, _at(low, reach), _at(high, reach), at, open_low=low < -reach, open_high=high > reach)


def _at(value: float, reach: float) -> float:
    return (min(reach, max(-reach, value)) / reach + 1) / 2
