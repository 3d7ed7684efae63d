"""Which variation a visitor gets: always the same, in the shares asked for, the same as in the browser."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sdk_py import variation_of

SNIPPET = Path(__file__).parents[2] / "static" / "snippet" / "assign.js"
VISITORS = [f"visitor-{number}" for number in range(20_000)]

CASES = [
    ("hero", "visitor-1", {"A": 1, "control": 1}),
    ("hero", "019a0000-0000-7000-8000-000000000001", {"control": 0.1, "A": 0.3, "B": 0.6}),
    ("größe", "besucher-ß-😀", {"Ä": 1, "B": 2, "😀": 3, "\uffee": 4}),
    ("weights that floats only nearly hold", "v", {"a": 0.1, "b": 0.2, "c": 0.7}),
    ("one", "v", {"only": 5}),
    ("none", "v", {"a": 0}),
    ("empty", "v", {}),
]


@pytest.mark.parametrize(
    ("visitor", "variation"),
    [("visitor-1", "B"), ("visitor-2", "A"), ("visitor-3", "B"), ("visitor-4", "A"), ("visitor-5", "A")],
)
def test_a_visitor_keeps_the_variation_for_good(visitor: str, variation: str) -> None:
    assert variation_of("hero", visitor, {"B": 1, "A": 1}) == variation


def test_the_shares_are_those_asked_for() -> None:
    counts = Counter(variation_of("hero", visitor, {"A": 1, "B": 2, "control": 1}) for visitor in VISITORS)
    assert counts["A"] == pytest.approx(5_000, abs=250)
    assert counts["B"] == pytest.approx(10_000, abs=250)
    assert counts["control"] == pytest.approx(5_000, abs=250)


def test_experiments_are_independent_of_each_other() -> None:
    halves = {"A": 1, "B": 1}
    both = Counter((variation_of("one", v, halves), variation_of("two", v, halves)) for v in VISITORS)
    assert len(both) == 4
    assert all(count == pytest.approx(5_000, abs=250) for count in both.values())


def test_a_changed_share_moves_no_more_visitors_than_it_must() -> None:
    before = {visitor: variation_of("hero", visitor, {"A": 1, "B": 1}) for visitor in VISITORS}
    moved = sum(variation_of("hero", visitor, {"A": 3, "B": 2}) != before[visitor] for visitor in VISITORS)
    assert moved == pytest.approx(2_000, abs=200)


def test_without_any_weight_there_is_no_variation() -> None:
    assert variation_of("hero", "ann", {}) is None
    assert variation_of("hero", "ann", {"A": 0}) is None


weights = st.dictionaries(st.text(min_size=1, max_size=5), st.floats(0, 1e6) | st.integers(0, 100), max_size=5)


@settings(deadline=None)
@given(experiment=st.text(), visitor=st.text(), weights=weights)
def test_only_a_variation_with_weight_is_ever_chosen(experiment: str, visitor: str, weights: dict[str, float]) -> None:
    chosen = variation_of(experiment, visitor, weights)
    assert weights[chosen] > 0 if chosen is not None else sum(weights.values()) == pytest.approx(0)


def test_the_browser_gives_the_same_variation() -> None:
    cases = CASES + [("hero", visitor, {"A": 0.1, "B": 0.2, "control": 0.7}) for visitor in VISITORS[:2_000]]
    program = f"""
        import {{ assign }} from {json.dumps(SNIPPET.as_uri())};
        const cases = JSON.parse(await new Response(process.stdin).text());
        console.log(JSON.stringify(cases.map((given) => assign(...given) ?? null)));
    """
    node = ["node", "--input-type=module", "--experimental-default-type=module", "--eval", program]
    said = subprocess.run(node, input=json.dumps(cases), capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == [variation_of(*given) for given in cases]
