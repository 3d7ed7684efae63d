"""What has to hold before a winner is named: each gate by name, with its numbers in words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from collector.reports.experiments.cells import Cell, Cells, Stratum, goal_measure
from collector.reports.experiments.comparing import Compared
from collector.reports.experiments.document import Experiment, Guardrail, Phase
from collector.reports.stats.arms import proportion_arm, proportions_difference, stratified
from collector.reports.stats.gates import MISMATCH, sample_ratio_p_value
from collector.reports.stats.sequences import fixed_p_value
from collector.reports.wording import percent_words, share_words

SAMPLE_RATIO, DELIVERY, UNDELIVERED, GUARDRAIL = "sample ratio", "delivery", "undelivered alike", "guardrail"
Counts = Mapping[Stratum, tuple[int, int]]
"""In each stratum, how many of how many."""


@dataclass(frozen=True)
class Gate:
    """One gate; `variation` is the one it concerns, None for all. `p_value` is None where an interval decides."""

    name: str
    passed: bool
    words: str
    variation: str | None = None
    p_value: float | None = None

    def concerns(self, variation: str) -> bool:
        """Whether it must hold for this variation."""
        return self.variation in (None, variation)


def sample_ratio(experiment: Experiment, assigned: Cells) -> Gate:
    """Whether variations got their shares of those who came: in each phase by itself, of persons who were new in it."""
    p_values = [
        sample_ratio_p_value(*counts)
        for phase in experiment.phases
        if (counts := counts_of(phase, assigned)) and sum(counts[0])
    ]
    p_value = min(1.0, min(p_values) * len(p_values)) if p_values else 1.0
    passed = p_value >= MISMATCH
    words = "Each variation was assigned to its share of persons."
    if not passed:
        got = ", ".join(f"{name} {persons_of(assigned, name):,}" for name in experiment.variations)
        words = f"Variations were not assigned in their shares ({got}): some are lost, or sent twice, on their way."
    return Gate(SAMPLE_RATIO, passed, words, p_value=p_value)


def counts_of(phase: Phase, assigned: Cells) -> tuple[list[int], list[float]] | None:
    """How many were assigned to each variation of a phase, and its shares; None if there are not two of them."""
    whole = sum(phase.shares.values())
    if len(phase.shares) < 2:
        return None
    cells = [assigned.get((name, (phase.number, 0)), Cell()) for name in phase.shares]
    return [cell.persons for cell in cells], [share / whole for share in phase.shares.values()]


def persons_of(cells: Cells, variation: str) -> int:
    """Of one variation, in all strata."""
    return sum(cell.persons for (name, _), cell in cells.items() if name == variation)


def delivery(experiment: Experiment, assigned: Cells, variation: str) -> Gate:
    """Whether the same part of those assigned saw (in control, would have seen) it."""
    rates = rates_of(experiment, assigned, variation, lambda cell: (cell.delivered, cell.persons))
    otherwise = "Persons who saw it cannot be compared with those who would have seen it."
    return rates.gate(DELIVERY, "Delivered of those assigned", otherwise)


def undelivered_alike(experiment: Experiment, assigned: Cells, variation: str) -> Gate:
    """Whether those whom it never reached convert alike: nothing but seeing it can make a difference."""
    rates = rates_of(experiment, assigned, variation, lambda cell: (cell.undelivered_converted, cell.undelivered))
    otherwise = "Something other than what was seen differs between the variations."
    return rates.gate(UNDELIVERED, "Converted of those who did not see it", otherwise)


class Rates(NamedTuple):
    """In control and in a variation, how many of how many."""

    names: tuple[str, str]
    counts: tuple[Counts, Counts]

    def gate(self, name: str, subject: str, otherwise: str) -> Gate:
        """Whether both rates are the same, in words; `otherwise` is added where they are not."""
        p_value = proportions_p_value(*self.counts)
        passed = p_value >= MISMATCH
        shown = ", ".join(f"{shown_rate(counts)} in {arm}" for arm, counts in zip(self.names, self.counts, strict=True))
        words = f"{subject}: {shown}."
        return Gate(name, passed, words if passed else f"{words} {otherwise}", self.names[1], p_value)


def rates_of(
    experiment: Experiment, assigned: Cells, variation: str, counted: Callable[[Cell], tuple[int, int]]
) -> Rates:
    """What is counted of both arms, in each stratum."""
    control, treatment = (
        {stratum: counted(cell) for (name, stratum), cell in assigned.items() if name == arm}
        for arm in (experiment.control, variation)
    )
    return Rates((experiment.control, variation), (control, treatment))


def proportions_p_value(control: Counts, treatment: Counts) -> float:
    """Whether two arms have the same proportion, each stratum compared within itself (a two-proportion z-test)."""
    parts = [
        proportions_difference(proportion_arm(*reversed(control[each])), proportion_arm(*reversed(treatment[each])))
        for each in sorted(control.keys() & treatment.keys())
        if control[each][1] and treatment[each][1]
    ]
    if not parts:
        return 1.0
    whole = stratified(parts)
    return fixed_p_value(whole.estimate, whole.standard_error)


def shown_rate(counts: Counts) -> str:
    """A proportion over all strata, in words."""
    parts, whole = (sum(each[nth] for each in counts.values()) for nth in (0, 1))
    return percent_words(parts / whole, 1) if whole else "nobody"


def guardrail_gate(guardrail: Guardrail, variation: str, found: Compared) -> Gate:
    """Whether a goal got no worse than the margin allows, as far as is known: it fails when it did beyond doubt."""
    interval = found.lift_interval
    worse = False
    if interval is not None:
        worse = interval[0] > guardrail.margin if guardrail.worse == "more" else interval[1] < -guardrail.margin
    shown = f" ({share_words(interval[0], 0)} to {share_words(interval[1], 0)})" if interval else ""
    words = f"The guardrail {guardrail.goal} is {'worse' if worse else 'not clearly worse'}{shown}."
    return Gate(GUARDRAIL, not worse, words, variation)


def gates_of(
    experiment: Experiment,
    everyone: Cells,
    assigned: Cells,
    comparisons: Mapping[tuple[str, str], Compared],
    *,
    by_delivery: bool,
) -> Iterator[Gate]:
    """All gates; `everyone` was assigned in whichever phase, `assigned` in those of the test. Without deliveries (an
    experiment without actions) there is nothing to compare them by."""
    yield sample_ratio(experiment, everyone)
    for variation in experiment.treatments:
        if by_delivery:
            yield delivery(experiment, assigned, variation)
            yield undelivered_alike(experiment, assigned, variation)
        for guardrail in experiment.guardrails:
            yield guardrail_gate(guardrail, variation, comparisons[variation, goal_measure(guardrail.goal)])
