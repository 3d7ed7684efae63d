"""What happened in a period beside a baseline, without a control: described, beside how far the same comparison swung
in earlier windows in which nothing is known to have happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from collector.reports.baseline.against import Against, against_of
from collector.reports.baseline.differences import LEVEL, of_persons, of_segment
from collector.reports.baseline.marks import marked_days
from collector.reports.baseline.sums import NOTHING, Daily, Sold, daily_of
from collector.reports.baseline.words import NOT_CAUSAL, WOLF, placebo_words, verdict_of
from collector.reports.by_dimension import MAX_VALUES
from collector.reports.experiments.document import experiments_of
from collector.reports.figures import MILLION
from collector.reports.incremental.subjects import has_control
from collector.reports.metrics import metrics
from collector.reports.moments import end_of, start_of
from collector.reports.query import ReportQuery
from collector.reports.result import ReportResult, ReportRow
from collector.reports.sql import run
from collector.reports.stats.placebo import Days, Pair, apart, earlier_pairs, lift, range_of, untouched
from collector.reports.wording import amount_words, share_words
from collector.store.protocol import Store

CATEGORY = "category"
PARTS = (CATEGORY,)
FIGURES = metrics(
    "revenue", "baseline_revenue", "baseline_change", "baseline_lift", "placebo_low", "placebo_high",
    "placebo_windows", "orders", "baseline_orders",
)  # fmt: skip
STEP_DAYS = 7
"""Windows are slid by weeks, so that each has the same weekdays."""
HISTORY = timedelta(3 * 366)
"""So far back windows are looked for."""
EPOCH = date(1970, 1, 1)
BASIS = {
    "baseline": "What was ordered on other days, scaled to as many days. This describes, and proves no cause.",
    "placebo": "The same comparison moved back week by week over the days before the period. Windows with a note, a "
    "cost or a change of an experiment in them, or in their baseline, are left out. Nine in ten of the others lay in "
    "the range.",
    "difference_in_differences": "How the segment changed against all others; or how persons who saw the action "
    "or campaign changed against those who did not, among persons who had ordered before both periods.",
    "cry_wolf": WOLF,
}


@dataclass(frozen=True)
class Comparison:
    """One comparison: which days with which, the windows before that it is held against, and the figures that were
    given for the days before, if any."""

    pair: Pair
    earlier: Sequence[Pair]
    against: Against


def baseline(store: Store, query: ReportQuery) -> ReportResult:
    """One row for all, or for each value of a dimension or category; with a segment, an action or a campaign also the
    difference in differences. `controls` are the experiments that can say what was caused: see `incremental`."""
    against = against_of(query, store.definitions(query.site.site, "baselines"))
    narrowed = replace(query, by=None, segments=query.segments or against.segments)
    long = replace(narrowed, first_day=min(query.first_day, against.first_day) - HISTORY)
    long = replace(long, last_day=max(query.last_day, against.last_day))
    part = daily_in(store, long)
    whole = daily_in(store, replace(long, segments=())) if narrowed.segments else part
    marks = [number_of(day) for day in marked_days(store, query.site)]
    comparison = comparison_of(query, against, whole, marks)
    total = row_of({}, part, comparison)
    rows = [total] if query.by is None else rows_of(store, query, replace(long, by=query.by), comparison)
    answer = part_of(store, narrowed, comparison, part, whole)
    changes = [(each, part.lift(each)) for each in comparison.earlier]
    more: dict[str, Any] = {
        "against": described(against),
        "sentence": sentence_of(total, against, query.site.currency),
        "causal": False,
        "controls": controls_of(store, query),
        "placebo": [
            {"from": day_of(each.now.first), "to": day_of(each.now.last), "change": change} for each, change in changes
        ],
        "placebo_apart": apart(each for each, change in changes if change is not None),
        "difference_in_differences": answer,
    }
    return ReportResult(total, rows, basis=BASIS, more=more)


def daily_in(store: Store, query: ReportQuery) -> Daily:
    """What was sold by day."""
    return daily_of(run(store, "baseline/days.sql", query)).get(None, Daily({}))


def comparison_of(query: ReportQuery, against: Against, whole: Daily, marks: Sequence[int]) -> Comparison:
    """The comparison, with the windows before that nothing is known of."""
    pair = Pair(
        Days(number_of(query.first_day), number_of(query.last_day)),
        Days(number_of(against.first_day), number_of(against.last_day)),
    )
    if against.given or whole.first is None:
        return Comparison(pair, (), against)
    return Comparison(pair, untouched(earlier_pairs(pair, since=whole.first, step=STEP_DAYS), marks), against)


def rows_of(store: Store, query: ReportQuery, long: ReportQuery, comparison: Comparison) -> list[ReportRow]:
    """A row for each value, most revenue first; with figures that were given there is nothing to divide."""
    by = str(query.by)
    if by == CATEGORY:
        found = daily_of(run(store, "baseline/category_days.sql", replace(long, by=None)))
    else:
        found = daily_of(run(store, "baseline/days.sql", long))
    if comparison.against.given:
        return []
    rows = [row_of({by: value}, daily, comparison) for value, daily in found.items()]
    there = [row for row in rows if row.sums["revenue_micros"] or row.sums["baseline_micros"]]
    there.sort(key=lambda row: (-row.sums["revenue_micros"], -row.sums["baseline_micros"], row.about[by] or ""))
    return there[:MAX_VALUES]


def row_of(about: Mapping[str, Any], daily: Daily, comparison: Comparison) -> ReportRow:
    """One row."""
    now, before = daily.within(comparison.pair.now), before_of(daily, comparison)
    scale = comparison.pair.now.length / comparison.pair.before.length
    change = lift(now.revenue_micros, before.revenue_micros * scale)
    placebo = [found for pair in comparison.earlier if (found := daily.lift(pair)) is not None]
    bounds = range_of(placebo, LEVEL)
    given = comparison.against.given
    sums = {
        "orders": now.orders,
        "revenue_micros": now.revenue_micros,
        "baseline_micros": before.revenue_micros * scale,
        "baseline_revenue": before.revenue_micros * scale / MILLION,
        "baseline_orders": None if given and given.orders is None else before.orders * scale,
        "baseline_change": (now.revenue_micros - before.revenue_micros * scale) / MILLION,
        "baseline_lift": change,
        "placebo_low": bounds[0] if bounds else None,
        "placebo_high": bounds[1] if bounds else None,
        "placebo_windows": len(placebo),
    }
    more = {"verdict": verdict_of(change, bounds), "placebo_says": placebo_words(change, bounds, len(placebo))}
    return ReportRow(about, FIGURES, sums, more=more)


def before_of(daily: Daily, comparison: Comparison) -> Sold:
    """What was sold on the days of the baseline: as measured, or as it was given."""
    given = comparison.against.given
    if given is None:
        return daily.within(comparison.pair.before)
    return replace_orders(NOTHING, given.orders or 0, given.revenue_micros)


def replace_orders(sold: Sold, orders: int, revenue_micros: int) -> Sold:
    """The same with other figures."""
    return sold._replace(orders=orders, revenue_micros=revenue_micros)


def part_of(
    store: Store, query: ReportQuery, comparison: Comparison, part: Daily, whole: Daily
) -> dict[str, Any] | None:
    """The difference in differences, where there is a part to set beside another."""
    if query.action is not None or query.campaign is not None:
        return of_persons(store, query, comparison.against)
    if query.segments and not comparison.against.given:
        return of_segment(part, whole, comparison.pair, comparison.earlier)
    return None


def controls_of(store: Store, query: ReportQuery) -> list[str]:
    """The experiments with a control that ran in the period: they tell what was caused."""
    zone = query.site.time_zone
    begin, end = start_of(query.first_day, zone), end_of(query.last_day, zone)
    return [each.id for each in experiments_of(store, query.site.site) if has_control(each, begin, end)]


def described(against: Against) -> dict[str, Any]:
    """What was compared with, as answers have it."""
    return {
        "kind": against.kind,
        "name": against.name,
        "from": against.first_day.isoformat(),
        "to": against.last_day.isoformat(),
    }


def sentence_of(total: ReportRow, against: Against, currency: str) -> str:
    """What happened, in words."""
    change, revenue = total.sums["baseline_lift"], total.sums["revenue_micros"] / MILLION
    changed = f", {share_words(change)} against {against.name}" if change is not None else ""
    return f"Revenue was {amount_words(revenue, currency)}{changed}. {total.more['placebo_says']} {NOT_CAUSAL}"


def number_of(day: date) -> int:
    """A day as its number since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> str:
    """The day of a number, as text."""
    return (EPOCH + timedelta(number)).isoformat()
