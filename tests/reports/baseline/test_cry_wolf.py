"""How often comparisons find something where nothing was done, as the page says it: by simulation."""

from __future__ import annotations

import pytest

from tests.bench.baselines import cry_wolf


def test_the_published_share_of_false_alarms_comes_out_again() -> None:
    found = cry_wolf(1_500)
    assert found["the days before"] == pytest.approx(0.56, abs=0.05)
    assert found["a year before"] == pytest.approx(0.81, abs=0.04)
    assert found["difference in differences"] == pytest.approx(0.19, abs=0.05)
    assert found["a random holdout"] == pytest.approx(0.05, abs=0.03)
    assert found["the days before, outside of the placebo range"] == pytest.approx(0.1, abs=0.04)
