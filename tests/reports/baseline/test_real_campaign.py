"""A real campaign whose targeted households spent far more: as they had before it."""

from __future__ import annotations

import pytest

from collector.reports.baseline.differences import comparison_of
from tests.reports.baseline.completejourney import arms


def test_what_the_targeted_spent_more_is_not_what_it_earned() -> None:
    answer = comparison_of(*arms(), 1.0, "USD")
    assert (answer["persons_treated"], answer["persons_untreated"]) == (1076, 1393)
    assert answer["more_in_the_period"] == pytest.approx(1.788, abs=0.001)
    assert answer["more_before"] == pytest.approx(2.011, abs=0.001)
    assert answer["difference_per_person"] == pytest.approx(-13.06, abs=0.01)
    assert answer["low"] < 0 < answer["high"]
    assert answer["p_value"] == pytest.approx(0.08, abs=0.005)


def test_the_sentence_says_that_it_was_so_before_and_never_that_it_earned_it() -> None:
    sentence = comparison_of(*arms(), 1.0, "USD")["sentence"]
    assert sentence == (
        "Persons who saw it spent +179 % against those who did not in the period, and +201 % already before it. Given "
        "what each group spent before, the difference is −13.06 USD per person (−27.46 USD to +1.35 USD, 95 %; p = "
        "0.08). Not causal: it says what happened, not why."
    )
    assert "earn" not in sentence
