"""What a cohort of an experiment says, worked out by hand from crowds."""

from __future__ import annotations

from dataclasses import replace
from math import log, sqrt

import pytest

from collector.reports.experiments.cells import DayCell
from collector.reports.incremental.increment import Increment, Together, increment_of
from collector.reports.stats.power import persons_needed_for_means
from tests.reports.experiments.building import DAY_MS
from tests.reports.experiments.crowds import FIRST_DAY, OF_THREE, a_study, crowd

LAST_DAY = FIRST_DAY + 20 * DAY_MS
SMALL = [crowd("control", 100, 10), crowd("b", 200, 30)]
"""Orders of 20: 2 a person in control, 3 in b."""


def increment(*days: DayCell, first_day: int = FIRST_DAY, last_day: int = LAST_DAY, **document: object) -> Increment:
    return increment_of(a_study(**document).experiment, days, first_day, last_day)


def test_the_difference_per_person_times_those_who_got_it_with_its_interval() -> None:
    found = increment(*SMALL)
    assert (found.persons, found.control_persons, found.orders) == (200, 100, 40)
    assert found.total == pytest.approx(200)
    assert (found.raw_control, found.raw_treated) == (2, 3)
    pooled = (3_600 + 10_200) / 298 * (1 / 100 + 1 / 200)  # sums of squares less those of the means
    grown = 300 * (-2 * log(0.05) + log(1 - 2 * log(0.05))) / 20_000
    reach = sqrt(pooled) * sqrt((grown + 1) / grown * 2 * log(sqrt(grown + 1) / 0.05))
    assert found.interval(0.05) == pytest.approx((200 * (1 - reach), 200 * (1 + reach)))


def test_each_variation_counts_with_its_own_persons_and_difference() -> None:
    found = increment(*SMALL, crowd("c", 50, 2), **OF_THREE)
    assert found.persons == 250
    assert found.total == pytest.approx(200 * (3 - 2) + 50 * (0.8 - 2))


def test_the_shared_control_is_one_source_of_error_not_two() -> None:
    one = increment(crowd("control", 100, 10), crowd("b", 400, 60), **OF_THREE)
    two = increment(crowd("control", 100, 10), crowd("b", 200, 30), crowd("c", 200, 30), **OF_THREE)
    assert one.interval(0.05) == pytest.approx(two.interval(0.05))


def test_phases_are_weighted_by_those_who_got_it() -> None:
    later = [crowd("control", 50, 5, stratum=(2, 0)), crowd("b", 950, 95, stratum=(2, 0))]
    found = increment(*SMALL, *later)
    assert found.total == pytest.approx(200 * 1 + 950 * 0)
    assert found.persons == 1_150


def test_only_persons_of_the_period_count_and_those_without_a_control_are_left_out() -> None:
    others = [crowd("control", 100, 90, at=25), crowd("b", 100, 0, at=25)]
    alone = crowd("b", 70, 70, stratum=(3, 0))
    waiting = crowd("b", 0, 0)
    waiting = replace(waiting, cell=replace(waiting.cell, persons=40))
    found = increment(*SMALL, *others, alone, waiting)
    assert (found.persons, found.unmatched, found.waiting) == (200, 70, 40)
    assert increment(*others).found is None
    assert (increment(*others).persons, increment(*others).interval(0.05)) == (0, None)


def test_several_experiments_add_up_each_at_its_part_of_the_error() -> None:
    one, other = increment(*SMALL), increment(crowd("control", 80, 8), crowd("b", 80, 12))
    both = Together((one, other, Increment()))
    halves = one.interval(0.025), other.interval(0.025)
    assert both.interval == pytest.approx([sum(bound) for bound in zip(*filter(None, halves), strict=True)])
    assert both.mean(lambda part: part.raw_treated) == pytest.approx((200 * 3 + 80 * 3) / 280)
    assert Together((Increment(),)).interval is None


def test_a_clear_difference_is_conclusive_and_few_orders_never_are() -> None:
    assert Together((increment(crowd("control", 5_000, 300), crowd("b", 5_000, 600)),)).conclusive
    assert not Together((increment(*SMALL),)).conclusive
    few = Together((increment(crowd("control", 20, 0), crowd("b", 20, 20)),))
    assert few.interval == (400, 400)  # nobody differs from another: no error can be seen
    assert not few.conclusive


def test_persons_needed_for_means_by_hand() -> None:
    """A standard deviation of 2 in both arms, a difference of 1: 2 * (1.96 + 0.842)^2 * 4 in each arm, rounded up."""
    assert persons_needed_for_means((4.0, 4.0), 1.0) == (63, 63)
    assert persons_needed_for_means((4.0, 4.0), 0.5) == (252, 252)
    assert persons_needed_for_means((4.0, 0.0), 1.0, shares=(1, 9)) == (32, 283)
    assert persons_needed_for_means((4.0, 4.0), 1.0, errors=3.035)[0] == 121
    for difference, shares in ((0.0, (1, 1)), (1.0, (0, 1))):
        with pytest.raises(ValueError, match="difference to find"):
            persons_needed_for_means((1.0, 1.0), difference, shares=shares)


def test_too_few_in_control_says_how_many_it_takes() -> None:
    """Control spends 2 a person with a variance of 36.36; a tenth of it is 0.2."""
    found = increment(*SMALL)
    variance = 3_600 / 99 + 10_200 / 199 / 2  # of both arms, as if in control there were as many
    assert found.needed == pytest.approx((3.0346 + 0.84162) ** 2 / 0.2**2 * variance, rel=1e-3)
    assert increment(*SMALL, planned={"lift": 0.5}).needed == pytest.approx(found.needed / 25, rel=1e-2)
    assert increment(crowd("control", 100, 0), crowd("b", 100, 1)).needed is None
