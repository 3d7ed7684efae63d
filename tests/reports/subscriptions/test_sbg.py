"""The shifted-beta-geometric model against what its authors published, and against a sum and a simulation."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest

from collector.reports.stats.sbg import Sbg, fit_sbg

HIGH_END = (100.0, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1, 46.8, 44.5, 42.7, 40.9, 39.4)
REGULAR = (100.0, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1, 22.3, 20.7, 19.4, 18.3, 17.3)
"""Per cent of customers who survived so many years: Berry and Linoff's data, as Fader and Hardie (2007) print them."""
YEARS = 7
"""so many of which the model learns from"""


def fitted(survived: tuple[float, ...]) -> Sbg:
    lost = [10 * (before - after) for before, after in pairwise(survived[: YEARS + 1])]
    model = fit_sbg(lost, [0.0] * (YEARS - 1) + [10 * survived[YEARS]])
    assert model
    return model


@pytest.mark.parametrize(
    ("survived", "alpha", "beta"), [(HIGH_END, 0.668, 3.806), (REGULAR, 0.704, 1.182)], ids=["high end", "regular"]
)
def test_the_parameters_are_those_published(survived: tuple[float, ...], alpha: float, beta: float) -> None:
    model = fitted(survived)
    assert (model.alpha, model.beta) == pytest.approx((alpha, beta), abs=0.0006)


@pytest.mark.parametrize("survived", [HIGH_END, REGULAR], ids=["high end", "regular"])
def test_five_years_that_it_never_saw_are_foreseen(survived: tuple[float, ...]) -> None:
    model = fitted(survived)
    foreseen = [100 * model.survival(year) for year in range(YEARS + 1, len(survived))]
    assert foreseen == pytest.approx(survived[YEARS + 1 :], abs=1.7)


def test_the_expected_lifetime_is_the_sum_of_what_survives() -> None:
    model = Sbg(0.668, 3.806, 0.0)
    payments = sum(model.survival(nth) / 1.1**nth for nth in range(300))
    assert model.lifetime(0.1) == pytest.approx(payments)


def test_random_lives_are_found_again() -> None:
    chance = Random(7)
    alpha, beta, renewals = 1.2, 4.0, 10
    lost, left = [0] * renewals, [0] * renewals
    for _ in range(20_000):
        ends, seen = chance.betavariate(alpha, beta), chance.randint(1, renewals)
        life = next((nth for nth in range(seen) if chance.random() < ends), None)
        if life is None:
            left[seen - 1] += 1
        else:
            lost[life] += 1
    model = fit_sbg(lost, left)
    assert model
    assert (model.alpha, model.beta) == pytest.approx((alpha, beta), rel=0.1)


def test_where_nobody_ends_there_is_no_model() -> None:
    assert fit_sbg([0, 0], [5, 5]) is None


def test_where_everybody_ends_equally_often_there_is_no_maximum() -> None:
    assert fit_sbg([1000, 500, 250, 125], [0, 0, 0, 125]) is None
