"""The shop's two experiments: when which phase of them began, and who has which variation at a moment.

By the rule that browsers and servers apply: by the bucket of the visitor's id. Persons are drawn with a bucket for
each, and get ids that lie in it, or beside it where nothing ever differs, so that behaviour never depends on ids.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from random import Random
from typing import NamedTuple

from collector.allocation import BUCKETS, CONTROL, Range, allocated, promoted, reallocated
from collector.demo.simulation.calendar import DAYS, Calendar
from collector.demo.simulation.layout import BAR
from collector.rules import DAY_MS, HOUR_MS
from sdk_py.assign import bucket_of

QUESTION = "tea-finder-question"
PLAIN, ONE_TEA = "plain", "tea"
OCCASION, TASTE = "occasion", "taste"
LOOKED = "product_view"
"""The goal: somebody stayed on a product's page for LOOKS_MS."""
LOOKS_MS = 3_000

BAR_WEIGHTS = {CONTROL: 4, PLAIN: 3, ONE_TEA: 3}
QUESTION_WEIGHTS = {OCCASION: 1, TASTE: 1}
RAMP = 0.25
"""the share of visitors in the first days of the bar's experiment"""
BAR_BEGINS, BAR_FOR_ALL, BAR_NOTED, BAR_PROMOTED = 2, 9, 38, DAYS - 15
QUESTION_BEGINS = DAYS - 35
"""on these days, counted from the first"""
AT = 9 * HOUR_MS
"""something is changed at nine in the morning"""


class Assigned(NamedTuple):
    """A variation, and the number of the phase that gave it."""

    variation: str
    allocation: int


class Phase(NamedTuple):
    """Since which day (from the first) who gets what."""

    day: int
    buckets: list[Range]


@dataclass(frozen=True)
class Plan:
    """One experiment with all its phases, the first of which is number 1. Its id is its salt."""

    id: str
    phases: tuple[Phase, ...]

    def in_phase(self, number: int, bucket: int) -> str | None:
        """The variation of a bucket in a phase; None: it has none."""
        ranges = self.phases[number - 1].buckets
        return next((name for begin, until, name in ranges if begin <= bucket < until), None)

    @cached_property
    def edges(self) -> list[int]:
        """Where one range ends and another begins, in whichever phase: between two of them nothing ever differs."""
        found = {edge for phase in self.phases for begin, until, _ in phase.buckets for edge in (begin, until)}
        return sorted(found - {0, BUCKETS})


@lru_cache(1)
def plans() -> Mapping[str, Plan]:
    """Both experiments, by id."""
    ramp = allocated(BAR_WEIGHTS, RAMP)
    everybody = reallocated(ramp, BAR_WEIGHTS)
    bar = (
        Phase(BAR_BEGINS, ramp),
        Phase(BAR_FOR_ALL, everybody),
        Phase(BAR_PROMOTED, promoted(everybody, ONE_TEA)),
    )
    question = (Phase(QUESTION_BEGINS, allocated(QUESTION_WEIGHTS)),)
    return {BAR: Plan(BAR, bar), QUESTION: Plan(QUESTION, question)}


@dataclass(frozen=True)
class Schedule:
    """The experiments as they were run in the days before `day` (not included), and since."""

    day: date

    @cached_property
    def _began_at(self) -> int:
        return Calendar(self.day).began_at

    def moment(self, days: int) -> int:
        """So many days after the first, at nine in the morning, as epoch ms."""
        return self._began_at + days * DAY_MS + AT

    def assigned(self, id: str, bucket: int, ts: int) -> Assigned | None:
        """What a bucket of an experiment has at a time (epoch ms); None: it is in no variation."""
        plan = plans()[id]
        number = sum(ts >= self.moment(phase.day) for phase in plan.phases)
        variation = plan.in_phase(number, bucket) if number else None
        return None if variation is None else Assigned(variation, number)


def some_buckets(random: Random) -> dict[str, int]:
    """A bucket of each experiment."""
    return {id: random.randrange(BUCKETS) for id in plans()}


def fits(visitor_id: str, buckets: Mapping[str, int]) -> bool:
    """Whether an id always gets the variations that these buckets have."""
    return all(
        bisect(plan.edges, bucket_of(id, visitor_id)) == bisect(plan.edges, buckets[id]) for id, plan in plans().items()
    )
