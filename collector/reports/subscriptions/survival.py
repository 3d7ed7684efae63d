"""Which share of subscribers is still there after each renewal: as it was, and as the model has it. Pure, but for the
libraries that fit the model."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log, sqrt
from typing import Any

from collector.reports.result import Record
from collector.reports.retention.units import MONTHS
from collector.reports.stats.intervals import Z95
from collector.reports.stats.sbg import Sbg, fit_sbg
from collector.reports.subscriptions.months import moved
from collector.rules import DAY_MS

MIN_RENEWALS = 5
MIN_AT_RISK = 30
AHEAD = 12
"""So many renewals beyond those that were seen are projected."""
EPOCH = date(1970, 1, 1)
TOO_FEW = (
    "A model of survival takes {limit} renewals of at least {persons} subscribers each; there {are} {found} so far."
)
NOBODY_LEFT = "Nobody ended at a renewal: there is nothing a model could learn from."
NO_MAXIMUM = "The model finds no maximum of its likelihood: how subscribers ended so far does not fit it."


@dataclass(frozen=True)
class Lives:
    """`lost[n]` is how many ended at renewal n + 1; `left[n]` how many survived n + 1 renewals and no further one is
    known of them; `unknown` those who had no renewal yet."""

    lost: Sequence[int]
    left: Sequence[int]
    unknown: int

    def at_risk(self, renewal: int) -> int:
        """How many came to a renewal, to survive it or not."""
        return sum(self.lost[renewal - 1 :]) + sum(self.left[renewal - 1 :])

    @property
    def renewals(self) -> int:
        """At how many renewals enough subscribers have been."""
        return sum(self.at_risk(nth) >= MIN_AT_RISK for nth in range(1, len(self.lost) + 1))


@dataclass(frozen=True)
class Survival:
    """Lives, with the model fitted to them; or `why` there is none."""

    lives: Lives
    model: Sbg | None = None
    why: str | None = None


def survival_of(rows: Iterable[Record], last_day: date, unit: str) -> Survival:
    """The survival of persons since they first subscribed, by renewals each month, quarter or year."""
    lives = lives_of(rows, last_day, MONTHS[unit])
    if lives.renewals < MIN_RENEWALS:
        are = "is" if lives.renewals == 1 else "are"
        why = TOO_FEW.format(limit=MIN_RENEWALS, persons=MIN_AT_RISK, are=are, found=lives.renewals)
        return Survival(lives, why=why)
    if not any(lives.lost):
        return Survival(lives, why=NOBODY_LEFT)
    model = fit_sbg(lives.lost, lives.left)
    return Survival(lives, model, None if model else NO_MAXIMUM)


def lives_of(rows: Iterable[Record], last_day: date, months: int) -> Lives:
    """Rows of persons by the days on which they began and ended, counted by renewals.

    A renewal counts only from the day on that it is due: whoever ended before, in a time that others have not lived
    through yet, is known until the renewal before.
    """
    lost: dict[int, int] = {}
    left: dict[int, int] = {}
    due: dict[int, list[int]] = {}
    for row in rows:
        began = row["began_day"]
        if began not in due:
            due[began] = renewals_after(_day_of(began), last_day, months)
        survived, known = len(due[began]), len(due[began])
        if row["ended_day"] is not None:
            survived = bisect_left(due[began], row["ended_day"])
        kept = lost if survived < known else left
        kept[survived] = kept.get(survived, 0) + row["subscribers"]
    most = max((known for known in map(len, due.values())), default=0)
    return Lives(
        [lost.get(nth, 0) for nth in range(most)], [left.get(nth, 0) for nth in range(1, most + 1)], left.get(0, 0)
    )


def _day_of(ms: int) -> date:
    return EPOCH + timedelta(ms // DAY_MS)


def renewals_after(began: date, last_day: date, months: int) -> list[int]:
    """The days, in epoch ms, on which renewals were due until the last day."""
    found: list[int] = []
    while (day := moved(began, months * (len(found) + 1))) <= last_day:
        found.append((day - EPOCH).days * DAY_MS)
    return found


def curve_of(survival: Survival) -> list[dict[str, Any]]:
    """The share who survived each renewal (Kaplan and Meier's estimate, with Greenwood's interval on the scale of
    log(-log)), and what the model says of it, and of further ones."""
    points: list[dict[str, Any]] = [_point(0, survival, 1.0)]
    left, variance = 1.0, 0.0
    for nth, ended in enumerate(survival.lives.lost, start=1):
        risk = survival.lives.at_risk(nth)
        if not risk:
            break
        left *= 1 - ended / risk
        variance += ended / risk / (risk - ended) if risk > ended else 0.0
        points.append(_point(nth, survival, left) | {"at_risk": risk, "lost": ended} | _interval(left, variance))
    ahead = range(len(points), len(points) + AHEAD) if survival.model else ()
    return points + [_point(nth, survival, None) for nth in ahead]


def _point(renewal: int, survival: Survival, left: float | None) -> dict[str, Any]:
    modelled = survival.model.survival(renewal) if survival.model else None
    named = {"renewal": renewal, "at_risk": None, "lost": None, "survival": left, "low": None, "high": None}
    return named | {"modelled": modelled}


def _interval(left: float, variance: float) -> dict[str, Any]:
    if not 0 < left < 1:
        return {"low": None, "high": None}
    reach = exp(Z95 * sqrt(variance) / abs(log(left)))
    return {"low": left**reach, "high": left ** (1 / reach)}


def model_of(survival: Survival) -> dict[str, Any]:
    """The model's parameters, as answers show them."""
    model = survival.model
    found = {"alpha": model.alpha, "beta": model.beta} if model else {}
    return {"shown": model is not None, "why": survival.why, "renewals": survival.lives.renewals} | found
