"""How one variation differs from control in one measure, with an interval that holds on whichever day one looks. Pure.

The difference is worked out in each stratum by itself and weighted by its persons, so that a change of weights while
the base rate drifts mixes nothing. Where persons have a past, what it explains is taken out first (CUPED).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import NamedTuple

from collector.reports.experiments.cells import ORDER_VALUE, Cells, Stratum
from collector.reports.stats import sequences
from collector.reports.stats.arms import (
    Arm,
    Difference,
    Interval,
    difference,
    of_adjusted_means,
    of_means,
    of_ratios,
    proportions_difference,
    stratified,
)

ALPHA = 0.05
MIN_PERSONS = 2
"""Of each arm in a stratum: of fewer no variance is known."""
MIN_PERSONS_WITH_PAST = 100
"""Of each arm in a stratum, before their past is believed to explain anything."""
MAX_EXPONENT = 20.0
"""Wider intervals of a logarithm say nothing."""
GOAL = "goal:"
Arms = Mapping[Stratum, tuple[Arm, Arm]]


class Look(NamedTuple):
    """How intervals are made: the error of one comparison, the units at which they are to be narrowest, and whether
    the test has a planned end and this is the one look on it."""

    alpha: float
    planned: float
    has_end: bool = False
    planned_look: bool = False

    def errors(self, units: float) -> float:
        """Half the width of an interval, in standard errors."""
        if not self.has_end:
            return sequences.half_width(1.0, units, alpha=self.alpha, planned=self.planned)
        return sequences.hybrid_half_width(
            1.0, units, alpha=self.alpha, planned=self.planned, planned_look=self.planned_look
        )


class Compared(NamedTuple):
    """One variation beside control in one measure: the difference with its interval, and that of the lift.

    Empty where there is nothing to compare yet. `persons` are of both arms, in strata that have enough of each.
    """

    difference: Difference | None = None
    interval: Interval | None = None
    lift_interval: Interval | None = None

    @property
    def persons(self) -> int:
        """Of both arms."""
        return self.difference.units if self.difference else 0

    @property
    def lift(self) -> float | None:
        """Relative to control; None where there is nothing to compare with."""
        return self.difference.lift if self.difference else None

    @property
    def above(self) -> bool:
        """Whether it lies above control beyond doubt."""
        return self._all_bounds(lambda bound: bound[0] > 0)

    @property
    def below(self) -> bool:
        """Whether it lies below control beyond doubt."""
        return self._all_bounds(lambda bound: bound[1] < 0)

    def _all_bounds(self, holds: Callable[[Interval], bool]) -> bool:
        bounds = [bound for bound in (self.interval, self.lift_interval) if bound]
        return bool(bounds) and all(map(holds, bounds))


def arms_of(cells: Cells, variation: str, control: str, measure: str) -> Arms:
    """Both arms, control first, in each stratum that has enough persons of both."""
    found: dict[Stratum, tuple[Arm, Arm]] = {}
    for stratum in sorted({stratum for _, stratum in cells}):
        arms = [cells[name, stratum] for name in (control, variation) if (name, stratum) in cells]
        sums = [cell.measures[measure] for cell in arms if measure in cell.measures]
        if len(sums) == 2 and min(arm.persons for arm in sums) >= MIN_PERSONS:
            found[stratum] = (sums[0], sums[1])
    return found


def compared(arms: Arms, measure: str, look: Look) -> Compared:
    """The comparison over all strata."""
    parts = [part for both in arms.values() if (part := difference_in(*both, measure))]
    if not parts:
        return Compared()
    whole = parts[0] if len(parts) == 1 else stratified(parts)
    if not isfinite(whole.standard_error):
        return Compared()
    errors = look.errors(whole.units)
    return Compared(whole, whole.interval(errors * whole.standard_error), lift_interval_of(whole, errors))


def difference_in(control: Arm, treatment: Arm, measure: str) -> Difference | None:
    """How both arms differ within one stratum; None where there is nothing below the line."""
    if measure == ORDER_VALUE:
        if control.x <= 0 or treatment.x <= 0:
            return None
        return difference(of_ratios(control), of_ratios(treatment))
    if has_past(control, treatment):
        return difference(*of_adjusted_means(control, treatment))
    if measure.startswith(GOAL):
        return proportions_difference(control, treatment)
    return difference(of_means(control), of_means(treatment))


def has_past(control: Arm, treatment: Arm) -> bool:
    """Whether there are enough persons who did the same before, in both arms, for it to explain anything."""
    enough = min(control.persons, treatment.persons) >= MIN_PERSONS_WITH_PAST
    return enough and control.x > 0 and treatment.x > 0


def lift_interval_of(whole: Difference, errors: float) -> Interval | None:
    """The interval of the lift: by the logarithm of the ratio, else (where an arm of a stratum has none) that of the
    difference relative to control."""
    if whole.control <= 0:
        return None
    if errors * whole.log_standard_error < MAX_EXPONENT and (found := whole.lift_interval(errors)):
        return found
    low, high = whole.interval(errors * whole.standard_error)
    return max(-1.0, low / whole.control), high / whole.control


def p_value(found: Compared, look: Look) -> float:
    """Of a difference at whatever time one looks; 1 where there is none."""
    if found.difference is None:
        return 1.0
    whole = found.difference
    return sequences.p_value(whole.estimate, whole.standard_error, whole.units, alpha=look.alpha, planned=look.planned)
