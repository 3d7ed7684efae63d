"""What is concluded of an experiment, from counts and sums: comparisons, gates, the verdict, conditions. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from collector.reports.experiments.cells import (
    NOBODY,
    ORDER_VALUE,
    RAW_VALUE,
    VALUE,
    Cell,
    Cells,
    DayCell,
    added,
    goal_measure,
)
from collector.reports.experiments.comparing import ALPHA, Compared, Look, arms_of, compared
from collector.reports.experiments.document import Experiment, Phase
from collector.reports.experiments.gates import Gate, gates_of
from collector.reports.experiments.promotion import Condition, conditions, matured_share
from collector.reports.experiments.verdict import AHEAD, Progress, Verdict, gated, leading, needed_for, verdict_of
from collector.reports.moments import day_ms
from collector.rules import DAY_MS

USUAL_PERSONS = 20_000
"""Where nobody planned a sample, intervals are narrowest at so many persons of both arms."""
Comparisons = Mapping[tuple[str, str], Compared]
"""By variation and measure."""


@dataclass(frozen=True)
class Study:
    """All that was read of an experiment. `today` is the site's day at `now` (epoch ms)."""

    experiment: Experiment
    now: int
    today: date
    assigned: Collection[DayCell]
    exposed: Collection[DayCell]
    """By first delivery; of an experiment without actions, by assignment."""

    @property
    def by_delivery(self) -> bool:
        """Whether there are deliveries to count from."""
        return bool(self.experiment.actions)

    @cached_property
    def tested(self) -> list[DayCell]:
        """The exposed of the phases before any promotion, of which the verdict is."""
        return [each for each in self.exposed if each.stratum[0] in self.test_phases]

    @cached_property
    def test_phases(self) -> frozenset[int]:
        """The numbers of the phases before any promotion."""
        return frozenset(phase.number for phase in self.experiment.phases if not phase.promoted)

    @cached_property
    def tested_by_assignment(self) -> list[DayCell]:
        """The same of everyone assigned."""
        return [each for each in self.assigned if each.stratum[0] in self.test_phases]

    @cached_property
    def cells(self) -> Cells:
        """The tested, all days together."""
        return added(self.tested)

    @cached_property
    def assigned_cells(self) -> Cells:
        """Everyone assigned in the test, all days together."""
        return added(self.tested_by_assignment)

    @property
    def primary(self) -> str:
        """What decides."""
        return goal_measure(self.experiment.primary_goal)

    @property
    def measures(self) -> tuple[str, ...]:
        """Everything that is measured, what decides first."""
        return (*map(goal_measure, self.experiment.all_goals), VALUE, RAW_VALUE, ORDER_VALUE)

    @cached_property
    def comparisons(self) -> Comparisons:
        """Of those exposed."""
        return self._compared(self.cells, self.tested)

    @cached_property
    def by_assignment(self) -> Comparisons:
        """Of everyone assigned: intention to treat."""
        return self._compared(self.assigned_cells, self.tested_by_assignment)

    def _compared(self, cells: Cells, days: Collection[DayCell]) -> Comparisons:
        before = added(self.before_the_end(days))
        found = {}
        for variation in self.experiment.treatments:
            for measure in self.measures:
                found[variation, measure] = self.looked_at(cells, before, variation, measure)
        return found

    def looked_at(self, cells: Cells, before: Cells, variation: str, measure: str) -> Compared:
        """One comparison. The one look on the planned day stands if it decided; else the sequence goes on."""
        control, end = self.experiment.control, self.experiment.planned_end
        look = self.look(variation)
        if end is not None and self.today >= end:
            on_the_day = look._replace(planned_look=True)
            found = compared(arms_of(before, variation, control, measure), measure, on_the_day)
            if found.above or found.below or self.today == end:
                return found
        return compared(arms_of(cells, variation, control, measure), measure, look)

    def before_the_end(self, days: Iterable[DayCell]) -> list[DayCell]:
        """Those whose windows were over when the planned last day began: what the one look on it is at."""
        end = self.experiment.planned_end
        latest = day_ms(end) - self.experiment.window_ms if end else 0
        return [each for each in days if each.exposed_day < latest]

    def look(self, variation: str) -> Look:
        """How the intervals of one variation are made: the error is shared by all that are compared with control."""
        planned = self.experiment.planned_persons
        units = USUAL_PERSONS if planned is None else max(1.0, planned * sum(self.shares(variation)))
        return Look(ALPHA / len(self.experiment.treatments), units, self.experiment.planned_end is not None)

    def shares(self, variation: str) -> tuple[float, float]:
        """The parts of control and of a variation in all who took part, as the latest phase of the test has them."""
        names = (self.experiment.control, variation)
        for phase in reversed(self.experiment.phases):
            if phase.number in self.test_phases and all(phase.shares.get(name) for name in names):
                whole = sum(phase.shares.values())
                return phase.shares[names[0]] / whole, phase.shares[names[1]] / whole
        each = 1 / len(self.experiment.variations)
        return each, each

    @cached_property
    def gates(self) -> list[Gate]:
        """All gates. Persons are assigned by their shares in every phase, also after a promotion."""
        everyone = added(self.assigned)
        return list(
            gates_of(self.experiment, everyone, self.assigned_cells, self.comparisons, by_delivery=self.by_delivery)
        )

    def failed(self, variation: str) -> list[Gate]:
        """The gates that failed for a variation."""
        return [gate for gate in self.gates if not gate.passed and gate.concerns(variation)]

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """By variation."""
        return {variation: self.verdict_on(variation) for variation in self.experiment.treatments}

    def verdict_on(self, variation: str) -> Verdict:
        """The verdict on one variation, by intention to treat if a gate failed."""
        failed = self.failed(variation)
        by_delivery = self._verdict_in(self.cells, self.comparisons, variation)
        if not failed:
            return by_delivery
        return gated(by_delivery, self._verdict_in(self.assigned_cells, self.by_assignment, variation), failed)

    def _verdict_in(self, cells: Cells, comparisons: Comparisons, variation: str) -> Verdict:
        found, converted = comparisons[variation, self.primary], sum(self.conversions(cells, variation))
        return verdict_of(variation, found, converted, self.progress(cells, variation))

    def conversions(self, cells: Cells, variation: str) -> tuple[int, int]:
        """On the primary goal, in control and in a variation."""
        names = (self.experiment.control, variation)
        sums = [total_of(cells, name).measures.get(self.primary, NOBODY) for name in names]
        return int(sums[0].y), int(sums[1].y)

    def progress(self, cells: Cells, variation: str) -> Progress:
        """How far the comparison of one variation with control is."""
        control, treatment = (total_of(cells, name) for name in (self.experiment.control, variation))
        exposed = control.persons + treatment.persons
        days = self.experiment.running_ms(self.now) / DAY_MS
        stopped = not self.comes(variation)
        late = self.experiment.planned_end is not None and self.today >= self.experiment.planned_end
        return Progress(
            per_day=0.0 if stopped else exposed / max(days, 1.0),
            exposed=exposed,
            needed=self.needed(control, variation),
            window_days=self.experiment.window_ms / DAY_MS,
            over=late or (stopped and control.completed + treatment.completed == exposed),
        )

    def comes(self, variation: str) -> bool:
        """Whether persons still come to both control and a variation in the test."""
        open_phases = [phase for phase in self.experiment.phases if phase.end is None and not phase.promoted]
        names = (self.experiment.control, variation)
        return any(all(phase.shares.get(name) for name in names) for phase in open_phases)

    def needed(self, control: Cell, variation: str) -> int | None:
        """Persons over both arms: those planned, else what the base rate seen so far takes."""
        shares = self.shares(variation)
        if self.experiment.planned_persons is not None:
            return round(self.experiment.planned_persons * sum(shares))
        converted = control.measures[self.primary].y if self.primary in control.measures else 0.0
        rate = converted / control.completed if control.completed else None
        return needed_for(rate, self.experiment.planned_lift, shares)

    @cached_property
    def verdict(self) -> Verdict:
        """On the experiment as a whole."""
        lows = [
            interval[0] if (interval := self.comparisons[name, self.primary].lift_interval) else float("-inf")
            for name in self.experiment.treatments
        ]
        return leading([self.verdicts[name] for name in self.experiment.treatments], lows)

    @cached_property
    def conditions(self) -> dict[str, list[Condition]]:
        """What promoting each variation takes."""
        return {
            variation: conditions(
                self.comparisons[variation, self.primary],
                self.conversions(self.cells, variation),
                self.experiment.running_ms(self.now),
                [gate for gate in self.gates if gate.concerns(variation)],
                matured_share(self._of_both(variation), day_ms(self.today), self.experiment.window_ms),
            )
            for variation in self.experiment.treatments
        }

    def _of_both(self, variation: str) -> list[DayCell]:
        return [each for each in self.tested if each.variation in (variation, self.experiment.control)]

    @property
    def best(self) -> str | None:
        """The variation that is ahead, if one is."""
        return self.verdict.variation if self.verdict.verdict == AHEAD else None

    def may_be_promoted(self, variation: str) -> bool:
        """Whether every condition is met."""
        return all(condition.met for condition in self.conditions[variation])

    @property
    def promoted_phase(self) -> Phase | None:
        """The latest phase with a promoted variation."""
        return next((phase for phase in reversed(self.experiment.phases) if phase.promoted), None)

    def after_promotion(self) -> Compared | None:
        """The promoted variation beside who stayed in control, of those who came after the promotion; None before, and
        where nobody stayed there: without a `control`, everybody gets what is promoted."""
        phase = self.promoted_phase
        if phase is None or phase.promoted is None or phase.promoted == self.experiment.control:
            return None
        if not phase.shares.get(self.experiment.control):
            return None
        numbers = {each.number for each in self.experiment.phases if each.promoted == phase.promoted}
        cells = added(each for each in self.exposed if each.stratum[0] in numbers)
        arms = arms_of(cells, phase.promoted, self.experiment.control, self.primary)
        return compared(arms, self.primary, Look(ALPHA, USUAL_PERSONS))


def total_of(cells: Cells, variation: str) -> Cell:
    """One variation over all strata."""
    total = Cell()
    for (name, _), cell in cells.items():
        if name == variation:
            total.add(cell)
    return total
