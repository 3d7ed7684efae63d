"""Each gate fails by its own name, and turns the verdict to intention to treat."""

from __future__ import annotations

import pytest

from collector.reports.experiments.study import Study
from tests.reports.experiments.crowds import OF_THREE, a_study, crowd

AHEAD = [crowd("control", 10_000, 300), crowd("b", 10_000, 450)]
"""Half as many again as in control."""


def failed(study: Study) -> list[str]:
    return [gate.name for gate in study.gates if not gate.passed]


def test_with_all_gates_green_it_is_ahead() -> None:
    study = a_study(*AHEAD)
    assert failed(study) == []
    assert study.verdict.verdict == "ahead"
    assert not study.verdict.by_assignment


def test_other_shares_than_were_set_fail_the_sample_ratio() -> None:
    study = a_study(*AHEAD, assigned=[crowd("control", 10_000, 300), crowd("b", 9_000, 450)])
    assert failed(study) == ["sample ratio"]
    assert study.verdict.verdict == "gate failed"
    assert "control 10,000, b 9,000" in study.verdict.sentence


def test_the_sample_ratio_follows_the_shares_of_each_phase() -> None:
    buckets = [[0, 8_000, "control"], [8_000, 10_000, "b"]]
    phases = [
        {"allocation": 1, "from": 0, "until": 10, "buckets": [[0, 5_000, "control"], [5_000, 10_000, "b"]]},
        {"allocation": 2, "from": 10, "until": None, "buckets": buckets},
    ]
    assigned = [crowd("control", 1_000, 0), crowd("b", 1_000, 0)]
    later = [crowd("control", 8_000, 0, stratum=(2, 0)), crowd("b", 2_000, 0, stratum=(2, 0))]
    returning = [crowd("control", 3_000, 0, stratum=(2, 1))]  # the share that opened took them all into one arm
    assert failed(a_study(assigned=[*assigned, *later, *returning], phases=phases)) == []
    assert failed(a_study(assigned=[*assigned, *later[:1]], phases=phases)) == ["sample ratio"]


def test_delivery_to_90_percent_and_to_50_is_no_winner_where_there_is_no_effect() -> None:
    """Who is easily reached converts more: half of control is left out because it was not reached, few of b."""
    reached = [crowd("control", 5_000, 300), crowd("b", 9_000, 340)]
    assigned = [
        crowd("control", 10_000, 350, delivered=5_000, undelivered=5_000, undelivered_converted=50),
        crowd("b", 10_000, 350, delivered=9_000, undelivered=1_000, undelivered_converted=10),
    ]
    study = a_study(*reached, assigned=assigned)
    assert study.comparisons["b", "goal:purchase"].below  # as if b had done harm
    assert failed(study) == ["delivery"]
    assert study.verdict.verdict == "gate failed"
    assert study.best is None
    assert "50.0 % in control, 90.0 % in b" in study.verdict.sentence
    assert (
        "By intention to treat: no difference found"
        in a_study(*reached, assigned=assigned, planned={"persons": 10_000}).verdict.sentence
    )


def test_undelivered_persons_who_convert_unlike_fail_the_complement() -> None:
    assigned = [
        crowd("control", 12_000, 400, delivered=10_000, undelivered=2_000, undelivered_converted=100),
        crowd("b", 12_000, 480, delivered=10_000, undelivered=2_000, undelivered_converted=30),
    ]
    assert failed(a_study(*AHEAD, assigned=assigned)) == ["undelivered alike"]


GUARDRAILS = [{"goal": "unsubscribe", "worse": "more"}, {"goal": "call", "worse": "less", "margin": 0.2}]


@pytest.mark.parametrize(
    ("unsubscribed", "called", "names"),
    [((300, 310), (2_000, 1_990), []), ((300, 600), (2_000, 2_000), ["guardrail"]), ((300, 300), (2_000, 1_800), [])],
)
def test_a_guardrail_fails_where_it_is_worse_beyond_doubt_and_margin(
    unsubscribed: tuple[int, int], called: tuple[int, int], names: list[str]
) -> None:
    arms = [
        crowd(name, 10_000, converted, goals={"unsubscribe": unsubscribed[nth], "call": called[nth]})
        for nth, (name, converted) in enumerate((("control", 300), ("b", 450)))
    ]
    study = a_study(*arms, guardrails=GUARDRAILS)
    assert failed(study) == names
    assert study.verdict.verdict == ("gate failed" if names else "ahead")


def test_a_gate_of_one_variation_does_not_stop_another() -> None:
    exposed = [*AHEAD, crowd("c", 10_000, 300)]
    assigned = [*AHEAD, crowd("c", 10_000, 300, delivered=8_000)]
    study = a_study(*exposed, assigned=assigned, **OF_THREE)
    assert failed(study) == ["delivery"]
    assert (study.verdict.verdict, study.best) == ("ahead", "b")
    assert study.verdicts["c"].verdict == "gate failed"
