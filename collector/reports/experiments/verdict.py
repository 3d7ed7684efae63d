"""What an experiment says so far: a verdict of a closed list, its sentence, and how many days are left. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from collector.reports.experiments.comparing import Compared
from collector.reports.experiments.gates import Gate
from collector.reports.stats.arms import Interval
from collector.reports.stats.power import persons_needed
from collector.reports.wording import share_words

DRAFT, COLLECTING, AHEAD, BEHIND = "draft", "collecting", "ahead", "behind"
NO_DIFFERENCE, GATE_FAILED = "no difference", "gate failed"
VERDICTS = (DRAFT, COLLECTING, AHEAD, BEHIND, NO_DIFFERENCE, GATE_FAILED)
USUAL_LIFT = 0.1
"""The smallest lift worth finding, where nobody planned one."""
MANY_DAYS = 365
MIN_CONVERSIONS = 25
"""Of both arms: with fewer, sums are not yet so nearly normal that an interval of them means anything."""

MAX_PLAUSIBLE_LIFT = 10.0
"""An interval that reaches further is that of a few persons, and tells nothing."""


@dataclass(frozen=True)
class Progress:
    """How far a comparison is: persons first exposed per day, those exposed so far, those that are needed (None: not
    known yet), and how many days a window has. `over`: nobody comes any more, and all windows are over."""

    per_day: float
    exposed: int
    needed: int | None
    window_days: float
    over: bool

    @property
    def days_left(self) -> int | None:
        """Until the windows of as many as are needed are over; None if that is not known."""
        if self.needed is None or self.per_day <= 0:
            return None
        return max(0, ceil((self.needed - self.exposed) / self.per_day + self.window_days))

    def complete(self, persons: int) -> bool:
        """Whether so many persons whose window is over are all that were wanted."""
        return self.over or (self.needed is not None and persons >= self.needed)


@dataclass(frozen=True)
class Verdict:
    """One of VERDICTS, the variation it is about, and the sentence; `by_assignment`: by intention to treat."""

    verdict: str
    sentence: str
    variation: str | None = None
    days_left: int | None = None
    by_assignment: bool = False


def verdict_of(variation: str, found: Compared, conversions: float, progress: Progress) -> Verdict:
    """The verdict on one variation as far as its own numbers go."""
    shown = interval_words(found.lift_interval)
    if found.above and conversions >= MIN_CONVERSIONS:
        return Verdict(AHEAD, f"{variation} is ahead: {shown or 'nobody converts in control'}", variation)
    if found.below and conversions >= MIN_CONVERSIONS:
        return Verdict(BEHIND, f"{variation} is behind: {shown or 'nobody converts'}; stop it", variation)
    if progress.complete(found.persons):
        return Verdict(NO_DIFFERENCE, f"no difference found: {variation} {shown or 'had nobody to compare'}", variation)
    days = progress.days_left
    left = "" if days is None else f"; {days_words(max(1, days))}"
    return Verdict(COLLECTING, f"nothing to see yet{left}", variation, None if days is None else max(1, days))


def days_words(days: int) -> str:
    """How long it will take at the present rate."""
    if days > MANY_DAYS:
        return "over a year more at this rate"
    return f"about {days} more {'day' if days == 1 else 'days'}"


def gated(by_delivery: Verdict, by_assignment: Verdict, failed: Sequence[Gate]) -> Verdict:
    """The verdict where gates failed: they name themselves, and it is that of everyone assigned."""
    names = " and ".join(dict.fromkeys(gate.name for gate in failed))
    words = f"gate failed: {names}. {failed[0].words} By intention to treat: {by_assignment.sentence}"
    return Verdict(GATE_FAILED, words, by_delivery.variation, by_assignment.days_left, by_assignment=True)


def leading(verdicts: Sequence[Verdict], lows: Sequence[float]) -> Verdict:
    """The verdict on the experiment: of variations ahead the one with the highest lower bound, the first of equals."""
    ahead = [(low, verdict) for low, verdict in zip(lows, verdicts, strict=True) if verdict.verdict == AHEAD]
    if ahead:
        return max(ahead, key=lambda each: each[0])[1]
    for wanted in (GATE_FAILED, COLLECTING, NO_DIFFERENCE, BEHIND):
        for verdict in verdicts:
            if verdict.verdict == wanted:
                return verdict
    return Verdict(COLLECTING, "nothing to see yet: there is no variation to compare")


def needed_for(rate: float | None, lift: float | None, shares: tuple[float, float]) -> int | None:
    """Persons over both arms to find a lift at this base rate; None where that cannot be worked out."""
    try:
        return persons_needed(rate or 0.0, USUAL_LIFT if lift is None else lift, shares=shares)
    except ValueError:
        return None


def words_since(variation: str, interval: Interval | None) -> str:
    """What came of a promotion since, in words: nothing yet, as long as those few who stay in control could be all."""
    if interval is None or interval[1] > MAX_PLAUSIBLE_LIFT:
        return "nothing to see yet since the promotion"
    return f"since the promotion of {variation}: {interval_words(interval)}"


def interval_words(interval: Interval | None) -> str:
    """An interval of a lift: +8 % to +14 %; with as many decimals as tell its ends from zero."""
    if interval is None:
        return ""
    least = min(abs(bound) for bound in interval)
    decimals = 0 if least >= 0.01 else 1 if least >= 0.001 else 2
    return " to ".join(share_words(bound, decimals) for bound in interval)
