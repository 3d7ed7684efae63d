"""The page on delivery: why what was placed was not seen, over all actions, and what higher places would bring."""

from __future__ import annotations

from flask import Response

from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.labels import UNKNOWN
from collector.present.dashboard.page_reports import PageReports
from collector.present.dashboard.pieces import Column, Row, Table, lines_of
from collector.reports.delivery.advice import LABELS
from collector.store.accounts import VIEWER

STATES = {"undelivered": "placed, not seen", "skipped": "not placed"}


@blueprint.get("/delivery")
@shareable
@require(VIEWER)
def delivery() -> Response:
    """All reasons over all actions, the worst first."""
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("delivery")
    return report_page(
        "delivery.html",
        frame,
        actions=reports.answer("actions"),
        answer=answer,
        table=reasons_table(frame, reports, sorted(answer.rows, key=worst_first)),
    )


def worst_first(row: Row) -> tuple[int, str, str, str]:
    """The reason that lost most impressions first, of whichever action."""
    return -row["impressions"], row["action"], row["state"], row["reason"]


def reasons_table(frame: Frame, reports: PageReports, rows: list[Row]) -> Table:
    """A line for each action and reason: what to do, and where it is worst."""
    lines = lines_of(
        rows,
        lambda row: reports.name_of(row["action"]),
        link=lambda row: frame.link("dashboard.action", action=row["action"]) + "#delivery",
        chips=lambda row: [LABELS[row["reason"]], STATES[row["state"]]],
        note=lambda row: f"{row['advice']} Mostly on {row['pages'][0]['page'] or UNKNOWN}.",
    )
    return Table(
        "reasons",
        "Why actions were not seen, the worst first",
        "Action and reason",
        (Column("impressions", bar=True), Column("share")),
        lines,
        reports.answer("delivery"),
        empty="Everything that was placed and measured was seen.",
    )
