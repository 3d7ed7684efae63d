"""Where intervals of lifts lie on the scale that they share."""

from __future__ import annotations

from typing import Any

import pytest

from collector.present.dashboard.intervals import Drawn, drawn, drawn_amounts


def placed(*lifts: tuple[Any, Any, Any]) -> list[Drawn]:
    rows = [{"lift_low": low, "lift": lift, "lift_high": high} for low, lift, high in lifts]
    return drawn(rows, lambda row: "about")


def test_zero_stands_in_the_middle_and_the_widest_reaches_the_edge() -> None:
    wide, narrow = placed((-0.4, 0.1, 0.2), (0.05, 0.1, 0.2))
    assert (wide.low, wide.estimate, wide.high) == pytest.approx((0.0, 0.625, 0.75))
    assert (wide.differs, narrow.differs) == (False, True)


def test_one_that_is_wider_than_all_use_goes_on_beyond_the_scale() -> None:
    (beyond,) = placed((-0.5, 0.3, 14.0))
    assert (beyond.low, beyond.high) == (0.375, 1.0)
    assert (beyond.open_low, beyond.open_high) == (False, True)


def test_without_an_interval_nothing_is_drawn() -> None:
    (nothing,) = placed((None, None, None))
    assert (nothing.low, nothing.high, nothing.differs) == (None, None, False)


def test_amounts_lie_each_on_its_own_scale() -> None:
    rows = [
        {"incremental_low": low, "incremental_revenue": best, "incremental_high": high}
        for low, best, high in (("-100.00", "50.00", "200.00"), ("1.00", "2.00", "4.00"))
    ]
    one, other = drawn_amounts(rows, lambda row: "about")
    assert (one.low, one.estimate, one.high) == (0.25, 0.625, 1.0)
    assert (other.high, other.differs) == (1.0, True)


def test_of_many_segments_one_differs_only_if_it_does_so_among_all_of_them() -> None:
    rows = [{"lift_low": 0.05, "lift": 0.1, "lift_high": 0.2, "differs": differs} for differs in (True, False)]
    assert [each.differs for each in drawn(rows, lambda row: "about")] == [True, False]
