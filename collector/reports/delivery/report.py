"""Why actions were not seen: the reasons, the pages, what to do, and visitors to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from collector.reports.delivery.advice import ADVICE
from collector.reports.delivery.reach import recoverable
from collector.reports.metrics import metrics
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, ReportRow
from collector.reports.sql import run
from collector.store.protocol import Store

PAGES_SHOWN, EXAMPLES_SHOWN = 5, 3
LAST_DAYS = (7, 28)
MAX_ALONE = 30
"""Of so many actions the whole period may be read one by one."""
FIGURES = metrics("impressions", "share")
TOTALS = metrics("impressions")
Examples = dict[tuple[str, str, str], list[dict[str, str | None]]]


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


def reason_of(row: Record) -> tuple[str, str, str]:
    """The action that was not seen, whether it was placed, and the reason."""
    return row["action"], row["state"], row["reason"]


def examples_of(
    store: Store, query: ReportQuery, found: Iterable[Record], *, last_days: Iterable[int] = LAST_DAYS
) -> Examples:
    """For each reason that was found, the latest visitors of different persons, with the view it was.

    The `last_days`, so many or so many, have them for most reasons; all days are read only of actions that lack some.
    """
    lost = Counter[str]()
    reasons = set()
    for row in found:
        lost[row["action"]] += row["impressions"]
        reasons.add(reason_of(row))
    for days in last_days:
        if days >= query.days:
            break
        examples = examples_in(store, replace(query, first_day=query.last_day - timedelta(days - 1)))
        lacking = sorted({reason[0] for reason in reasons if len(examples.get(reason, ())) < EXAMPLES_SHOWN})
        if len(lacking) <= MAX_ALONE and 2 * sum(lost[action] for action in lacking) < lost.total():
            for action in lacking:
                examples |= examples_in(store, replace(query, action=action))
            return examples
    return examples_in(store, query)


def examples_in(store: Store, query: ReportQuery) -> Examples:
    """The same, read of all the days of a query."""
    rows = run(store, "delivery/examples.sql", query, examples=EXAMPLES_SHOWN)
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
