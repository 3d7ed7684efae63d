"""The visits of a period: how many, how long, how many pages, how many bounced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from collector.reports.answer import Answer, Record, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.store.protocol import Store

NO_SESSIONS = dict.fromkeys(("sessions", "visitors", "persons", "page_views", "bounces", "duration_ms"), 0)


def visits(store: Store, asked: Asked) -> Answer:
    """Fields as in the metric reference; with `by`, a row for each value."""
    whole = store.query(question("visits/visits"), replace(asked, by=None).bound())
    total = visit_figures(whole[0] if whole else NO_SESSIONS)
    total["bots_left_out"] = store.query(question("visits/bots"), asked.bound())[0]["sessions"]
    if asked.by is None:
        return Answer(total, [total])
    rows = store.query(question("visits/visits"), asked.bound())
    return Answer(total, [{asked.by: row["by_value"], **visit_figures(row)} for row in rows])


def visit_figures(row: Record) -> dict[str, Any]:
    """The figures of one group of sessions, from its counts and sums."""
    sessions = row["sessions"]
    duration = rate(row["duration_ms"], sessions)
    return {
        "sessions": sessions,
        "visitors": row["visitors"],
        "persons": row["persons"],
        "page_views": row["page_views"],
        "bounce_rate": rate(row["bounces"], sessions),
        "pages_per_visit": rate(row["page_views"], sessions),
        "mean_duration_s": None if duration is None else duration / 1000,
    }
