"""Who is credited, model by model, on examples that fit a pencil."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.reports.attribution_models import CREDIT, Candidate

DAY = 86_400_000
CONVERTED = 100 * DAY
HERO = Candidate("hero", 71 * DAY, 86 * DAY, 72 * DAY)
RECS = Candidate("recs", 90 * DAY, 93 * DAY, None)
POPUP = Candidate("popup", 95 * DAY, 95 * DAY, 95 * DAY)
MAIL = Candidate("mail", 95 * DAY, 95 * DAY, None)


@pytest.mark.parametrize(
    ("model", "candidates", "shares"),
    [
        ("influenced", [HERO, RECS], {"hero": 1, "recs": 1}),
        ("last_touch", [HERO, RECS], {"recs": 1}),
        ("last_touch", [POPUP, MAIL], {"popup": 1}),
        ("first_touch", [HERO, RECS], {"hero": 1}),
        ("first_touch", [POPUP, MAIL], {"popup": 1}),
        ("linear", [HERO, RECS, POPUP], dict.fromkeys(("hero", "recs", "popup"), Fraction(1, 3))),
        ("position", [HERO], {"hero": 1}),
        ("position", [HERO, RECS], {"hero": Fraction(1, 2), "recs": Fraction(1, 2)}),
        ("position", [POPUP, HERO, RECS], {"hero": Fraction(2, 5), "recs": Fraction(1, 5), "popup": Fraction(2, 5)}),
        (
            "position",
            [POPUP, MAIL, HERO, RECS],
            {"hero": Fraction(2, 5), "recs": Fraction(1, 10), "mail": Fraction(1, 10), "popup": Fraction(2, 5)},
        ),
        ("last_click", [HERO, RECS, POPUP], {"popup": 1}),
        ("last_click", [RECS, MAIL], {}),
    ],
)
def test_shares(model: str, candidates: list[Candidate], shares: dict[str, Fraction]) -> None:
    assert CREDIT[model](candidates, CONVERTED) == shares


def test_time_decay_halves_every_seven_days() -> None:
    shares = CREDIT["time_decay"]([HERO, RECS], CONVERTED)
    assert shares["recs"] / shares["hero"] == pytest.approx(2)
    assert sum(shares.values()) == 1


times = st.integers(0, CONVERTED)
candidates = st.lists(
    st.builds(Candidate, st.sampled_from("abcdef"), times, times, st.none() | times),
    min_size=1,
    max_size=6,
    unique_by=lambda candidate: candidate.action,
)


@pytest.mark.parametrize("model", [name for name in CREDIT if name != "influenced"])
@given(candidates=candidates)
def test_no_other_model_credits_more_than_the_conversion(model: str, candidates: list[Candidate]) -> None:
    assert sum(CREDIT[model](candidates, CONVERTED).values()) <= 1


@pytest.mark.parametrize("model", CREDIT)
@given(candidates=candidates, chance=st.randoms(use_true_random=False))
def test_the_order_of_candidates_does_not_matter(model: str, candidates: list[Candidate], chance) -> None:
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert CREDIT[model](shuffled, CONVERTED) == pytest.approx(CREDIT[model](candidates, CONVERTED))
