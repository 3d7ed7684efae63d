"""Net Promoter Score and customer satisfaction: from counts of scores to a figure, its interval, and a difference.

Sources: F. F. Reichheld, "The one number you need to grow" (2003) for promoters (9 and 10 of 10) and detractors (0 to
6); B. Rocks, "Interval estimation for the Net Promoter Score" (2016) for the adjusted Wald interval that adds three
answers, 3/4 of them to promoters and 3/4 to detractors; Wilson's and Newcombe's intervals for the share of satisfied.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from collector.reports.stats.gates import equal_proportions_p_value
from collector.reports.stats.intervals import Z95, newcombe
from collector.reports.stats.sequences import fixed_p_value

PROMOTER, PASSIVE = 9, 7
"""The least score of each, of 10."""
ADDED, ADDED_EACH = 3.0, 0.75
TWO_BEST_FROM = 4
"""On a shorter scale than this only the best score counts as satisfied."""


class NpsCounts(NamedTuple):
    """How many answers there are, and how many of them are promoters and detractors."""

    promoters: float
    detractors: float
    answers: float


class Change(NamedTuple):
    """How one figure differs from another: the difference, its interval of 95 %, and the two-sided p-value."""

    difference: float
    low: float
    high: float
    p_value: float


def is_satisfied(score: int, scale: int) -> bool:
    """Whether a score is in the top-two box of its scale: one of the two best, of fewer than four the best."""
    return score >= (scale - 1 if scale >= TWO_BEST_FROM else scale)


def net_promoter_score(counts: NpsCounts) -> float:
    """From -1, all are detractors, to 1, all are promoters; there are answers."""
    return (counts.promoters - counts.detractors) / counts.answers


def adjusted(counts: NpsCounts) -> tuple[float, float]:
    """The estimate that the interval is around, and its variance."""
    answers = counts.answers + ADDED
    promoters, detractors = ((count + ADDED_EACH) / answers for count in (counts.promoters, counts.detractors))
    centre = promoters - detractors
    return centre, (promoters + detractors - centre * centre) / answers


def adjusted_wald(counts: NpsCounts, z: float = Z95) -> tuple[float, float]:
    """The interval in which the Net Promoter Score lies with the confidence of z, by default 95 %; within -1 to 1."""
    centre, variance = adjusted(counts)
    reach = z * sqrt(variance)
    return max(-1.0, centre - reach), min(1.0, centre + reach)


def scores_change(now: NpsCounts, before: NpsCounts, z: float = Z95) -> Change:
    """How a Net Promoter Score differs from that of other, independent answers; both have answers.

    Interval and test are of the adjusted estimates: the Wald interval of their difference, and the z-test that goes
    with it.
    """
    (centre, variance), (other, other_variance) = adjusted(now), adjusted(before)
    error = sqrt(variance + other_variance)
    low, high = centre - other - z * error, centre - other + z * error
    difference = net_promoter_score(now) - net_promoter_score(before)
    return Change(difference, max(-2.0, low), min(2.0, high), fixed_p_value(centre - other, error))


def shares_change(satisfied: int, answers: int, before_satisfied: int, before_answers: int) -> Change:
    """How the share of satisfied differs from that of other, independent answers: Newcombe's interval, and the z-test
    of two proportions."""
    low, high = newcombe(satisfied, answers, before_satisfied, before_answers)
    p_value = equal_proportions_p_value(satisfied, answers, before_satisfied, before_answers)
    return Change(satisfied / answers - before_satisfied / before_answers, low, high, p_value)
