"""What content recommendations led to: what was read, how far, and what came after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from collector.reports.placements import placements
from collector.reports.query import ReportQuery
from collector.reports.result import Record, ReportResult, rate
from collector.reports.sql import run
from collector.store.protocol import Store

FINISHED = 0.9
Session = tuple[str, int]


def content(store: Store, asked: ReportQuery) -> ReportResult:
    """A row for each content widget that was placed."""
    read = defaultdict(list)
    for row in run(store, "content_reads.sql", asked):
        read[row["action"]].append(row)
    after = moments_after(run(store, "content_afterwards.sql", asked))
    rows = [widget_row(row, read[row["action"]], after) for row in placements(store, asked) if row["articles"]]
    return ReportResult(summed(rows), rows)


def moments_after(rows: Iterable[Record]) -> dict[Session, list[Record]]:
    """Views and conversions by session."""
    moments = defaultdict(list)
    for row in rows:
        moments[row["session_visitor"], row["session_started_at"]].append(row)
    return moments


def widget_row(widget: Record, reads: Sequence[Record], after: Mapping[Session, list[Record]]) -> dict[str, Any]:
    """The figures of one widget; clicks that lead to one view are one read."""
    views = {(read["session_visitor"], read["view_id"]): read for read in reads}
    engaged = sum(view["engaged_ms"] or 0 for view in views.values())
    pages, goals = after_the_first_read(views.values(), after)
    return {
        "action": widget["action"],
        "delivered": widget["delivered"],
        "clicks": widget["clicks"],
        "ctr": rate(widget["clicks"], widget["delivered"]),
        "reads": len(views),
        "finished": sum((view["scroll"] or 0) >= FINISHED for view in views.values()),
        "engaged_ms": engaged,
        "mean_engaged_s": None if not views else engaged / len(views) / 1000,
        "pages_after": pages,
        "goals_after": goals,
    }


def after_the_first_read(views: Iterable[Record], after: Mapping[Session, list[Record]]) -> tuple[int, int]:
    """Pages viewed and goals reached in each session after its first read."""
    first: dict[Session, tuple[int, str]] = {}
    for view in views:
        session = view["session_visitor"], view["session_started_at"]
        first[session] = min(first.get(session, (view["read_at"], view["view_id"])), (view["read_at"], view["view_id"]))
    pages = goals = 0
    for session, (read_at, view_id) in first.items():
        for moment in after.get(session, ()):
            if moment["ts"] >= read_at and moment["view_id"] != view_id:
                pages += moment["pages"]
                goals += moment["goals"]
    return pages, goals


def summed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What adds up over widgets."""
    names = ("delivered", "clicks", "reads", "finished", "engaged_ms", "pages_after", "goals_after")
    total: dict[str, Any] = {name: sum(row[name] for row in rows) for name in names}
    return total | {"ctr": rate(total["clicks"], total["delivered"])}
