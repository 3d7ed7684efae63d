"""Statistics of experiments, against published data, formulas worked out by hand, and simulation."""

from __future__ import annotations

import random
from math import inf, log, sqrt

import pytest

from collector.reports.stats.arms import (
    Arm,
    Difference,
    Estimate,
    difference,
    of_adjusted_means,
    of_means,
    of_ratios,
    proportion_arm,
    proportions_difference,
    stratified,
)
from collector.reports.stats.gates import equal_proportions_p_value, holm, sample_ratio_p_value
from collector.reports.stats.power import persons_needed
from collector.reports.stats.sequences import (
    fixed_half_width,
    fixed_p_value,
    half_width,
    hybrid_half_width,
    p_value,
    rho_squared,
)
from tests.bench.experiments.printed import COOKIE_CATS, cookie_cats


def test_cookie_cats_as_published() -> None:
    """A public test of 90,189 players, whose arms are a little less alike than chance makes them."""
    (players, back), (other_players, other_back) = COOKIE_CATS
    assert equal_proportions_p_value(back, players, other_back, other_players) == pytest.approx(0.0015542, abs=1e-6)
    assert list(cookie_cats().values()) == pytest.approx([0.0015558, 0.0350689, 0.0086080, 0.1416300], abs=1e-6)


def test_a_sequence_excludes_nothing_exactly_where_its_p_value_is_its_error() -> None:
    reach = half_width(0.01, 5_000, alpha=0.05, planned=20_000)
    assert p_value(reach, 0.01, 5_000, alpha=0.05, planned=20_000) == pytest.approx(0.05)
    assert p_value(0.0, 0.01, 5_000, alpha=0.05, planned=20_000) == 1.0
    assert p_value(1.0, 0.0, 5_000, alpha=0.05, planned=20_000) == 1.0
    assert half_width(0.01, 0, alpha=0.05, planned=20_000) == inf


def test_a_sequence_is_narrowest_in_standard_errors_about_where_it_was_planned() -> None:
    widths = {units: half_width(1.0, units, alpha=0.05, planned=20_000) for units in range(2_000, 200_000, 500)}
    assert 15_000 <= min(widths, key=widths.__getitem__) <= 30_000
    assert rho_squared(0.05, 100) == pytest.approx((-2 * log(0.05) + log(1 - 2 * log(0.05))) / 100)
    assert min(widths.values()) > fixed_half_width(1.0, alpha=0.05)


def test_with_a_planned_end_most_of_the_error_is_spent_on_the_planned_day() -> None:
    any_day = hybrid_half_width(1.0, 20_000, alpha=0.05, planned=20_000, planned_look=False)
    planned = hybrid_half_width(1.0, 20_000, alpha=0.05, planned=20_000, planned_look=True)
    assert any_day == half_width(1.0, 20_000, alpha=0.01, planned=20_000)
    assert planned == fixed_half_width(1.0, alpha=0.04) < any_day


def arm_of(pairs: list[tuple[float, float]]) -> Arm:
    """The sums of persons with (y, x)."""
    return Arm(
        len(pairs), sum(y for y, _ in pairs), sum(y * y for y, _ in pairs),
        sum(x for _, x in pairs), sum(x * x for _, x in pairs), sum(x * y for y, x in pairs),
    )  # fmt: skip


PAIRS = [(1.0, 2.0), (4.0, 3.0), (2.0, 2.0), (7.0, 5.0)]


def test_means_and_ratios_by_hand() -> None:
    arm = arm_of(PAIRS)
    assert of_means(arm) == Estimate(3.5, 7.0, 4)
    ratio = of_ratios(arm)
    assert ratio.mean == 14 / 12
    parts = [y - ratio.mean * x for y, x in PAIRS]
    assert ratio.variance == pytest.approx(sum(part**2 for part in parts) / 3 / 3.0**2)
    assert arm + arm == arm_of(PAIRS + PAIRS)


