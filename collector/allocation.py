"""Which visitors get which variation: weights and traffic as ranges of 10,000 buckets, changed as little as may be.

A range is (from, until, variation): the buckets from `from` up to, but not including, `until`. Ranges are sorted and
disjoint, and may leave room: a visitor whose bucket lies there is in no variation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TypeVar

BUCKETS = 10_000
KEPT_IN_CONTROL = 500
"""Of those whom control had, so many stay there when a variation is promoted: 5 %."""
CONTROL = "control"

T = TypeVar("T")
Range = tuple[int, int, str]
Span = tuple[int, int]


class NoRoomError(ValueError):
    """A layer has not as many buckets left as an experiment asks for; `free` is how many it has."""

    def __init__(self, wanted: int, free: int) -> None:
        self.wanted, self.free = wanted, free
        super().__init__(f"{wanted} buckets are wanted, and {free} are free")


def allocated(weights: Mapping[str, float], traffic: float = 1) -> list[Range]:
    """The ranges of a new experiment: `traffic` (0 to 1) of all buckets, shared by weight."""
    return reallocated([], weights, traffic)


def reallocated(ranges: Sequence[Range], weights: Mapping[str, float], traffic: float = 1) -> list[Range]:
    """The ranges after a change, moving the fewest buckets: only as many as growing variations lack.

    A variation that grows keeps all that it has; it takes first what is nobody's, then what others must give away.
    """
    owners, wanted = _owners(ranges), bucket_counts(weights, traffic)
    nobodys = [bucket for bucket, owner in enumerate(owners) if owner is None]
    pool = iter([*nobodys, *_give_up(owners, wanted)])
    have = Counter(owners)
    for name in _in_order(wanted):
        for _ in range(wanted[name] - have[name]):
            owners[next(pool)] = name
    return _ranges(owners)


def bucket_counts(weights: Mapping[str, float], traffic: float = 1) -> dict[str, int]:
    """How many buckets each variation gets: rounded by largest remainders, ties to control, then in order of names.

    ValueError: no weight is above 0.
    """
    exact = {name: Fraction(str(weight)) for name, weight in weights.items()}
    if (total := sum(exact.values())) <= 0:
        raise ValueError("at least one weight must be above 0")
    wanted = share_of_buckets(traffic)
    quotas = {name: wanted * weight / total for name, weight in exact.items()}
    counts = {name: int(quota) for name, quota in quotas.items()}
    by_remainder = sorted(_in_order(quotas), key=lambda name: counts[name] - quotas[name])
    for name in by_remainder[: wanted - sum(counts.values())]:
        counts[name] += 1
    return counts


def share_of_buckets(share: float) -> int:
    """How many buckets a share (0 to 1) of all visitors is."""
    return round(BUCKETS * Fraction(str(share)))


def promoted(ranges: Sequence[Range], variation: str) -> list[Range]:
    """The ranges once a variation is for everybody: only 500 buckets that control had already stay in control."""
    in_control = [bucket for bucket, owner in enumerate(_owners(ranges)) if owner == CONTROL != variation]
    owners: list[str | None] = [variation] * BUCKETS
    for bucket in in_control[:KEPT_IN_CONTROL]:
        owners[bucket] = CONTROL
    return _ranges(owners)


def layer_spans(own: Iterable[Span], taken: Iterable[Span], share: float) -> list[Span]:
    """A layer's buckets for one experiment: of its `own` those it may keep, then free ones, and none that are `taken`.

    NoRoomError: what others have taken does not leave so many.
    """
    kept, occupied = _buckets_in(own), _buckets_in(taken)
    usable = [bucket for bucket in sorted(range(BUCKETS), key=lambda each: each not in kept) if bucket not in occupied]
    wanted = share_of_buckets(share)
    if wanted > len(usable):
        raise NoRoomError(wanted, len(usable))
    chosen = set(usable[:wanted])
    return [(begin, until) for begin, until, inside in _runs(bucket in chosen for bucket in range(BUCKETS)) if inside]


def _give_up(owners: list[str | None], wanted: Mapping[str, int]) -> list[int]:
    """Take from each variation, at its end, what it has too much of; which buckets that were, in order."""
    surplus = {name: have - wanted.get(name, 0) for name, have in Counter(filter(None, owners)).items()}
    given_up = []
    for bucket in reversed(range(BUCKETS)):
        owner = owners[bucket]
        if owner is not None and surplus[owner] > 0:
            surplus[owner] -= 1
            owners[bucket] = None
            given_up.append(bucket)
    return given_up[::-1]


def _owners(ranges: Iterable[Range]) -> list[str | None]:
    owners: list[str | None] = [None] * BUCKETS
    for begin, until, name in ranges:
        owners[begin:until] = [name] * (until - begin)
    return owners


def _ranges(owners: Iterable[str | None]) -> list[Range]:
    return [(begin, until, owner) for begin, until, owner in _runs(owners) if owner is not None]


def _runs(values: Iterable[T]) -> Iterator[tuple[int, int, T]]:
    """Equal neighbours together: from, until, value."""
    begin = 0
    for value, run in groupby(values):
        until = begin + sum(1 for _ in run)
        yield begin, until, value
        begin = until


def _buckets_in(spans: Iterable[Span]) -> set[int]:
    return {bucket for begin, until in spans for bucket in range(begin, until)}


def _in_order(names: Iterable[str]) -> list[str]:
    """Control first."""
    return sorted(names, key=lambda name: (name != CONTROL, name))
