"""The page of incremental revenue: what would not have come without what was shown, and whether it pays."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.intervals import drawn_amounts
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.dashboard.pieces import Column, Row, Table, lines_of
from collector.present.report_answers import INCREMENTAL
from collector.store.accounts import VIEWER

MEASURED = (
    Column("persons_treated"), Column("persons_control"), Column("treated_value"), Column("control_value"),
    Column("treated_value_capped"), Column("control_value_capped"), Column("incremental_per_person"),
    Column("incremental_revenue"), Column("incremental_raw"), Column("persons_waiting"), Column("persons_unmatched"),
)  # fmt: skip
EVERYONE = (
    Column("persons_treated"), Column("persons_control"), Column("incremental_revenue"), Column("incremental_low"),
    Column("incremental_high"),
)  # fmt: skip
PAYS = (
    Column("incremental_revenue"), Column("incremental_margin"), Column("cost"), Column("incremental_roi"),
    Column("incremental_roi_low"), Column("incremental_roi_high"),
)  # fmt: skip
SCOPE_LABELS = {"all": "everything", "campaign": "campaign", "action": "action"}
AGREES = {
    True: "agrees with those who saw it",
    False: "does not agree with those who saw it",
    None: "",
}


@blueprint.get("/incremental")
@shareable
@require(VIEWER)
def incremental() -> Response:
    """Everything, campaigns and actions that had a control; or one action or campaign."""
    frame = frame_here()
    named = {name: request.args.get(name) or None for name in ("action", "campaign")}
    answer = reports_of(frame).answer(INCREMENTAL, **named)
    delivered = [row for row in answer.rows if row["cohort"] != "assigned"]
    return report_page(
        "incremental.html",
        frame,
        answer=answer,
        named=named,
        intervals=drawn_amounts(answer.rows, lambda row: row["name"]),
        link_of=lambda row: link_of(frame, row),
        SCOPE_LABELS=SCOPE_LABELS,
        measured=table_of(frame, answer, "measured", "What is measured", MEASURED, answer.rows),
        everyone=everyone_table(frame, answer, delivered),
        pays=table_of(frame, answer, "pays", "Whether it pays", PAYS, answer.rows),
    )


def increments_of(reports: PageReports, **named: str) -> list[Row]:
    """The rows on what has a control, for other pages; none where the report gave no answer."""
    return list(reports.answer(INCREMENTAL, **named).rows)


def link_of(frame: Frame, row: Row) -> str | None:
    """Where what a row is about has a page of its own."""
    if row["scope"] == "action":
        return frame.link("dashboard.action", action=row["id"])
    return frame.link("dashboard.actions", campaign=row["id"]) if row["scope"] == "campaign" else None


def table_of(
    frame: Frame, answer: Answer, id: str, caption: str, columns: tuple[Column, ...], rows: list[dict[str, Any]]
) -> Table:
    """A table of rows, each by what it is about."""
    lines = lines_of(
        rows,
        lambda row: row["name"],
        link=lambda row: link_of(frame, row),
        chips=lambda row: (SCOPE_LABELS[row["scope"]],),
    )
    return Table(id, caption, "Subject", columns, lines, answer)


def everyone_table(frame: Frame, answer: Answer, rows: list[dict[str, Any]]) -> Table:
    """The same of everyone assigned, where those who saw it are the figure."""
    groups = [{**row["intention_to_treat"], **{name: row[name] for name in ("name", "agrees")}} for row in rows]
    lines = lines_of(groups, lambda row: row["name"], note=lambda row: AGREES[row["agrees"]])
    return Table("everyone", "The same for everyone assigned (intention to treat)", "Subject", EVERYONE, lines, answer)
