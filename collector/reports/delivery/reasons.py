"""The reasons alone: a small part of the report on delivery, for those who show neither pages nor examples."""

from __future__ import annotations

from collector.reports.query import ReportQuery
from collector.reports.sql import run
from collector.store.protocol import Store


def main_reasons(store: Store, query: ReportQuery) -> dict[str, str]:
    """The most frequent reason of each action that was not seen or not placed."""
    reasons: dict[str, str] = {}
    for row in run(store, "delivery/reasons.sql", query):
        reasons.setdefault(row["action"], row["reason"])
    return reasons
