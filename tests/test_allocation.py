"""Ranges of buckets follow weights and traffic, and move nobody who can stay."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.allocation import (
    BUCKETS,
    KEPT_IN_CONTROL,
    NoRoomError,
    Range,
    allocated,
    bucket_counts,
    layer_spans,
    promoted,
    reallocated,
)
from tests.examples import examples

WEIGHTS = st.dictionaries(
    st.sampled_from(["control", "a", "b", "größe"]), st.floats(0, 1000) | st.integers(0, 9), min_size=1
).filter(lambda weights: sum(weights.values()) > 0)
TRAFFIC = st.floats(0.0001, 1)
FEW = settings(max_examples=examples(30))


def owners(ranges: list[Range]) -> list[str | None]:
    return [next((name for begin, until, name in ranges if begin <= n < until), None) for n in range(BUCKETS)]


def counts(ranges: list[Range]) -> Counter[str | None]:
    return Counter(owners(ranges))


def test_new_ranges_begin_with_control_and_follow_names() -> None:
    assert allocated({"b": 1, "control": 2, "a": 1}) == [(0, 5000, "control"), (5000, 7500, "a"), (7500, 10_000, "b")]


def test_traffic_leaves_room_at_the_end() -> None:
    assert allocated({"control": 1, "b": 1}, 0.5) == [(0, 2500, "control"), (2500, 5000, "b")]


@pytest.mark.parametrize(
    ("weights", "traffic", "expected"),
    [
        ({"control": 1, "a": 1, "b": 1}, 1, {"control": 3334, "a": 3333, "b": 3333}),
        ({"a": 1, "b": 1, "c": 1}, 1, {"a": 3334, "b": 3333, "c": 3333}),
        ({"a": 2, "b": 1}, 1, {"a": 6667, "b": 3333}),  # remainders 2/3 and 1/3
        ({"a": 0.1, "b": 0.2}, 0.0009, {"a": 3, "b": 6}),
        ({"a": 1, "b": 0}, 1, {"a": 10_000, "b": 0}),
        ({"a": 1e-7, "b": 1}, 1, {"a": 0, "b": 10_000}),
    ],
)
def test_rounding_is_by_largest_remainders(weights: dict[str, float], traffic: float, expected: dict[str, int]) -> None:
    assert bucket_counts(weights, traffic) == expected


def test_without_any_weight_there_is_nothing_to_share() -> None:
    with pytest.raises(ValueError, match="above 0"):
        allocated({"a": 0})


@FEW
@given(WEIGHTS, TRAFFIC, WEIGHTS, TRAFFIC)
def test_a_change_moves_the_fewest_buckets(
    weights: dict[str, float], traffic: float, new: dict[str, float], new_traffic: float
) -> None:
    before, after = (
        owners(allocated(weights, traffic)),
        owners(reallocated(allocated(weights, traffic), new, new_traffic)),
    )
    had, have, wanted = Counter(before), Counter(after), bucket_counts(new, new_traffic)
    assert {name: have[name] for name in wanted} == wanted
    assert set(have) - {None} <= set(wanted)
    moved = sum(1 for old, now in zip(before, after, strict=True) if now is not None and old != now)
    assert moved == sum(max(0, wanted[name] - had[name]) for name in wanted)
    for old, now in zip(before, after, strict=True):
        if old != now:
            assert old is None or wanted.get(old, 0) < had[old]  # none that grows or stays loses any
            assert now is None or wanted[now] > had[now]  # none that shrinks or stays gains any


@FEW
@given(WEIGHTS, TRAFFIC, WEIGHTS)
def test_ranges_are_sorted_disjoint_and_as_few_as_they_can_be(
    weights: dict[str, float], traffic: float, new: dict[str, float]
) -> None:
    ranges = reallocated(allocated(weights, traffic), new, traffic)
    assert all(0 <= begin < until <= BUCKETS for begin, until, _ in ranges)
    for (_, until, name), (begin, _, following) in pairwise(ranges):
        assert until < begin or (until == begin and name != following)
    assert reallocated(ranges, new, traffic) == ranges


def test_a_growing_variation_takes_first_what_is_nobodys() -> None:
    ranges = reallocated([(0, 3000, "a"), (3000, 6000, "b")], {"a": 5, "b": 2}, 0.7)
    assert ranges == [(0, 3000, "a"), (3000, 5000, "b"), (6000, 8000, "a")]


@FEW
@given(WEIGHTS, TRAFFIC)
def test_a_promoted_variation_gets_all_but_what_stays_in_control(weights: dict[str, float], traffic: float) -> None:
    ranges = allocated(weights, traffic)
    before, after = owners(ranges), owners(promoted(ranges, "a"))
    kept = min(KEPT_IN_CONTROL, before.count("control"))
    assert Counter(after) == Counter({"a": BUCKETS - kept, "control": kept}) - Counter()
    assert all(old == "control" for old, now in zip(before, after, strict=True) if now == "control")


def test_promoting_control_gives_it_everything() -> None:
    assert promoted(allocated({"control": 1, "b": 1}), "control") == [(0, BUCKETS, "control")]


def test_experiments_of_a_layer_share_no_bucket() -> None:
    first = layer_spans([], [], 0.5)
    second = layer_spans([], first, 0.3)
    assert (first, second) == ([(0, 5000)], [(5000, 8000)])
    assert layer_spans([], [*first, *second], 0.2) == [(8000, 10_000)]


def test_an_experiment_keeps_its_buckets_when_its_share_changes() -> None:
    taken = [(5000, 8000)]
    assert layer_spans([(0, 5000)], taken, 0.6) == [(0, 5000), (8000, 9000)]
    assert layer_spans([(0, 5000), (8000, 9000)], taken, 0.4) == [(0, 4000)]
    assert layer_spans([(8000, 10_000)], [], 0.3) == [(0, 1000), (8000, 10_000)]


def test_what_others_took_meanwhile_is_not_given_back() -> None:
    assert layer_spans([(0, 5000)], [(0, 2000)], 0.5) == [(2000, 7000)]


def test_a_full_layer_says_how_much_is_free() -> None:
    with pytest.raises(NoRoomError) as error:
        layer_spans([], [(0, 9000)], 0.2)
    assert (error.value.wanted, error.value.free) == (2000, 1000)
