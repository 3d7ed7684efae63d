"""What those who got something brought more than control, in one experiment and one period. Pure.

All variations are put together within each stratum: each variation's own persons times its own difference from the
control that they share, summed, is all their persons times the difference of them all; and the variance of control is
counted once for them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from collector.allocation import CONTROL
from collector.reports.experiments.cells import ORDER_VALUE, RAW_VALUE, VALUE, Cells, DayCell, added
from collector.reports.experiments.comparing import ALPHA, Arms, Look, arms_of, difference_in
from collector.reports.experiments.document import Experiment
from collector.reports.experiments.study import USUAL_PERSONS
from collector.reports.experiments.verdict import MIN_CONVERSIONS, USUAL_LIFT
from collector.reports.stats.arms import Arm, Difference, Interval, stratified
from collector.reports.stats.power import persons_needed_for_means
from collector.reports.stats.sequences import half_width

TREATED = "treated"
"""All variations but control, together."""


@dataclass(frozen=True)
class Increment:
    """Persons who got it (`persons`) beside those in control, all with their window over; `waiting` are those whose is
    not, `unmatched` came when nobody was in control. `found` is per person, capped; None: nothing to compare yet.

    `raw_control` and `raw_treated` are what they spent on average, uncapped, in units of the currency. `needed`: so
    many in control, as things are, tell a lift of `lift`.
    """

    persons: int = 0
    control_persons: int = 0
    waiting: int = 0
    unmatched: int = 0
    orders: int = 0
    found: Difference | None = None
    raw_control: float = 0.0
    raw_treated: float = 0.0
    planned: float = USUAL_PERSONS
    lift: float = USUAL_LIFT
    needed: int | None = None

    @property
    def total(self) -> float:
        """The difference per person times persons."""
        return self.found.estimate * self.persons if self.found else 0.0

    @property
    def raw_total(self) -> float:
        """The same of what was spent, uncapped."""
        return (self.raw_treated - self.raw_control) * self.persons

    def interval(self, alpha: float) -> Interval | None:
        """That of the total at an error of `alpha`, on whichever day one looks; None where nothing was found."""
        if self.found is None:
            return None
        reach = Look(alpha, self.planned).errors(self.found.units) * self.found.standard_error
        low, high = self.found.interval(reach)
        return low * self.persons, high * self.persons

    @property
    def enough_orders(self) -> bool:
        """Whether sums are so nearly normal that an interval of them means anything."""
        return self.orders >= MIN_CONVERSIONS


def increment_of(experiment: Experiment, days: Iterable[DayCell], first_day: int, last_day: int) -> Increment:
    """What one cohort of an experiment says of those first exposed on these days (as facts write days)."""
    cells = added(
        each if each.variation == CONTROL else replace(each, variation=TREATED)
        for each in days
        if first_day <= each.exposed_day <= last_day
    )
    treated = [cell for (name, _), cell in cells.items() if name == TREATED]
    completed, planned = sum(cell.completed for cell in treated), experiment.planned_persons
    increment = Increment(
        waiting=sum(cell.persons for cell in treated) - completed,
        unmatched=completed,
        planned=USUAL_PERSONS if planned is None else max(1, planned),
        lift=USUAL_LIFT if experiment.planned_lift is None else experiment.planned_lift,
    )
    return compared_in(increment, cells)


def compared_in(increment: Increment, cells: Cells) -> Increment:
    """The same with what comparing both arms in each stratum comes to, weighted by those who got it."""
    arms, raw = (arms_of(cells, TREATED, CONTROL, measure) for measure in (VALUE, RAW_VALUE))
    differences = [found for both in arms.values() if (found := difference_in(*both, VALUE))]
    if not differences:
        return increment
    control, treated = (sum_of(both[nth] for both in arms.values()) for nth in (0, 1))
    found = stratified(differences, by=[both[1].persons for both in arms.values()])
    orders = [cell.measures[ORDER_VALUE].x for (_, stratum), cell in cells.items() if stratum in arms]
    return replace(
        increment,
        persons=treated.persons,
        control_persons=control.persons,
        unmatched=increment.unmatched - treated.persons,
        orders=int(sum(orders)),
        found=found,
        raw_control=mean_of(raw, 0),
        raw_treated=mean_of(raw, 1),
        needed=needed_in_control(control, treated, increment.lift * found.control),
    )


def mean_of(arms: Arms, nth: int) -> float:
    """The mean of one of both arms in each stratum, weighted by those who got it."""
    persons = sum(both[1].persons for both in arms.values())
    return sum(both[1].persons * both[nth].mean for both in arms.values()) / persons


def sum_of(arms: Iterable[Arm]) -> Arm:
    """All of them together."""
    total = Arm(0, 0.0, 0.0)
    for arm in arms:
        total += arm
    return total


def needed_in_control(control: Arm, treated: Arm, difference: float) -> int | None:
    """How many in control tell such a difference per person, with the shares and variances as they are, on whichever
    day one looks; None where that cannot be worked out."""
    if difference <= 0:
        return None
    persons, _ = persons_needed_for_means(
        (control.variance, treated.variance),
        difference,
        shares=(control.persons, treated.persons),
        errors=half_width(1.0, 1.0, alpha=ALPHA, planned=1.0),
    )
    return persons


@dataclass(frozen=True)
class Together:
    """Several experiments' increments, added up. Each interval is made at its part of the error, so that all of them
    hold at once, and so does their sum."""

    parts: tuple[Increment, ...]

    @property
    def compared(self) -> tuple[Increment, ...]:
        """Those that have something to compare."""
        return tuple(part for part in self.parts if part.found)

    @property
    def interval(self) -> Interval | None:
        """Of the sum."""
        found = [bounds for part in self.compared if (bounds := part.interval(ALPHA / len(self.compared)))]
        return (sum(low for low, _ in found), sum(high for _, high in found)) if found else None

    def mean(self, of: Callable[[Increment], float]) -> float | None:
        """A mean per person over all that compare, weighted by those who got it."""
        persons = sum(part.persons for part in self.compared)
        return sum(part.persons * of(part) for part in self.compared) / persons if persons else None

    @property
    def conclusive(self) -> bool:
        """Whether the interval is all on one side of zero, and of enough orders to mean anything."""
        bounds = self.interval
        enough = all(part.enough_orders for part in self.compared)
        return bounds is not None and enough and (bounds[0] > 0 or bounds[1] < 0)
