"""Survival by renewals, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from collector.reports.moments import day_ms
from collector.reports.subscriptions.survival import curve_of, lives_of, model_of, survival_of

LAST = date(2026, 6, 30)


def life(began: date, ended: date | None = None, subscribers: int = 1) -> dict[str, Any]:
    return {
        "began_day": day_ms(began),
        "ended_day": None if ended is None else day_ms(ended),
        "subscribers": subscribers,
    }


@pytest.mark.parametrize(
    ("began", "ended", "lost", "left"),
    [
        pytest.param(date(2026, 4, 10), date(2026, 5, 10), [1, 0], [0, 0], id="on the day of the renewal"),
        pytest.param(date(2026, 4, 10), date(2026, 5, 11), [0, 1], [0, 0], id="the day after, it was survived"),
        pytest.param(date(2026, 4, 10), None, [0, 0], [0, 1], id="still there"),
        pytest.param(date(2026, 4, 10), date(2026, 6, 20), [0, 0], [0, 1], id="before a renewal that is not due yet"),
        pytest.param(date(2026, 3, 31), date(2026, 4, 30), [1, 0, 0], [0, 0, 0], id="a month without that day"),
    ],
)
def test_which_renewals_somebody_survived(began: date, ended: date | None, lost: list[int], left: list[int]) -> None:
    found = lives_of([life(began, ended)], LAST, 1)
    assert (list(found.lost), list(found.left), found.unknown) == (lost, left, 0)


def test_subscribers_before_their_renewal_say_nothing_of_it() -> None:
    found = lives_of([life(date(2026, 6, 10), date(2026, 6, 20)), life(date(2026, 6, 10))], LAST, 1)
    assert (list(found.lost), list(found.left), found.unknown) == ([], [], 2)


def test_the_curve_counts_those_who_came_to_each_renewal() -> None:
    rows = [
        life(date(2026, 3, 10), date(2026, 4, 10), 20), life(date(2026, 3, 10), None, 60),
        life(date(2026, 5, 10), None, 20), life(date(2026, 4, 10), date(2026, 6, 1), 15),
    ]  # fmt: skip
    survival = survival_of(rows, LAST, "month")
    curve = curve_of(survival)
    assert [(point["at_risk"], point["lost"]) for point in curve] == [(None, None), (115, 20), (75, 15), (60, 0)]
    assert [point["survival"] for point in curve] == pytest.approx([1, 95 / 115, 95 / 115 * 60 / 75, 95 / 115 * 0.8])
    assert all(point["low"] < point["survival"] < point["high"] for point in curve[1:])
    assert model_of(survival) == {
        "shown": False,
        "why": "A model of survival takes 5 renewals of at least 30 subscribers each; there are 3 so far.",
        "renewals": 3,
    }


def test_with_five_renewals_there_is_a_model_and_it_looks_ahead() -> None:
    began = date(2025, 12, 15)
    rows = [life(began, began + timedelta(31 * nth - 5), 40 // nth) for nth in range(1, 7)]
    survival = survival_of([*rows, life(began, None, 100)], LAST, "month")
    curve = curve_of(survival)
    assert model_of(survival)["shown"]
    assert len(curve) == 7 + 12
    assert [point["survival"] is None for point in curve] == [False] * 7 + [True] * 12
    modelled = [point["modelled"] for point in curve]
    assert modelled == sorted(modelled, reverse=True)
    assert modelled[6] == pytest.approx(curve[6]["survival"], abs=0.03)


def test_by_quarters_a_renewal_is_due_every_three_months() -> None:
    found = lives_of([life(date(2026, 1, 10), date(2026, 5, 1))], LAST, 3)
    assert (list(found.lost), list(found.left)) == ([0], [1])


def test_where_nobody_ended_there_is_nothing_to_learn() -> None:
    survival = survival_of([life(date(2025, 12, 15), None, 50)], LAST, "month")
    assert model_of(survival)["why"] == "Nobody ended at a renewal: there is nothing a model could learn from."
    assert curve_of(survival)[-1] == {
        "renewal": 6, "at_risk": 50, "lost": 0, "survival": 1.0, "low": None, "high": None, "modelled": None,
    }  # fmt: skip
