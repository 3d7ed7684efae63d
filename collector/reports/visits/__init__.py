"""The visits of a period: how many, how long, how many pages, how many bounced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from collector.reports.answer import Answer, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.store.protocol import Store


def visits(store: Store, asked: Asked) -> Answer:
    """Fields as in the metric reference; with `by`, a row for each value."""
    whole = store.query(question("visits/visits"), replace(asked, by=None).bound())
    total = visit_figures(whole[0] if whole else {})
    total["bots_left_out"] = store.query(question("visits/bots"), asked.bound())[0]["sessions"]
    if asked.by is None:
        return Answer(total, [total])
    rows = store.query(question("visits/visits"), asked.bound())
    return Answer(total, [{asked.by: row["by_value"], **visit_figures(row)} for row in rows])


def visit_figures(row: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of one group of sessions, from its counts and sums."""
    counted = dict(row) if row else {}
    sessions = counted.get("sessions", 0)
    duration = rate(counted.get("duration_ms"), sessions)
    return {
        "sessions": sessions,
        "visitors": counted.get("visitors", 0),
        "persons": counted.get("persons", 0),
        "page_views": counted.get("page_views") or 0,
        "bounce_rate": rate(counted.get("bounces"), sessions),
        "pages_per_visit": rate(counted.get("page_views"), sessions),
        "mean_duration_s": None if duration is None else duration / 1000,
    }
