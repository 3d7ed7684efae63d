"""Sessions in which an action was seen beside those in which it was not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, Spread, rate
from collector.reports.sql import run
from collector.reports.visits import visit_spread
from collector.store.protocol import Store

SUMS = ("sessions", "page_views", "bounces", "duration_ms", "converted")
SQUARES = ("sessions_squares", "page_views_squares", "page_views_products", "duration_squares", "duration_products")
WARNING = (
    "People who scroll far enough to see an action differ from those who do not: this compares two kinds of visitors, "
    "not with and without the action. Only a test with a control tells what the action causes."
)
Sums = Mapping[str, float]


def engagement(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each action that was seen in the sessions of the period."""
    found = {row["action"]: row for row in run(store, "engagement.sql", asked)}
    everything = sums_of(found.pop(None))
    rows, spreads = [], []
    for action, row in sorted(found.items()):
        seen, not_seen = sums_of(row), sums_without(everything, row)
        groups = {"seen": session_figures(seen), "not_seen": session_figures(not_seen)}
        rows.append({"action": action, **groups, "warning": WARNING})
        spreads.append(Spread(groups={"seen": session_spread(seen), "not_seen": session_spread(not_seen)}))
    total = session_figures(everything)
    return ReportResult(total, rows, total_spread=session_spread(everything), row_spreads=spreads)


def sums_of(row: Record) -> dict[str, float]:
    """The sums of the sessions in which it was seen."""
    return {name: row[name] for name in SUMS} | {name: row[f"seen_{name}"] or 0 for name in SQUARES}


def sums_without(everything: Sums, row: Record) -> dict[str, float]:
    """The sums of all other sessions: who saw it in some sessions keeps the others."""
    sums = {name: everything[name] - row[name] for name in SUMS}
    return sums | {name: everything[name] - row[f"both_{name}"] + row[f"other_{name}"] for name in SQUARES}


def session_figures(sums: Sums) -> dict[str, Any]:
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


def session_spread(sums: Sums) -> Spread:
    """How uncertain those figures are."""
    converting = {"persons_converted": sums["converted"], "persons_delivered": sums["sessions"]}
    known = visit_spread(sums)
    return Spread(known.variances, {**known.parts, **converting})