def test_what_the_past_explains_is_taken_out_of_both_arms_alike() -> None:
    control, treatment = arm_of(PAIRS), arm_of([(y + 1, x) for y, x in PAIRS])
    adjusted = of_adjusted_means(control, treatment)
    plain = of_means(control), of_means(treatment)
    assert [one.mean for one in adjusted] == pytest.approx([one.mean for one in plain])
    assert all(with_past.variance < without.variance / 5 for with_past, without in zip(adjusted, plain, strict=True))
    unknown = arm_of([(y, 0.0) for y, _ in PAIRS])
    assert of_adjusted_means(unknown, unknown)[0] == of_means(unknown)


def test_the_greater_of_both_standard_errors_holds() -> None:
    small, large = Estimate(1.0, 100.0, 10), Estimate(2.0, 1.0, 1000)
    unpooled = sqrt(100 / 10 + 1 / 1000)
    assert difference(small, large).standard_error == pytest.approx(unpooled)
    pooled = sqrt((9 * 1 + 999 * 100) / 1008 * (1 / 10 + 1 / 1000))
    turned = difference(Estimate(1.0, 1.0, 10), Estimate(2.0, 100.0, 1000))
    assert turned.standard_error == pytest.approx(pooled)


def test_a_lift_has_an_interval_of_its_own_that_never_passes_minus_one() -> None:
    found = proportions_difference(proportion_arm(1000, 50), proportion_arm(1000, 60))
    low, high = found.lift_interval(1.96) or (0.0, 0.0)
    assert found.lift == pytest.approx(0.2)
    assert -1 < low < 0 < 0.2 < high
    error = sqrt(0.95 / 50 + 0.94 / 60)
    assert high == pytest.approx(1.2 * 2.718281828459045 ** (1.96 * error) - 1, rel=1e-3)
    none = proportions_difference(proportion_arm(1000, 0), proportion_arm(1000, 60))
    assert (none.lift, none.lift_interval(1.96)) == (None, None)


def test_phases_stay_apart_where_weights_changed_with_the_base_rate() -> None:
    first = proportions_difference(proportion_arm(9000, 900), proportion_arm(1000, 100))
    second = proportions_difference(proportion_arm(5000, 1000), proportion_arm(5000, 1000))
    apart = stratified([first, second])
    mixed = proportions_difference(proportion_arm(14_000, 1900), proportion_arm(6000, 1100))
    assert apart.estimate == pytest.approx(0)
    assert apart.units == 20_000
    assert fixed_p_value(mixed.estimate, mixed.standard_error) < 1e-12
    assert stratified([first]) == pytest.approx(first)


def test_two_halves_of_one_phase_are_nearly_the_whole() -> None:
    half = Difference(0.1, 0.02, 1000, 1.0, 1.1, 0.03)
    both = stratified([half, half])
    assert both.standard_error == pytest.approx(0.02 / sqrt(2))
    assert both.log_standard_error == pytest.approx(0.03 / sqrt(2))


def test_a_wrong_sample_ratio_is_found_and_a_right_one_is_not() -> None:
    assert sample_ratio_p_value([50_000, 45_000], [0.5, 0.5]) < 1e-9
    assert sample_ratio_p_value([9_000, 1_000], [0.9, 0.1]) == 1.0
    assert sample_ratio_p_value([0, 0], [0.5, 0.5]) == pytest.approx(1.0)


def test_looking_every_day_at_right_ratios_seldom_alarms() -> None:
    chance = random.Random(5)
    alarms = 0
    for _ in range(200):
        counts = [0, 0]
        for _ in range(28):
            treated = sum(chance.random() < 0.5 for _ in range(200))
            counts = [counts[0] + treated, counts[1] + 200 - treated]
            if sample_ratio_p_value(counts, [0.5, 0.5]) < 0.05:
                alarms += 1
                break
    assert alarms <= 10


def test_holm_asks_most_of_the_smallest() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == {"b": 1.0, "a": 1.0}


def test_the_persons_a_test_needs() -> None:
    assert persons_needed(0.05, 0.1) == pytest.approx(62_468, abs=4)
    assert persons_needed(0.05, 0.1, shares=(0.9, 0.1)) > 2 * persons_needed(0.05, 0.1)
    for base, lift in ((0.0, 0.1), (0.5, 1.0), (0.5, 0.0)):
        with pytest.raises(ValueError, match="between 0 and 1"):
            persons_needed(base, lift)
    with pytest.raises(ValueError, match="share"):
        persons_needed(0.05, 0.1, shares=(1.0, 0.0))
