"""Which variation a visitor gets: always the same, in the shares asked for, the same as in the browser."""

from __future__ import annotations

import json
from collections import Counter
from itertools import product
from typing import Any

import pytest

from sdk_py.assign import BUCKETS, Experiment, bucket_of
from sdk_py.experiments import answer_of
from sdk_py.served import read_experiments
from sdk_py.targeting import Situation
from tests.vectors.make_assignment import FILE, made

VISITORS = [f"visitor-{number}" for number in range(20_000)]
VECTORS = json.loads(FILE.read_text())
EVERYBODY = [[0, BUCKETS, "b"]]


def only(targeting: dict[str, Any]) -> dict[str, Any]:
    """A site with one experiment, for some only."""
    return {"hero": {"salt": "hero", "allocation": 1, "buckets": EVERYBODY, "targeting": targeting}}


def test_the_vectors_are_what_their_maker_says() -> None:
    assert FILE.read_text() == made()


def test_buckets_are_those_of_the_vectors() -> None:
    assert [[salt, visitor, bucket_of(salt, visitor)] for salt, visitor, _ in VECTORS["buckets"]] == VECTORS["buckets"]


@pytest.mark.parametrize("site", [*VECTORS["sites"], None])
def test_variations_and_what_is_recorded_are_those_of_the_vectors(site: str | None) -> None:
    cases = [case for case in VECTORS["cases"] if case.get("site") == site]
    assert len(cases) > 50
    for case in cases:
        served = VECTORS["sites"][site] if site else only(case["targeting"])
        situation = Situation(**case.get("here", VECTORS["here"]))
        found = answer_of(read_experiments(served), case["experiment"], case["visitor"], situation)
        assert (found.variation, [list(each) for each in found.assignments]) == (case["variation"], case["recorded"])


def chi_square(counts: Counter[Any], expected: float, cells: int) -> float:
    return sum((count - expected) ** 2 for count in [*counts.values()] + [0] * (cells - len(counts))) / expected


@pytest.mark.parametrize("ids", ["visitor-{}", "{}", "019a0000-0000-7000-8000-{:012}", "ann{}@shop"])
def test_buckets_are_evenly_filled(ids: str) -> None:
    """Above 148.2 lies one of a thousand of chi-square with 99 degrees of freedom."""
    hundredths = Counter(bucket_of("hero", ids.format(number)) // 100 for number in range(20_000))
    assert chi_square(hundredths, 200, 100) < 148.2


@pytest.mark.parametrize("salts", [("hero", "footer"), ("hero", "hero2"), ("a", "b"), ("hero", "layer:hero")])
def test_two_salts_are_independent(salts: tuple[str, str]) -> None:
    pairs = Counter(tuple(bucket_of(salt, visitor) // 1000 for salt in salts) for visitor in VISITORS)
    assert set(pairs) == set(product(range(10), repeat=2))
    assert chi_square(pairs, 200, 100) < 148.2


def test_a_change_of_ranges_moves_only_the_buckets_that_changed() -> None:
    before = Experiment("hero", [(0, 5000, "a"), (5000, 10000, "b")])
    after = Experiment("hero", [(0, 4000, "a"), (4000, 4500, "b"), (5000, 10000, "b")])
    for visitor in VISITORS:
        bucket, now = bucket_of("hero", visitor), after.variation(visitor)
        changed = "b" if 4000 <= bucket < 4500 else None
        assert now == (changed if 4000 <= bucket < 5000 else before.variation(visitor))


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("/größe", "/gr%C3%B6*"),
        ("/größe/1", "/größe/*"),
        ("/gr%C3%B6%C3%9Fe", "/gr%C3%B6*"),
        ("/p/two words", "/p/two%20words"),
        ("/p/1?page=2", "/p/1"),
        ("/p/1#reviews", "/p/1"),
    ],
)
def test_a_path_counts_as_a_browser_writes_it(path: str, pattern: str) -> None:
    (experiment,) = read_experiments(only({"pages": [pattern]})).values()
    assert experiment.variation("ann", Situation(path=path)) == "b"


@pytest.mark.parametrize(
    "targeting", [{"pages": "*"}, {"devices": ["phone", "tablet"]}, {"visitors": "new"}, {"traits": {"plan": ["pro"]}}]
)
def test_what_is_not_known_does_not_match(targeting: dict[str, Any]) -> None:
    (experiment,) = read_experiments(only(targeting)).values()
    assert experiment.variation("ann") is None
    situation = Situation(path="/", device="phone", new=True, traits={"plan": "pro"})
    assert experiment.variation("ann", situation) == "b"


def test_a_pattern_with_many_stars_takes_no_longer_for_a_path_made_to_be_slow() -> None:
    (experiment,) = read_experiments(only({"pages": ["*a" * 30 + "b"]})).values()
    assert experiment.variation("ann", Situation(path="/" + "a" * 20_000)) is None
