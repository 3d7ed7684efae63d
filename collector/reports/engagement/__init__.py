"""Sessions in which an action was seen beside those in which it was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.reports.answer import Answer, rate
from collector.reports.asked import Asked
from collector.reports.questions import question
from collector.store.protocol import Store

SUMS = ("sessions", "page_views", "bounces", "duration_ms", "converted")
WARNING = (
    "People who scroll far enough to see an action differ from those who do not: this compares two kinds of visitors, "
    "not with and without the action. Only a test with a control tells what the action causes."
)


def engagement(store: Store, asked: Asked) -> Answer:
    """A row for each action that was seen in the sessions of the period."""
    found = store.query(question("engagement/engagement"), asked.bound())
    sums = {row["action"]: {name: row[name] for name in SUMS} for row in found}
    everything = sums.pop(None)
    rows = [
        {
            "action": action,
            "seen": session_figures(seen),
            "not_seen": session_figures({name: everything[name] - seen[name] for name in SUMS}),
            "warning": WARNING,
        }
        for action, seen in sorted(sums.items())
    ]
    return Answer(session_figures(everything), rows)


def session_figures(sums: Mapping[str, int]) -> dict[str, Any]:
    """Means and rates of a group of sessions, from its sums."""
    sessions = sums["sessions"]
    duration = rate(sums["duration_ms"], sessions)
    return {
        "sessions": sessions,
        "page_views": sums["page_views"],
        "bounce_rate": rate(sums["bounces"], sessions),
        "pages_per_visit": rate(sums["page_views"], sessions),
        "mean_duration_s": None if duration is None else duration / 1000,
        "conversion_rate": rate(sums["converted"], sessions),
    }
