"""Scores and their intervals, against other ways to work them out, and simulation."""

from __future__ import annotations

import random
from math import sqrt

import numpy
import pytest
from scipy import stats

from collector.reports.stats.intervals import newcombe, wilson
from collector.reports.stats.satisfaction import (
    NpsCounts,
    adjusted_wald,
    is_satisfied,
    net_promoter_score,
    scores_change,
    shares_change,
)


def of_single_answers(report_query: NpsCounts) -> tuple[float, float]:
    """The estimate and its standard error from each answer as 1, 0 or -1, three more with their weights added."""
    passives = report_query.answers - report_query.promoters - report_query.detractors
    values, weights = [1.0, 0.0, -1.0], [report_query.promoters + 0.75, passives + 1.5, report_query.detractors + 0.75]
    mean = numpy.average(values, weights=weights)
    variance = numpy.average((numpy.array(values) - mean) ** 2, weights=weights)
    return float(mean), sqrt(variance / sum(weights))


@pytest.mark.parametrize("seed", range(20))
def test_nps_and_its_interval_and_change_from_single_answers(seed: int) -> None:
    chance = random.Random(seed)
    groups = []
    for _ in range(2):
        scores = [chance.randint(0, 10) for _ in range(chance.randint(1, 300))]
        groups.append(NpsCounts(sum(s >= 9 for s in scores), sum(s <= 6 for s in scores), len(scores)))
    (mean, error), (other, other_error) = map(of_single_answers, groups)
    low, high = stats.norm.interval(0.95, mean, error)
    assert adjusted_wald(groups[0]) == pytest.approx((max(-1, low), min(1, high)))
    found = scores_change(*groups)
    low, high = stats.norm.interval(0.95, mean - other, sqrt(error**2 + other_error**2))
    assert (found.low, found.high) == pytest.approx((max(-2, low), min(2, high)))
    z = (mean - other) / sqrt(error**2 + other_error**2)
    assert found.p_value == pytest.approx(2 * stats.norm.sf(abs(z)))
    assert found.difference == pytest.approx(net_promoter_score(groups[0]) - net_promoter_score(groups[1]))


@pytest.mark.parametrize("seed", range(10))
def test_csat_as_scipy_has_it(seed: int) -> None:
    chance = random.Random(seed)
    trials, others = chance.randint(5, 200), chance.randint(5, 200)
    one, other = chance.randint(1, trials - 1), chance.randint(1, others - 1)
    found = shares_change(one, trials, other, others)
    table = [[one, trials - one], [other, others - other]]
    assert found.p_value == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    wilson_of = stats.binomtest(one, trials).proportion_ci(method="wilson")
    assert wilson(one, trials) == pytest.approx((wilson_of.low, wilson_of.high))
    assert found.low <= one / trials - other / others <= found.high


def test_newcombe_as_published() -> None:
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=5e-5)


@pytest.mark.parametrize(("answers", "shares"), [(30, (0.5, 0.3)), (100, (0.9, 0.05)), (15, (0.2, 0.7))])
def test_the_interval_holds_the_true_score_as_often_as_it_says(answers: int, shares: tuple[float, float]) -> None:
    chance, held, times = random.Random(5), 0, 2_000
    promoters, detractors = shares
    for _ in range(times):
        given = chance.choices((1, 0, -1), (promoters, 1 - promoters - detractors, detractors), k=answers)
        low, high = adjusted_wald(NpsCounts(given.count(1), given.count(-1), answers))
        held += low <= promoters - detractors <= high
    assert held / times > 0.93


def test_all_of_one_kind_have_an_interval_within_bounds() -> None:
    low, high = adjusted_wald(NpsCounts(1_000, 0, 1_000))
    assert 0.98 < low < 1.0 == high
    assert adjusted_wald(NpsCounts(0, 9, 9))[0] == -1.0


@pytest.mark.parametrize(
    ("score", "scale", "satisfied"),
    [(4, 5, True), (3, 5, False), (9, 10, True), (8, 10, False), (3, 4, True), (2, 3, False), (3, 3, True)],
)
def test_the_top_two_box(score: int, scale: int, *, satisfied: bool) -> None:
    assert is_satisfied(score, scale) is satisfied
