"""The page on delivery: why what was placed was not seen, over all actions, and what higher places would bring."""

from __future__ import annotations

from flask import Response

from collector.present.auth import require, shareable
from collector.present.dashboard.asking import Asker
from collector.present.dashboard.blueprint import asker_of, blueprint, frame_here, report_page
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.labels import UNKNOWN
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
    asker = asker_of(frame)
    answer = asker.ask("delivery")
    return report_page(
        "delivery.html",
        frame,
        actions=asker.ask("actions"),
        answer=answer,
        table=reasons_table(frame, asker, sorted(answer.rows, key=worst_first)),
    )


def worst_first(row: Row) -> tuple[int, str, str, str]:
    """The reason that lost most impressions first, of whichever action."""
    return -row["impressions"], row["action"], row["state"], row["reason"]


def reasons_table(frame: Frame, asker: Asker, rows: list[Row]) -> Table:
    """A line for each action and reason: what to do, and where it is worst."""
    lines = lines_of(
        rows,
        lambda row: asker.name_of(row["action"]),
        link=lambda row: frame.link("dashboard.action", action=row["action"]) + "#delivery",
        chips=lambda row: [LABELS[row["reason"]], STATES[row["state"]]],
        note=lambda row: f"{row['advice']} Most on {row['pages'][0]['page'] or UNKNOWN}.",
    )
    return Table(
        "reasons",
        "Why actions were not seen, the worst first",
        "Action and reason",
        (Column("impressions", bar=True), Column("share")),
        lines,
        asker.ask("delivery"),
        empty="Everything that was placed and measured was seen.",
    )
