"""Why actions were not seen: the reasons, the pages, what to do, and visitors to look at."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from collector.reports.delivery.advice import ADVICE
from collector.reports.delivery.reach import recoverable
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run, run_shaped
from collector.store.protocol import Store

PAGES_SHOWN, EXAMPLES_SHOWN = 5, 3
LAST_DAYS = (7, 28)
MAX_ALONE = 30
"""Of so many actions the whole period may be read one by one."""
FIGURES = metrics("impressions", "share")
TOTALS = metrics("impressions")
Reason = tuple[str, str, str]
Examples = dict[Reason, list[dict[str, str | None]]]


def delivery(store: Store, query: ReportQuery) -> ReportResult:
    """A row for each action and reason, the most frequent first within an action."""
    found = run(store, "delivery/not_delivered.sql", query)
    examples = examples_of(store, query, found)
    lost = Counter[str]()
    for row in found:
        lost[row["action"]] += row["impressions"]
    rows = [
        reason_row(same, lost[same[0]["action"]], examples.get(reason, []))
        for reason, group in groupby(found, key=reason_of)
        for same in [list(group)]
    ]
    rows.sort(key=worst_first)
    total = ReportRow(
        figures=TOTALS, sums={"impressions": lost.total()}, more={"recoverable": recoverable(store, query)}
    )
    return ReportResult(total, rows)


def worst_first(row: ReportRow) -> tuple[Any, ...]:
    """Within an action, the reason that lost most impressions first."""
    return row.about["action"], -row.sums["impressions"], row.about["state"], row.about["reason"]


def reason_of(row: Record) -> Reason:
    """The action that was not seen, whether it was placed, and the reason."""
    return row["action"], row["state"], row["reason"]


def examples_of(
    store: Store, query: ReportQuery, found: Iterable[Record], *, last_days: Iterable[int] = LAST_DAYS
) -> Examples:
    """For each reason that was found, the latest visitors of different persons, with the view it was.

    The `last_days`, so many or so many, have them for most reasons; all days are read only for those that lack some. Of
    one part of many, all days are read once for all.
    """
    if query.part:
        return examples_in(store, query)
    lost = Counter[Reason]()
    for row in found:
        lost[reason_of(row)] += row["impressions"]
    for days in last_days:
        if days >= query.days:
            break
        examples = examples_in(store, replace(query, first_day=query.last_day - timedelta(days - 1)))
        lacking: defaultdict[str, set[str]] = defaultdict(set)
        for action, state, why in lost:
            if len(examples.get((action, state, why), ())) < EXAMPLES_SHOWN:
                lacking[action].add(why)
        rest = sum(count for (action, _, why), count in lost.items() if why in lacking.get(action, ()))
        if len(lacking) <= MAX_ALONE and 2 * rest < lost.total():
            for action, reasons in lacking.items():
                examples |= examples_in(store, replace(query, action=action), sorted(reasons))
            return examples
    return examples_in(store, query)


def examples_in(store: Store, query: ReportQuery, reasons: Sequence[str] = ()) -> Examples:
    """The same, read of all the days of a query: for these reasons, or all."""
    shape = query.shape()._replace(reasons=len(reasons))
    wanted = {f"reason_{nth}": reason for nth, reason in enumerate(reasons)}
    rows = run_shaped(store, "delivery/examples.sql", query, shape, **wanted, examples=EXAMPLES_SHOWN)
    return {
        reason: [{"visitor_id": row["visitor"] or None, "view_id": row["view_id"]} for row in group]
        for reason, group in groupby(rows, key=reason_of)
    }


def reason_row(pages: Iterable[Record], lost: int, examples: list[dict[str, str | None]]) -> ReportRow:
    """One reason of one action, from its pages, the worst first, and visitors to look at."""
    worst = list(pages)
    about = {name: worst[0][name] for name in ("action", "reason", "state")}
    sums = {"impressions": sum(row["impressions"] for row in worst), "impressions_lost": lost}
    more = {
        "pages": [{"page": row["page"], "impressions": row["impressions"]} for row in worst[:PAGES_SHOWN]],
        "advice": ADVICE[worst[0]["reason"]],
        "examples": examples,
    }
    return ReportRow(about, FIGURES, sums, more=more)
