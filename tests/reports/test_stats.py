"""Noise: intervals and variances against published examples and against simulation."""

from __future__ import annotations

import random
from math import inf
from statistics import mean, variance

import pytest

from collector.reports.stats.intervals import differ, proportions_differ, ratio_variance, wilson


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_in_newcombes_table(successes: int, trials: int, low: float, high: float) -> None:
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


def test_without_trials_a_proportion_may_be_anything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("counts", "differs"),
    [
        ((56, 70, 48, 80), True),  # Newcombe 1998, example (a): 0.0524 to 0.3339
        ((9, 10, 3, 10), True),  # (b): 0.1705 to 0.8090
        ((5, 56, 0, 29), False),  # (d): -0.0381 to 0.1926
        ((10, 10, 0, 10), True),
        ((0, 0, 5, 10), False),
    ],
)
def test_proportions_as_in_newcombes_examples(counts: tuple[int, int, int, int], differs: bool) -> None:
    assert proportions_differ(*counts) is differs


def test_a_difference_counts_from_1_96_standard_errors_on() -> None:
    assert not differ(1.95, 0.5, 0, 0.5)
    assert differ(1.97, 0.5, 0, 0.5)


def test_the_variance_of_a_ratio_is_that_of_many_samples() -> None:
    chance = random.Random(7)

    def sample() -> tuple[float, float]:
        sessions = [chance.choice((1, 1, 2, 5)) for _ in range(400)]
        pages = [sum(chance.choice((1, 2, 9)) for _ in range(count)) for count in sessions]
        estimate = ratio_variance(
            numerator=sum(pages),
            denominator=sum(sessions),
            squares=sum(y * y for y in pages),
            products=sum(x * y for x, y in zip(sessions, pages, strict=True)),
            others=sum(x * x for x in sessions),
        )
        return sum(pages) / sum(sessions), estimate

    ratios, estimates = zip(*(sample() for _ in range(400)), strict=True)
    assert mean(estimates) == pytest.approx(variance(ratios), rel=0.2)


def test_a_ratio_to_nothing_has_no_end_of_variance() -> None:
    assert ratio_variance(numerator=1, denominator=0, squares=1, products=0, others=0) == inf
