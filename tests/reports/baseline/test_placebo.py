"""Ranges of earlier windows, by hand and against a second computation."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from collector.reports.stats.placebo import (
    Amount,
    Days,
    Pair,
    apart,
    earlier_pairs,
    range_of,
    relative_interval,
    relative_lift,
    untouched,
)

WEEK = Pair(Days(100, 106), Days(93, 99))


def test_windows_slide_back_by_weeks_until_history_begins() -> None:
    pairs = earlier_pairs(WEEK, since=70, step=7)
    assert pairs == [
        Pair(Days(93, 99), Days(86, 92)), Pair(Days(86, 92), Days(79, 85)), Pair(Days(79, 85), Days(72, 78)),
    ]  # fmt: skip
    assert earlier_pairs(WEEK, since=87, step=7) == []


def test_no_window_has_a_day_of_the_period() -> None:
    ten = Pair(Days(100, 109), Days(90, 99))
    assert [pair.now for pair in earlier_pairs(ten, since=60, step=7)] == [Days(86, 95), Days(79, 88), Days(72, 81)]


def test_no_window_is_compared_with_a_day_of_the_period_that_came_later() -> None:
    later = Pair(Days(100, 106), Days(107, 113))
    assert [pair.before for pair in earlier_pairs(later, since=79, step=7)] == [Days(93, 99), Days(86, 92)]


def test_a_mark_in_a_window_or_in_its_baseline_leaves_it_out() -> None:
    pairs = earlier_pairs(WEEK, since=58, step=7)
    assert [pair.now.first for pair in untouched(pairs, [85])] == [93, 72, 65]
    assert untouched(pairs, []) == pairs
    assert untouched(pairs, [100, 57]) == pairs


def test_how_many_have_no_day_in_common() -> None:
    long = Pair(Days(100, 120), Days(79, 99))
    assert (apart(earlier_pairs(long, since=1, step=7)), len(earlier_pairs(long, since=1, step=7))) == (3, 9)
    assert apart([]) == 0


@pytest.mark.parametrize(
    ("count", "expected"), [(18, None), (19, (0, 18)), (38, (0, 37)), (39, (1, 37)), (100, (4, 95))]
)
def test_it_takes_nineteen(count: int, expected: tuple[int, int] | None) -> None:
    assert range_of(list(reversed(range(count))), 0.9) == expected


def test_the_next_value_lies_within_as_often_as_promised() -> None:
    random = Random(8)
    for count in (19, 40, 60):
        inside = 0
        for _ in range(4000):
            *values, following = (random.lognormvariate(0, 1) for _ in range(count + 1))
            low, high = range_of(values, 0.9)  # type: ignore[misc]  # there are enough
            inside += low <= following <= high
        assert inside / 4000 == pytest.approx(1 - 2 * int((count + 1) * 0.05) / (count + 1), abs=0.02)


def test_the_interval_of_a_relative_lift_covers_it() -> None:
    rng = np.random.default_rng(4)
    covered, rounds, truth = 0, 1500, 1.2 / 0.9 - 1
    for _ in range(rounds):
        cells = [rng.gamma(2.0, mean / 2, 400) for mean in (12.0, 10.0, 9.0, 10.0)]
        amounts = [Amount(float(cell.sum()), float(((cell - cell.mean()) ** 2).sum())) for cell in cells]
        totals = [amount.total for amount in amounts]
        estimate = relative_lift(totals[0] / totals[1] - 1, totals[2] / totals[3] - 1)
        assert estimate is not None
        low, high = relative_interval(estimate, amounts, 1.959964)  # type: ignore[misc]  # all are above 0
        covered += low <= truth <= high
    assert covered / rounds == pytest.approx(0.95, abs=0.02)


def test_what_cannot_be_divided_has_no_lift() -> None:
    assert relative_lift(None, 0.1) is None
    assert relative_lift(0.1, -1.0) is None
    assert relative_interval(0.1, [Amount(0.0, 0.0)], 2.0) is None
