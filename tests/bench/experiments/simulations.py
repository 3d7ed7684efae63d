"""Experiments without end, of which it is known what is true: how often each way of looking names a winner.

Seeded, so that they come to the same anywhere. Each has two arms, is looked at every day for 28 days, and stops where a
winner is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from collector.reports.stats.arms import Arm, Difference, difference, of_means, proportions_difference, stratified
from collector.reports.stats.gates import MISMATCH, equal_proportions_p_value
from collector.reports.stats.sequences import fixed_half_width, half_width, hybrid_half_width

Sums = np.ndarray
Found = dict[str, float]
Rule = Callable[[Difference, bool], float]

ALPHA = 0.05
DAYS = 28
PERSONS_A_DAY = 2_000
RATE = 0.05
LIFT = 0.1
PLANNED = 2 * PERSONS_A_DAY * DAYS


def naive(found: Difference, last: bool) -> float:
    """The ordinary interval, looked at every day as if that day was the only one."""
    return fixed_half_width(found.standard_error, alpha=ALPHA)


def sequence(found: Difference, last: bool) -> float:
    """The confidence sequence."""
    return half_width(found.standard_error, found.units, alpha=ALPHA, planned=PLANNED)


def hybrid(found: Difference, last: bool) -> float:
    """The sequence at a fifth of the error, and one ordinary look on the planned day."""
    return hybrid_half_width(found.standard_error, found.units, alpha=ALPHA, planned=PLANNED, planned_look=last)


RULES: dict[str, Rule] = {"naive": naive, "sequence": sequence, "hybrid": hybrid}


def named(days: list[Difference], rule: Rule) -> bool:
    """Whether a rule ever says that the arms differ."""
    return any(abs(found.estimate) > rule(found, day == len(days) - 1) for day, found in enumerate(days))


def shares(runs: Iterator[list[Difference]], rules: dict[str, Rule]) -> Found:
    """In which share of the runs each rule says that the arms differ."""
    total, counts = 0, dict.fromkeys(rules, 0)
    for total, days in enumerate(runs, 1):  # noqa: B007 - the number of runs is what is left of it
        for name, rule in rules.items():
            counts[name] += named(days, rule)
    return {name: count / total for name, count in counts.items()}


def looks_at_proportions(runs: int, lift: float) -> Iterator[list[Difference]]:
    """2,000 visitors an arm and day, of whom 5 % of control convert."""
    rng = np.random.default_rng(20_260_101)
    persons = [PERSONS_A_DAY * (day + 1) for day in range(DAYS)]
    for _ in range(runs):
        control, treatment = (
            np.cumsum(rng.binomial(PERSONS_A_DAY, rate, DAYS)).tolist() for rate in (RATE, RATE * (1 + lift))
        )
        yield [_of_proportions(*at) for at in zip(persons, control, persons, treatment, strict=True)]


def looks_at_revenue(runs: int) -> Iterator[list[Difference]]:
    """4,000 persons a day, a tenth of them in control; 3 % buy, for amounts with a heavy tail, capped at their 99 %."""
    rng = np.random.default_rng(20_260_102)
    sizes, cap = (400, 3_600), np.exp(3.5 + 2.326 * 1.2)
    for _ in range(runs):
        yield [
            difference(of_means(control), of_means(treatment))
            for control, treatment in zip(*(_revenue(rng, size, cap) for size in sizes), strict=True)
        ]


def _revenue(rng: np.random.Generator, size: int, cap: float) -> list[Arm]:
    buyers = rng.binomial(size, 0.03, DAYS)
    amounts = np.minimum(rng.lognormal(3.5, 1.2, int(buyers.sum())), cap)
    ends = np.cumsum(buyers)
    total, squares = (np.concatenate(([0.0], np.cumsum(of)))[ends] for of in (amounts, amounts**2))
    return [Arm(size * (day + 1), float(total[day]), float(squares[day])) for day in range(DAYS)]


def looks_at_a_ramp(runs: int, *, by_phase: bool) -> Iterator[list[Difference]]:
    """A tenth is treated for two weeks at a rate of 4 %, then half at 6 %; there is no difference at any time."""
    rng = np.random.default_rng(20_260_103)
    phases = ((3_600, 400, 0.04), (2_000, 2_000, 0.06))
    for _ in range(runs):
        days: list[Difference] = []
        before: list[tuple[Arm, Arm]] = []
        for in_control, in_treatment, rate in phases:
            arms = [_proportions(rng, size, rate) for size in (in_control, in_treatment)]
            for control, treatment in zip(*arms, strict=True):
                days.append(_over([*before, (control, treatment)], by_phase=by_phase))
            before.append((arms[0][-1], arms[1][-1]))
        yield days


def _proportions(rng: np.random.Generator, size: int, rate: float) -> list[Arm]:
    successes = np.cumsum(rng.binomial(size, rate, DAYS // 2)).tolist()
    return [Arm(size * (day + 1), found, found) for day, found in enumerate(successes)]


def _over(phases: list[tuple[Arm, Arm]], *, by_phase: bool) -> Difference:
    if by_phase:
        return stratified([proportions_difference(*arms) for arms in phases])
    control, treatment = (sum(arms[1:], arms[0]) for arms in zip(*phases, strict=True))
    return proportions_difference(control, treatment)


def unequal_delivery(runs: int) -> Found:
    """One arm comes into view of 90 %, the other, lower on the page, of the most eager 50 %; neither has an effect."""
    rng = np.random.default_rng(20_260_104)
    won = passed = erred = 0
    seen_lift = []
    size = PERSONS_A_DAY * DAYS
    for _ in range(runs):
        delivered, converted, converted_delivered = zip(*(_arm(rng, size, share) for share in (0.9, 0.5)), strict=True)
        seen = _of_proportions(delivered[0], converted_delivered[0], delivered[1], converted_delivered[1])
        everyone = _of_proportions(size, converted[0], size, converted[1])
        seen_lift.append(seen.treatment / seen.control - 1)
        won += seen.estimate > sequence(seen, False)
        passed += equal_proportions_p_value(delivered[0], size, delivered[1], size) >= MISMATCH
        erred += abs(everyone.estimate) > sequence(everyone, False)
    return {
        "lift among those who saw it": sum(seen_lift) / runs,
        "named, if only those were looked at": won / runs,
        "gate of delivery passed": passed / runs,
        "named over everyone assigned": erred / runs,
    }


def _arm(rng: np.random.Generator, size: int, share: float) -> tuple[int, int, int]:
    """How many it was delivered to, converted, and both: eager visitors come deeper and buy more."""
    eagerness = rng.random(size)
    seen, bought = eagerness > 1 - share, rng.random(size) < 2 * RATE * eagerness
    return int(seen.sum()), int(bought.sum()), int((seen & bought).sum())


def _of_proportions(in_control: int, by_control: int, in_treatment: int, by_treatment: int) -> Difference:
    return proportions_difference(
        Arm(in_control, by_control, by_control), Arm(in_treatment, by_treatment, by_treatment)
    )
