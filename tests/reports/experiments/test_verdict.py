"""What an experiment says: verdict, sentence, days left, and what promotion takes."""

from __future__ import annotations

import random

import pytest

from collector.reports.experiments.cells import RAW_VALUE
from collector.reports.experiments.chance import chances_to_be_best
from collector.reports.experiments.over_time import over_time
from collector.reports.experiments.study import Study
from collector.reports.experiments.verdict import interval_words, words_since
from collector.reports.stats.arms import Arm
from tests.reports.experiments.building import DAY_MS, START
from tests.reports.experiments.crowds import FIRST_DAY, OF_THREE, a_study, crowd

EVEN = [[0, 5_000, "control"], [5_000, 10_000, "b"]]
MOSTLY_B = [[0, 1_000, "control"], [1_000, 10_000, "b"]]


def lift(study: Study, measure: str = "goal:purchase") -> float:
    found = study.comparisons["b", measure].lift
    assert found is not None
    return found


def test_a_change_of_weights_while_the_base_rate_falls_makes_no_winner() -> None:
    """All together b converts at 2.4 % and control at 3.4 %: b got most of those who came in the bad days."""
    change = START + 10 * DAY_MS
    phases = [
        {"allocation": 1, "from": START, "until": change, "buckets": EVEN},
        {"allocation": 2, "from": change, "until": None, "buckets": MOSTLY_B},
    ]
    good = [crowd("control", 20_000, 800), crowd("b", 20_000, 800)]
    bad = [crowd("control", 8_000, 160, at=11, stratum=(2, 0)), crowd("b", 72_000, 1_440, at=11, stratum=(2, 0))]
    study = a_study(*good, *bad, phases=phases)
    assert lift(study) == pytest.approx(0)
    assert study.comparisons["b", "goal:purchase"].persons == 120_000
    assert study.verdict.verdict in ("collecting", "no difference")
    as_one_phase = a_study(*good, *(each for each in _in_phase_one(bad)))
    assert as_one_phase.comparisons["b", "goal:purchase"].below


def _in_phase_one(cells):
    return [type(each)(each.variation, (1, 0), each.exposed_day, None, each.cell) for each in cells]


def test_intervals_are_as_by_hand() -> None:
    """300 and 450 of 10,000 each: pooled se 0.0026868, r = (2 ln 20 + ln(1 + 2 ln 20)) / 20,000, N r = 7.9367."""
    found = a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 450)).comparisons["b", "goal:purchase"]
    assert found.difference is not None
    assert found.difference.standard_error == pytest.approx(0.0026868, rel=1e-4)
    grown = 7.9367
    assert found.interval is not None
    width = (found.interval[1] - found.interval[0]) / 2
    assert width == pytest.approx(0.0026868 * ((grown + 1) / grown * 2 * 4.0908) ** 0.5, rel=1e-3)


def test_two_treatments_share_the_error() -> None:
    arms = [crowd("control", 10_000, 300), crowd("b", 10_000, 400)]
    alone = a_study(*arms).comparisons["b", "goal:purchase"].interval
    beside = a_study(*arms, **OF_THREE).comparisons["b", "goal:purchase"].interval
    assert alone is not None
    assert beside is not None
    assert beside[0] < alone[0] < alone[1] < beside[1]


def test_the_planned_day_has_one_narrower_look_that_stands_afterwards() -> None:
    """At 4/5 of the error an ordinary interval finds what a fifth of it, on any day, does not yet."""
    arms = [crowd("control", 10_000, 300), crowd("b", 10_000, 360)]
    end = {"planned": {"persons": 20_000, "end": "2026-01-20"}}
    before = a_study(*arms, days=17, **end)
    assert before.today.isoformat() == "2026-01-19"
    assert before.verdict.verdict != "ahead"
    for days in (18, 19, 40):
        study = a_study(*arms, days=days, **end)
        assert study.verdict.verdict == "ahead"
    late = [crowd("control", 10_000, 300, at=12), crowd("b", 10_000, 360, at=12)]  # over after the day began
    assert a_study(*late, days=18, **end).verdict.verdict != "ahead"


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ((0.08, 0.14), "+8 % to +14 %"),
        ((-0.03, 0.051), "−3 % to +5 %"),
        ((0.004, 0.12), "+0.4 % to +12.0 %"),
        ((0.0004, 0.02), "+0.04 % to +2.00 %"),
    ],
)
def test_intervals_in_words(interval: tuple[float, float], words: str) -> None:
    assert interval_words(interval) == words


def test_days_left_follow_from_the_daily_rate_and_the_window() -> None:
    """2,000 a day came for ten days, 40,000 are planned: ten more days, and the window of the last."""
    arms = [crowd(name, 10_000, 300, completed=3_000) for name in ("control", "b")]
    study = a_study(*arms, days=10, planned={"persons": 40_000})
    assert study.verdict.days_left == 17
    assert study.verdict.sentence == "nothing to see yet; about 17 more days"


def test_days_left_without_a_plan_follow_from_the_base_rate() -> None:
    """Of 3 %, 53,210 persons in each arm find a lift of 10 %."""
    arms = [crowd(name, 10_000, 300) for name in ("control", "b")]
    study = a_study(*arms, days=10)
    assert study.needed(study.cells["control", (1, 0)], "b") == pytest.approx(106_420, rel=0.01)
    assert study.verdict.days_left == pytest.approx(50, abs=2)


def test_the_planned_sample_without_a_difference_is_no_difference() -> None:
    arms = [crowd(name, 10_000, 300) for name in ("control", "b")]
    study = a_study(*arms, planned={"persons": 20_000})
    assert study.verdict.verdict == "no difference"
    assert study.verdict.sentence.startswith("no difference found: b −")


