"""Why actions were not seen: the reasons, the pages, what to do, and visitors to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from collector.reports.delivery.advice import ADVICE
from collector.reports.delivery.reach import recoverable
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, rate
from collector.reports.sql import run
from collector.store.protocol import Store

PAGES_SHOWN = EXAMPLES_SHOWN = 5


def delivery(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each action and reason, the most frequent first within an action."""
    found = run(store, "delivery/not_delivered.sql", asked)
    lost = Counter[str]()
    for row in found:
        lost[row["action"]] += row["impressions"]
    rows = [
        reason_row(same, lost[same[0]["action"]])
        for _, group in groupby(found, key=lambda row: (row["action"], row["state"], row["reason"]))
        for same in [list(group)]
    ]
    rows.sort(key=lambda row: (row["action"], -row["impressions"], row["state"], row["reason"]))
    return ReportResult({"impressions": sum(lost.values()), "recoverable": recoverable(store, asked)}, rows)


def reason_row(pages: Iterable[Record], lost: int) -> dict[str, Any]:
    """One reason of one action, from its pages, the worst first."""
    worst = list(pages)
    impressions = sum(row["impressions"] for row in worst)
    return {
        "action": worst[0]["action"],
        "reason": worst[0]["reason"],
        "state": worst[0]["state"],
        "impressions": impressions,
        "share": rate(impressions, lost),
        "pages": [{"page": row["page"], "impressions": row["impressions"]} for row in worst[:PAGES_SHOWN]],
        "advice": ADVICE[worst[0]["reason"]],
        "examples": [
            {"visitor_id": row["visitor"] or None, "view_id": row["view_id"]} for row in worst[:EXAMPLES_SHOWN]
        ],
    }
