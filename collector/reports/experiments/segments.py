"""The same comparison within segments: exploratory, since who looks at many of them finds something in some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from collector.reports.experiments.cells import DayCell, added, read_cells
from collector.reports.experiments.comparing import ALPHA, Compared, arms_of, compared, p_value
from collector.reports.experiments.study import Study
from collector.reports.stats.gates import holm
from collector.store.protocol import Store

SEGMENTS_BY = ("device", "new_or_returning", "source")
MAX_VALUES = 8
MIN_PERSONS = 100
"""Of both arms: smaller segments are not shown."""


class Segment(NamedTuple):
    """One variation beside control among those of one value of a dimension."""

    dimension: str
    value: str | None
    variation: str
    found: Compared


def segment_rows(store: Store, site: int, study: Study) -> list[dict[str, Any]]:
    """The larger segments of each dimension; p-values are adjusted for all that is looked at here (Holm)."""
    segments = [
        segment
        for dimension in SEGMENTS_BY
        for segment in segments_of(
            study,
            dimension,
            read_cells(store, site, study.experiment, now=study.now, by_delivery=study.by_delivery, by=dimension),
        )
    ]
    adjusted = holm({str(nth): p_value(each.found, study.look(each.variation)) for nth, each in enumerate(segments)})
    return [segment_row(each, adjusted[str(nth)]) for nth, each in enumerate(segments)]


def segments_of(study: Study, dimension: str, days: Iterable[DayCell]) -> list[Segment]:
    """Those of one dimension, the largest first."""
    by_value = defaultdict[str | None, list[DayCell]](list)
    for each in days:
        if each.stratum[0] in study.test_phases:
            by_value[each.by_value].append(each)
    segments = [
        Segment(dimension, value, name, compared(arms, study.primary, study.look(name)))
        for value, cells in by_value.items()
        for name in study.experiment.treatments
        if (arms := arms_of(added(cells), name, study.experiment.control, study.primary))
    ]
    large = [each for each in segments if each.found.persons >= MIN_PERSONS]
    large.sort(key=lambda each: (-each.found.persons, each.value or "", each.variation))
    return large[: MAX_VALUES * len(study.experiment.treatments)]


def segment_row(segment: Segment, adjusted: float) -> dict[str, Any]:
    """One segment as answers show it."""
    low, high = segment.found.lift_interval or (None, None)
    return {
        "dimension": segment.dimension,
        "value": segment.value,
        "variation": segment.variation,
        "persons": segment.found.persons,
        "lift": segment.found.lift,
        "lift_low": low,
        "lift_high": high,
        "p_value": adjusted,
        "differs": adjusted < ALPHA,
        "exploratory": True,
    }