def test_behind_says_to_stop() -> None:
    study = a_study(crowd("control", 10_000, 450), crowd("b", 10_000, 300))
    assert study.verdict.verdict == "behind"
    assert study.verdict.sentence.endswith("; stop it")


def test_of_variations_ahead_the_highest_lower_bound_leads_and_the_first_of_equals() -> None:
    best = [crowd("control", 10_000, 300), crowd("b", 10_000, 450), crowd("c", 10_000, 600)]
    assert a_study(*best, assigned=[], **OF_THREE).best == "c"
    equal = [crowd("control", 10_000, 300), crowd("b", 10_000, 450), crowd("c", 10_000, 450)]
    assert a_study(*equal, assigned=[], **OF_THREE).best == "b"


def met(study: Study) -> dict[str, bool]:
    return {each.condition: each.met for each in study.conditions["b"]}


ALL = {"lift above zero", "conversions", "two weeks", "gates", "refunds"}


@pytest.mark.parametrize(
    ("study", "unmet"),
    [
        (a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 450)), set()),
        (a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 310)), {"lift above zero"}),
        (a_study(crowd("control", 2_000, 20), crowd("b", 2_000, 140)), {"conversions"}),
        (a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 450), days=13), {"two weeks", "refunds"}),
        (a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 450), days=20), {"refunds"}),
        (a_study(crowd("control", 10_000, 300), crowd("b", 10_000, 450), assigned=[crowd("b", 10_000, 0)]), {"gates"}),
    ],
    ids=["none", "no lift", "few conversions", "too early", "refunds to come", "a gate"],
)
def test_each_condition_of_promotion_by_name(study: Study, unmet: set[str]) -> None:
    found = met(study)
    assert set(found) == ALL
    assert {name for name, is_met in found.items() if not is_met} == unmet
    assert study.may_be_promoted("b") is not bool(unmet)


def test_after_a_promotion_the_lift_is_of_those_who_came_since() -> None:
    change = START + 20 * DAY_MS
    phases = [
        {"allocation": 1, "from": START, "until": change, "buckets": EVEN},
        {"allocation": 2, "from": change, "until": None, "buckets": MOSTLY_B, "promoted": "b"},
    ]
    tested = [crowd("control", 10_000, 300), crowd("b", 10_000, 450)]
    since = [crowd("control", 1_000, 30, stratum=(2, 0)), crowd("b", 9_000, 300, stratum=(2, 0))]
    study = a_study(*tested, *since, phases=phases, promoted={"variation": "b"}, state="promoted")
    assert lift(study) == pytest.approx(0.5)
    after = study.after_promotion()
    assert after is not None
    assert after.lift == pytest.approx(300 / 9_000 / 0.03 - 1)
    assert a_study(*tested).after_promotion() is None


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ((0.02, 0.3), "since the promotion of b: +2 % to +30 %"),
        ((-0.99, 900.0), "nothing to see yet since the promotion"),
        (None, "nothing to see yet since the promotion"),
    ],
)
def test_an_interval_of_a_few_persons_is_not_called_the_true_lift(
    interval: tuple[float, float] | None, words: str
) -> None:
    assert words_since("b", interval) == words


def test_each_day_is_as_it_was_and_the_band_narrows() -> None:
    days = [crowd(name, 1_000, 30 + 15 * (name == "b"), at=at) for at in range(10) for name in ("control", "b")]
    stands = list(over_time(a_study(*days)))
    assert [stand.day_ms for stand in stands] == [FIRST_DAY + (7 + nth) * DAY_MS for nth in range(10)]
    assert [stand.found.persons for stand in stands] == [2_000 * (nth + 1) for nth in range(10)]
    widths = [bounds[1] - bounds[0] for stand in stands if (bounds := stand.found.interval)]
    assert widths == sorted(widths, reverse=True)
    assert stands[-1].found == a_study(*days).comparisons["b", "goal:purchase"]


def test_looking_every_day_at_two_equal_variations_rarely_finds_a_difference() -> None:
    """A hundred tests of forty days, three conversions of a hundred: 5 % err at most, of daily ordinary looks 30 %."""
    chance = random.Random(7)
    found = 0
    for _ in range(100):
        days = [crowd(name, 150, binomial(chance, 150, 0.03), at=at) for at in range(40) for name in ("control", "b")]
        study = a_study(*days, days=60, planned={"persons": 12_000})
        found += any(stand.found.above or stand.found.below for stand in over_time(study))
    assert found <= 5


def binomial(chance: random.Random, trials: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(trials))


def test_a_past_that_explains_much_narrows_the_interval() -> None:
    def study(x: float) -> Study:
        arms = [crowd("control", 1_000, 300), crowd("b", 1_000, 330)]
        for each in arms:
            plain = each.cell.measures[RAW_VALUE]
            each.cell.measures[RAW_VALUE] = Arm(1_000, plain.y, plain.yy, plain.y * x, plain.yy * x, plain.yy * x * 0.9)
        return a_study(*arms)

    plain, with_past = (study(x).comparisons["b", RAW_VALUE].difference for x in (0, 1))
    assert plain is not None
    assert with_past is not None
    assert with_past.standard_error < plain.standard_error * 0.6


def test_the_chances_to_be_best_add_up() -> None:
    study = a_study(crowd("control", 1_000, 30), crowd("b", 1_000, 45))
    chances = chances_to_be_best(study.cells, ("control", "b"), study.primary)
    assert chances is not None
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["b"] == pytest.approx(0.962, abs=0.003)
