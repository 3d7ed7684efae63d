"""Intervals of lifts on one scale, as pages draw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
LEAST_REACH = 0.05
GREATEST_REACH = 2.0


@dataclass(frozen=True)
class Drawn:
    """A row with a lift, and where its interval lies on the scale: parts of its width, with zero in the middle.

    Without an interval there is nothing to draw. `open_low` and `open_high`: it goes on beyond the scale.
    """

    row: Row
    about: str
    low: float | None = None
    high: float | None = None
    lift: float | None = None
    open_low: bool = False
    open_high: bool = False

    @property
    def differs(self) -> bool:
        """Whether the interval is all on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0.5 or self.high < 0.5)


def drawn(rows: Iterable[Row], about: Callable[[Row], str]) -> list[Drawn]:
    """The rows with their intervals on the scale that all of them fit on, but for those that are wider than all use."""
    known = list(rows)
    ends = [abs(row[name]) for row in known for name in ("lift_low", "lift_high") if row[name] is not None]
    reach = min(GREATEST_REACH, max((LEAST_REACH, *ends)))
    return [_placed(row, about(row), reach) for row in known]


def _placed(row: Row, about: str, reach: float) -> Drawn:
    low, high, lift = row["lift_low"], row["lift_high"], row["lift"]
    if low is None or high is None:
        return Drawn(row, about)
    ends = {"open_low": low < -reach, "open_high": high > reach}
    return Drawn(row, about, _at(low, reach), _at(high, reach), None if lift is None else _at(lift, reach), **ends)


def _at(value: float, reach: float) -> float:
    return (min(reach, max(-reach, value)) / reach + 1) / 2
