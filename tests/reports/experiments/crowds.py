"""Crowds as the facts would sum them up: whole experiments without a store."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from collector.reports.experiments.cells import ORDER_VALUE, RAW_VALUE, VALUE, Cell, DayCell, Stratum
from collector.reports.experiments.document import experiment_from
from collector.reports.experiments.study import Study
from collector.reports.stats.arms import Arm
from tests.reports.experiments.building import DAY_MS, START, a_document

FIRST_DAY = START - START % DAY_MS
PRICE = 20.0
BUCKETS_OF_THREE = [[0, 3_000, "control"], [3_000, 6_000, "b"], [6_000, 9_000, "c"]]
OF_THREE = {"phases": [{"allocation": 1, "from": START, "until": None, "buckets": BUCKETS_OF_THREE}]}
"""An experiment with control, b and c."""


def crowd(
    variation: str, persons: int, conversions: int, *, at: int = 0, stratum: Stratum = (1, 0), **more: Any
) -> DayCell:
    """So many persons first exposed on the day numbered `at`, all of whose windows are over; each order is of 20.

    `goals` has the conversions on further goals; other keywords are counts of the cell.
    """
    goals = {"purchase": conversions} | more.pop("goals", {})
    measures = {f"goal:{goal}": Arm(persons, count, count) for goal, count in goals.items()}
    money, squares = conversions * PRICE, conversions * PRICE**2
    measures |= {name: Arm(persons, money, squares) for name in (VALUE, RAW_VALUE)}
    measures[ORDER_VALUE] = Arm(persons, money, squares, conversions, conversions, money)
    counts = {"persons": persons, "completed": persons, "executed": persons, "delivered": persons} | more
    return DayCell(variation, stratum, FIRST_DAY + at * DAY_MS, None, Cell(**counts, measures=measures))


def a_study(*exposed: DayCell, assigned: list[DayCell] | None = None, days: float = 30, **document: Any) -> Study:
    """A study of these crowds so many days after it began; all assigned saw it unless `assigned` says otherwise."""
    now = START + round(days * DAY_MS)
    today = datetime.fromtimestamp(now / 1000, UTC).date()
    experiment = experiment_from("hero", a_document(**document))
    return Study(experiment, now, today, list(exposed) if assigned is None else assigned, list(exposed))
