"""The models of what customers will be worth, held against what others found on CDNOW, and against by-hand cases."""

from __future__ import annotations

import subprocess
import sys
from math import log

import pytest

from collector.reports.stats.bg_nbd import BgNbd, Histories, _Likelihood, fit_bg_nbd
from collector.reports.stats.gamma_gamma import GammaGamma, Values, fit_gamma_gamma
from tests.reports.customers.cdnow import ACTUAL, AHEAD_DAYS, summary

ALL = summary()
HISTORIES = Histories(ALL.frequency, ALL.recency, ALL.age, ALL.count)


@pytest.fixture(scope="module")
def purchases() -> BgNbd:
    found = fit_bg_nbd(HISTORIES)
    assert found
    return found


@pytest.fixture(scope="module")
def values() -> GammaGamma:
    again = [(x, worth / x) for x, worth in zip(ALL.frequency, ALL.worth, strict=True) if worth > 0]
    assert len(again) == 946
    found = fit_gamma_gamma(Values([x for x, _ in again], [mean for _, mean in again], [1] * len(again)))
    assert found
    return found


def test_the_parameters_are_those_that_were_published(purchases: BgNbd, values: GammaGamma) -> None:
    found = purchases.r, purchases.alpha, purchases.a, purchases.b
    assert found == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), abs=5e-5)
    assert purchases.log_likelihood == pytest.approx(-9582.43, abs=5e-3)
    assert (values.p, values.q, values.gamma) == pytest.approx((6.2496, 3.7442, 15.4435), abs=5e-5)
    assert values.has_mean


def test_one_customer_is_expected_to_do_what_was_published(purchases: BgNbd) -> None:
    one = Histories([2], [30.43], [38.86], [1])
    assert purchases.expected(one, 39)[0] == pytest.approx(1.2259, abs=5e-5)
    assert purchases.alive(one)[0] == pytest.approx(0.7266, abs=5e-5)


def test_how_far_each_formula_was_off_is_what_pages_say(purchases: BgNbd, values: GammaGamma) -> None:
    weeks = AHEAD_DAYS / 7
    worth = values.expected(ALL.frequency, ALL.worth, ALL.count)
    assert (purchases.expected(HISTORIES, weeks) * worth).sum() / ACTUAL == pytest.approx(0.84, abs=5e-3)


def test_equal_histories_may_be_counted_together(purchases: BgNbd, values: GammaGamma) -> None:
    together = fit_bg_nbd(Histories([0, 2, 5], [0, 20, 38], [30, 38, 39], [400, 70, 10]))
    apart = fit_bg_nbd(Histories([0] * 400 + [2] * 70 + [5] * 10, [0] * 400 + [20] * 70 + [38] * 10,
                                 [30] * 400 + [38] * 70 + [39] * 10, [1] * 480))  # fmt: skip
    assert (together is None) == (apart is None)
    if together and apart:
        assert together.log_likelihood == pytest.approx(apart.log_likelihood, rel=1e-9)
    both = values.expected([2], [30.0 + 50.0], [2])[0]
    assert both == pytest.approx(sum(values.expected([2, 2], [30.0, 50.0], [1, 1])), rel=1e-12)


def test_the_derivatives_are_those_of_the_likelihood() -> None:
    likelihood, at = _Likelihood(HISTORIES), [0.3, 5.0, 0.7, 2.0]
    _, slopes = likelihood(at)
    for nth, slope in enumerate(slopes):
        up, down = list(at), list(at)
        up[nth], down[nth] = at[nth] + 1e-5, at[nth] - 1e-5
        assert slope == pytest.approx((likelihood(up)[0] - likelihood(down)[0]) / 2e-5, rel=1e-4)


def test_the_likelihood_of_one_time_buyers_is_what_the_paper_has() -> None:
    found, _ = _Likelihood(Histories([0], [0], [10], [1]))([0.5, 4.0, 1.0, 2.0])
    assert found == pytest.approx(0.5 * log(4 / 14))


def test_whoever_bought_hundreds_of_times_is_expected_to_go_on() -> None:
    model = BgNbd(0.3, 30.0, 0.8, 2.5, 0.0)
    often = Histories([700], [364], [365], [1])
    assert 270 < model.expected(often, 182)[0] < 182 * 700.3 / 395
    gone = Histories([700], [100], [365], [1])
    assert model.expected(gone, 182)[0] == pytest.approx(0, abs=1e-6)


def test_without_anybody_who_came_back_there_is_no_model() -> None:
    assert fit_bg_nbd(Histories([0, 0], [0, 0], [10, 20], [50, 50])) is None
    assert fit_gamma_gamma(Values([], [], [])) is None


def test_nobody_who_only_serves_or_lists_loads_what_models_are_computed_with() -> None:
    code = (
        "import sys, collector, collector.cli, collector.serve, collector.reports.registry; "
        "print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
