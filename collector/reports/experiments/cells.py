"""What the facts have of an experiment: counts and sums by variation, phase, stratum and day, never persons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from collector.experiments.documents import HOLDOUT
from collector.reports.experiments.document import Experiment
from collector.reports.figures import MILLION
from collector.reports.query import ExperimentShape, Shape
from collector.reports.result import Record
from collector.reports.sql import render
from collector.reports.stats.arms import Arm
from collector.rules import BEFORE_EXPERIMENT_MS
from collector.store.protocol import Store

NO_CAP = 2**63 - 1
FOREVER = 2**62
NOBODY = Arm(0, 0.0, 0.0)
VALUE, RAW_VALUE, ORDER_VALUE = "value", "raw_value", "order_value"
"""Net revenue per person up to the cap, as it is, and per order; goals are measures under their own name, `goal:x`."""
Stratum = tuple[int, int]
"""A phase, and whether its persons were new in it: only they can be compared with each other."""


def goal_measure(goal: str) -> str:
    """The name of what is measured by whether persons reached a goal."""
    return f"goal:{goal}"


@dataclass(slots=True)
class Cell:
    """Persons of one variation and stratum, first exposed on one day or on several: counts, and sums by measure.

    `persons` are all but those who saw two arms; `completed` are those whose window is over, of whom the sums are.
    """

    persons: int = 0
    two_arms: int = 0
    executed: int = 0
    delivered: int = 0
    completed: int = 0
    undelivered: int = 0
    undelivered_converted: int = 0
    measures: dict[str, Arm] = field(default_factory=dict)

    def add(self, other: Cell) -> None:
        """Count the persons of another one too."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for measure, arm in other.measures.items():
            self.measures[measure] = self.measures.get(measure, NOBODY) + arm


COUNTS = ("persons", "two_arms", "executed", "delivered", "completed", "undelivered", "undelivered_converted")
Key = tuple[str, Stratum]
"""A variation and a stratum."""
Cells = Mapping[Key, Cell]


@dataclass(frozen=True, slots=True)
class DayCell:
    """The same of one day (as facts write days), and of one value of a dimension, if they were split by one."""

    variation: str
    stratum: Stratum
    exposed_day: int
    by_value: str | None
    cell: Cell


def read_cells(
    store: Store, site: int, experiment: Experiment, *, now: int, by_delivery: bool, by: str | None = None
) -> list[DayCell]:
    """Everything that is known of an experiment's persons, first exposed by a delivery or by their assignment."""
    if not experiment.phases:
        return []
    shape = ExperimentShape(
        by_delivery=by_delivery,
        actions=len(experiment.actions),
        variations=len(experiment.variations),
        goals=len(experiment.all_goals),
        phases=len(experiment.phases),
    )
    text = render("experiments/cohort.sql", Shape(by=by, experiment=shape))
    rows = store.query(text, bound(site, experiment, now))
    return [day_cell(row, experiment) for row in rows]


def bound(site: int, experiment: Experiment, now: int) -> dict[str, Any]:
    """The values that the query names."""
    lists = {"action": experiment.actions, "variation": experiment.variations, "goal": experiment.all_goals}
    values: dict[str, Any] = {
        f"{name}_{nth}": value for name, each in lists.items() for nth, value in enumerate(each, start=1)
    }
    for nth, phase in enumerate(experiment.phases, start=1):
        end = FOREVER if phase.end is None else phase.end
        values |= {f"phase_{nth}": phase.number, f"phase_from_{nth}": phase.begin, f"phase_until_{nth}": end}
    last = experiment.phases[-1].end
    return values | {
        "site": site,
        "experiment": experiment.id,
        "holdout": HOLDOUT,
        "from_ts": experiment.phases[0].begin,
        "until_ts": now if last is None else min(last, now),
        "now_ts": now,
        "window_ms": experiment.window_ms,
        "before_ms": BEFORE_EXPERIMENT_MS,
        "cap_micros": NO_CAP if experiment.cap_micros is None else experiment.cap_micros,
    }


def day_cell(row: Record, experiment: Experiment) -> DayCell:
    """One row of the query; amounts become units of the currency."""
    counts = {name: row[name] for name in COUNTS}
    measures = {
        goal_measure(goal): arm_of(row, f"goal_{nth}") for nth, goal in enumerate(experiment.all_goals, start=1)
    }
    measures[VALUE] = arm_of(row, "capped", y=MILLION, x=MILLION)
    measures[RAW_VALUE] = arm_of(row, "raw", y=MILLION, x=MILLION)
    measures[ORDER_VALUE] = arm_of(row, "order_value", y=MILLION)
    stratum = (row["phase"], row["known"])
    return DayCell(row["variation"], stratum, row["exposed_day"], row["by_value"], Cell(**counts, measures=measures))


def arm_of(row: Record, name: str, *, y: int = 1, x: int = 1) -> Arm:
    """The sums of one measure, with y and x in units of so much."""
    return Arm(
        row["completed"],
        row[f"{name}_y"] / y,
        row[f"{name}_yy"] / y**2,
        row[f"{name}_x"] / x,
        row[f"{name}_xx"] / x**2,
        row[f"{name}_xy"] / (x * y),
    )


def added(cells: Iterable[DayCell]) -> dict[Key, Cell]:
    """All days (and values) together."""
    total: dict[Key, Cell] = {}
    for each in cells:
        total.setdefault((each.variation, each.stratum), Cell()).add(each.cell)
    return total
