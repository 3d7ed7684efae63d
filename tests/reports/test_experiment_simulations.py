"""How often an experiment that is looked at every day names a difference, where it is known what is true. Seeded."""

from __future__ import annotations

from tests.bench.experiments.simulations import (
    LIFT,
    RULES,
    looks_at_a_ramp,
    looks_at_proportions,
    looks_at_revenue,
    shares,
    unequal_delivery,
)

RUNS = 400


def test_daily_looks_err_no_oftener_than_promised() -> None:
    found = shares(looks_at_proportions(RUNS, 0), RULES)
    assert found["naive"] > 0.2
    assert found["sequence"] < 0.03
    assert found["hybrid"] < 0.05


def test_a_lift_of_a_tenth_is_found() -> None:
    found = shares(looks_at_proportions(RUNS, LIFT), RULES)
    assert found["sequence"] >= 0.8
    assert found["hybrid"] >= 0.93


def test_a_small_control_and_revenue_with_a_heavy_tail_err_no_oftener() -> None:
    found = shares(looks_at_revenue(RUNS), RULES)
    assert found["sequence"] < 0.05
    assert found["hybrid"] < 0.05


def test_phases_of_a_ramp_are_kept_apart() -> None:
    apart, together = (shares(looks_at_a_ramp(RUNS, by_phase=by_phase), RULES) for by_phase in (True, False))
    assert max(apart["sequence"], apart["hybrid"]) < 0.06
    assert min(together["sequence"], together["hybrid"]) > 0.5


def test_an_arm_that_stands_lower_does_not_win_by_that() -> None:
    found = unequal_delivery(40)
    assert found["lift among those who saw it"] > 0.3
    assert found["named, if only those were looked at"] == 1
    assert found["gate of delivery passed"] == 0
    assert found["named over everyone assigned"] == 0
