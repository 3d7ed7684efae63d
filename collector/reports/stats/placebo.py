"""What the same comparison showed where nothing is known to have happened: how far it swings by itself.

Of n past values, so many are left out at each end that the next one, drawn as they were, lies between those that remain
with the chosen chance: order statistics, as conformal prediction takes them (V. Vovk, A. Gammerman and
G. Shafer, "Algorithmic Learning in a Random World", 2005). Nothing is assumed of how values are distributed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, floor, inf, log, sqrt
from typing import NamedTuple

Interval = tuple[float, float]


class Days(NamedTuple):
    """Days by number, `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many they are."""
        return self.last - self.first + 1

    def moved(self, by: int) -> Days:
        """As many, so many days later."""
        return Days(self.first + by, self.last + by)

    def has(self, day: int) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last

    def meets(self, other: Days) -> bool:
        """Whether they have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Pair(NamedTuple):
    """Days, and those that they are compared with."""

    now: Days
    before: Days


def earlier_pairs(pair: Pair, *, since: int, step: int) -> list[Pair]:
    """The same comparison slid back by `step` days again and again, the latest first: as far as all its days lie at or
    after `since`, and none in what `pair` itself is about."""
    pairs = []
    back = -(-pair.now.length // step) * step
    while min(pair.now.first, pair.before.first) - back >= since:
        earlier = Pair(pair.now.moved(-back), pair.before.moved(-back))
        if not earlier.before.meets(pair.now):  # as it may where the days that are compared with came later
            pairs.append(earlier)
        back += step
    return pairs


def untouched(pairs: Iterable[Pair], marks: Iterable[int]) -> list[Pair]:
    """Those in none of whose days, now or before, anything is marked."""
    known = list(marks)
    return [pair for pair in pairs if not any(pair.now.has(day) or pair.before.has(day) for day in known)]


def apart(pairs: Iterable[Pair]) -> int:
    """How many of them have no day in common in what they are about (not in what they are compared with)."""
    count, reached = 0, inf
    for now, _ in sorted(pairs, key=lambda pair: -pair.now.last):
        if now.last < reached:
            count, reached = count + 1, now.first
    return count


def range_of(values: Sequence[float], level: float) -> Interval | None:
    """Where the next value lies with a chance of `level`; None where there are too few to say: 19 for 0.9."""
    count = len(values)
    out = floor((count + 1) * (1 - level) / 2 + 1e-9)
    if out < 1:
        return None
    ordered = sorted(values)
    return ordered[out - 1], ordered[count - out]


class Amount(NamedTuple):
    """A sum over independent units, and the sum of their squares."""

    total: float
    squares: float


def lift(now: float, before: float) -> float | None:
    """now / before - 1; None where there is nothing to divide by."""
    return now / before - 1 if before > 0 else None


def relative_lift(own: float | None, others: float | None) -> float | None:
    """How much more one part grew than the others: (1 + own) / (1 + others) - 1."""
    return None if own is None or others is None or others <= -1 else (1 + own) / (1 + others) - 1


def relative_interval(estimate: float, cells: Iterable[Amount], errors: float) -> Interval | None:
    """The interval of a ratio of products of sums, less 1, so many standard errors wide to each side, by the delta
    method for its logarithm: each sum adds squares / total². None where a sum is not above 0."""
    known = list(cells)
    if estimate <= -1 or any(cell.total <= 0 for cell in known):
        return None
    reach = errors * sqrt(sum(cell.squares / cell.total**2 for cell in known))
    middle = log(1 + estimate)
    return exp(middle - reach) - 1, exp(middle + reach) - 1
