"""Difference in differences: a part that was treated beside one that was not, before and in the period."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

from collector.reports.baseline.against import Against
from collector.reports.baseline.sums import Daily
from collector.reports.baseline.words import NOT_CAUSAL, placebo_words, verdict_of
from collector.reports.figures import MILLION
from collector.reports.incremental.words import interval_words
from collector.reports.moments import end_of, start_of
from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.sql import run
from collector.reports.stats.arms import Arm, Difference, difference, of_means
from collector.reports.stats.placebo import Interval, Pair, lift, range_of, relative_interval, relative_lift
from collector.reports.stats.sequences import fixed_half_width, fixed_p_value
from collector.reports.wording import p_value_words, share_words, signed_amount_words
from collector.store.protocol import Store

ALPHA, LEVEL = 0.05, 0.9
MIN_PERSONS = 30
Answer = dict[str, Any]


def of_segment(part: Daily, whole: Daily, pair: Pair, earlier: Sequence[Pair]) -> Answer:
    """How much more the revenue of a segment grew than that of all others, with its interval (95 %) and its range over
    earlier windows."""
    others = whole.without(part)
    estimate = relative_lift(part.lift(pair), others.lift(pair))
    placebo = [found for each in earlier if (found := relative_lift(part.lift(each), others.lift(each))) is not None]
    bounds = range_of(placebo, LEVEL)
    cells = [each.within(days).amount for each in (part, others) for days in pair]
    interval = None if estimate is None else relative_interval(estimate, cells, NormalDist().inv_cdf(1 - ALPHA / 2))
    return {
        "of": "segment",
        "segment_change": part.lift(pair),
        "others_change": others.lift(pair),
        "difference": estimate,
        "low": interval[0] if interval else None,
        "high": interval[1] if interval else None,
        "placebo_low": bounds[0] if bounds else None,
        "placebo_high": bounds[1] if bounds else None,
        "placebo_windows": len(placebo),
        "verdict": verdict_of(estimate, bounds),
        "sentence": _segment_words(estimate, interval, bounds, len(placebo)),
    }


def _segment_words(estimate: float | None, interval: Interval | None, bounds: Interval | None, windows: int) -> str:
    if estimate is None:
        return "The segment cannot be compared with the others: one of the two had no revenue before."
    within = f" ({share_words(interval[0])} to {share_words(interval[1])}, 95 %)" if interval else ""
    changed = f"Against all others, the segment changed by {share_words(estimate)}{within}."
    return f"{changed} {placebo_words(estimate, bounds, windows)} {NOT_CAUSAL}"


def of_persons(store: Store, query: ReportQuery, against: Against) -> Answer:
    """The same per person: those who saw the action or campaign in the period beside those who did not, of all who had
    ordered before both times. With an interval (95 %) and a p-value of one look."""
    zone = query.site.time_zone
    before = {
        "before_from_ts": start_of(against.first_day, zone),
        "before_until_ts": end_of(against.last_day, zone),
        "both_from_ts": start_of(min(against.first_day, query.first_day), zone),
        "both_until_ts": end_of(max(against.last_day, query.last_day), zone),
    }
    rows = {row["treated"]: row for row in run(store, "baseline/panel.sql", query, **before)}
    control, treated = (_arm(rows.get(nth)) for nth in (0, 1))
    return comparison_of(control, treated, query.days / against.days, query.site.currency)


def _arm(row: Record | None) -> Arm:
    """In units of the currency."""
    if row is None:
        return Arm(0, 0.0, 0.0)
    sums = {name: row[name] / MILLION for name in ("y", "x")}
    return Arm(row["persons"], **sums, **{name: row[name] / MILLION**2 for name in ("yy", "xx", "xy")})


def comparison_of(control: Arm, treated: Arm, scale: float, currency: str) -> Answer:
    """What two groups of persons say, of whom y is what each spent in the period, and x before; `scale` is how much
    longer the period is."""
    compared: Answer = {
        "of": "persons",
        "persons_treated": treated.persons,
        "persons_untreated": control.persons,
        "more_in_the_period": None,
        "more_before": None,
        "difference_per_person": None,
        "low": None,
        "high": None,
        "p_value": None,
    }
    if min(control.persons, treated.persons) < MIN_PERSONS:
        few = f"There are too few persons to compare: {treated.persons:,} who saw it, {control.persons:,} who did not, "
        return compared | {
            "sentence": f"{few}among those who had ordered before both periods; it takes {MIN_PERSONS} of each."
        }
    found = of_changes(control, treated, scale)
    reach = fixed_half_width(found.standard_error, alpha=ALPHA)
    during = lift(treated.y / treated.persons, control.y / control.persons)
    before = lift(treated.x / treated.persons, control.x / control.persons)
    compared |= {
        "more_in_the_period": during,
        "more_before": before,
        "difference_per_person": found.estimate,
        "low": found.estimate - reach,
        "high": found.estimate + reach,
        "p_value": fixed_p_value(found.estimate, found.standard_error),
    }
    return compared | {"sentence": _persons_words(compared, currency)}


def of_changes(control: Arm, treated: Arm, scale: float = 1.0) -> Difference:
    """How much more y - scale * x is, on average, of those treated than of those in the other group."""
    return difference(of_means(_changes(control, scale)), of_means(_changes(treated, scale)))


def _changes(arm: Arm, scale: float) -> Arm:
    squares = arm.yy - 2 * scale * arm.xy + scale**2 * arm.xx
    return Arm(arm.persons, arm.y - scale * arm.x, max(0.0, squares))


def _persons_words(compared: Answer, currency: str) -> str:
    during, before = compared["more_in_the_period"], compared["more_before"]
    spent = ""
    if during is not None and before is not None:
        spent = (
            f"Persons who saw it spent {share_words(during)} against those who did not in the period, "
            f"and {share_words(before)} already before it. "
        )
    amount = signed_amount_words(compared["difference_per_person"], currency, 2)
    bounds = interval_words((compared["low"], compared["high"]), currency)
    return (
        f"{spent}Given what each group spent before, the difference is {amount} per person "
        f"({bounds}, 95 %; {p_value_words(compared['p_value'])}). {NOT_CAUSAL}"
    )
