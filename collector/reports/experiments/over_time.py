"""How the comparison with control stood on each day: the band that narrows. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from collector.reports.experiments.cells import Cell, Cells, Key
from collector.reports.experiments.comparing import Compared, Look, arms_of, compared
from collector.reports.experiments.study import Study
from collector.reports.moments import day_ms
from collector.rules import DAY_MS


class Stand(NamedTuple):
    """One variation at the end of one day (as facts write days)."""

    day_ms: int
    variation: str
    found: Compared


def over_time(study: Study) -> Iterator[Stand]:
    """Each variation on each day as it would have been seen when the day was over; the last day is as it is now.

    On the planned last day stands the one look on it, at those whose windows were over when it began.
    """
    window, end = study.experiment.window_ms, study.experiment.planned_end
    exposed = sorted(study.tested, key=lambda each: each.exposed_day)
    if not exposed:
        return
    last = min(day_ms(study.today), exposed[-1].exposed_day + window)
    seen: dict[Key, Cell] = {}
    nth = 0
    for moment in range(exposed[0].exposed_day + window, last + 1, DAY_MS):
        on_the_day = end is not None and moment == day_ms(end)
        looked = list(_stands(study, seen, moment, planned_look=True)) if on_the_day else []
        while nth < len(exposed) and exposed[nth].exposed_day <= moment - window:
            each = exposed[nth]
            seen.setdefault((each.variation, each.stratum), Cell()).add(each.cell)
            nth += 1
        yield from looked or _stands(study, seen, moment)


def _stands(study: Study, seen: Cells, moment: int, *, planned_look: bool = False) -> Iterator[Stand]:
    for name in study.experiment.treatments:
        look: Look = study.look(name)._replace(planned_look=planned_look)
        arms = arms_of(seen, name, study.experiment.control, study.primary)
        yield Stand(moment, name, compared(arms, study.primary, look))
