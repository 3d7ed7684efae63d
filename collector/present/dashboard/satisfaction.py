"""The pages on satisfaction: NPS and CSAT, and what people wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Response, request

from collector.present.auth import current_store, may, require, shareable
from collector.present.comments import CommentParameters, comments_answer
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.customers import chosen
from collector.present.dashboard.edits import edits_within
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.labels import DIMENSION_LABELS, UNKNOWN
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.dashboard.pieces import Column, Line, Table, lines_of
from collector.present.parameters import checked
from collector.present.report_parameters import MAX_VALUES
from collector.present.timeline_text import free
from collector.reports.highlights import satisfaction_changed
from collector.store.accounts import ANALYST, VIEWER

SURVEYS, SEEN = "survey", "seen"
BY = {
    SURVEYS: "Survey", "variation": "Variation of a survey", "arm": "Arm of an experiment",
    SEEN: "Seen before", **DIMENSION_LABELS,
}  # fmt: skip
INSTRUMENTS = {"nps": "NPS", "csat": "CSAT"}
COLUMNS = (
    Column("respondents", bar=True), Column("nps"), Column("nps_low"), Column("nps_high"), Column("csat"),
    Column("csat_low"), Column("csat_high"), Column("mean_score"), Column("response_rate"), Column("delivered"),
)  # fmt: skip
SEEN_COLUMNS = COLUMNS[:8]
COMMENT_PARAMETERS = (("action", "survey"), ("cursor", "cursor"))
"""Parameters of comments, and how the page names them."""


@blueprint.get("/satisfaction")
@shareable
@require(VIEWER)
def satisfaction() -> Response:
    """What customers answer in surveys, how many do, and whether it changed with what was changed."""
    frame = frame_here()
    by = chosen("by", SURVEYS, BY)
    answer = reports_of(frame).answer("satisfaction", moment=moments_of(frame))
    return report_page(
        "satisfaction.html", frame, answer=answer, table=table_of(frame, reports_of(frame), by), by=by, by_labels=BY,
        changes=changes_of(frame, answer), instruments=INSTRUMENTS,
        unequal=unequal_of(reports_of(frame), by), may_see_visitors=may(ANALYST),
    )  # fmt: skip


def moments_of(frame: Frame) -> str | None:
    """The latest days of the period on which something was changed, as the report takes them."""
    days = sorted({edit.day.isoformat() for edit in edits_within(frame)})[-MAX_VALUES:]
    return ",".join(days) or None


def changes_of(frame: Frame, answer: Answer) -> list[dict[str, Any]]:
    """The days since which satisfaction fell or rose, each with what was changed on it."""
    texts: dict[str, list[str]] = {}
    for edit in edits_within(frame):
        texts.setdefault(edit.day.isoformat(), []).append(edit.text)
    return [
        {**each, "edits": texts.get(each["day"], [])} for each in satisfaction_changed(answer.body.get("around", ()))
    ]


def unequal_of(reports: PageReports, by: str) -> list[str]:
    """What must not be compared, where scores are by variation or arm: other parts of them answered."""
    if by not in ("variation", "arm"):
        return []
    compared = reports.answer("satisfaction", by=by).body.get("responses_compared", ())
    return [each["subject"] for each in compared if not each["comparable"]]


def table_of(frame: Frame, reports: PageReports, by: str) -> Table:
    """A line for each survey, value of a dimension, variation or arm, or action that was seen before."""
    answer = reports.answer("satisfaction", by=None if by == SURVEYS else by)
    if by == SEEN:
        lines: list[Line] = [
            Line(reports.name_of(row["action"]), row["seen"], frame.link("dashboard.action", action=row["action"]),
                 chips=(INSTRUMENTS[row["instrument"]],), below=row["not_seen"])
            for row in answer.rows
        ]  # fmt: skip
        caption = "Respondents who had seen an action within seven days; below them, those who had not"
        return Table("by", caption, "Action", SEEN_COLUMNS, lines, answer, empty="Nobody answered in this period.")
    lines = lines_of(
        answer.rows,
        lambda row: about(reports, by, row),
        chips=chips_of,
    )
    return Table(
        "by", f"Satisfaction by {BY[by].lower()}", BY[by], COLUMNS, lines, answer,
        total=answer.total or None, empty="Nobody answered in this period.",
    )  # fmt: skip


def about(reports: PageReports, by: str, row: Mapping[str, Any]) -> str:
    """What a row is about."""
    if by == SURVEYS:
        return reports.name_of(row["action"]) if row["action"] else "No survey named"
    if by == "variation":
        return f"{reports.name_of(row['action'])}: {row['variation']}"
    if by == "arm":
        return f"{row['experiment']}: {row['variation']}"
    return str(row[by] or UNKNOWN)


def chips_of(row: Mapping[str, Any]) -> Sequence[str]:
    """Its instrument, its scale where that is not the usual one, and whether it can be compared."""
    if row["instrument"] is None:
        return ("not answered",)
    scale = () if (row["instrument"], row["scale"]) in (("nps", 10), ("csat", 5)) else (f"of {row['scale']}",)
    apart = ("not comparable",) if row.get("comparable") is False else ()
    return (INSTRUMENTS[row["instrument"]], *scale, *apart)


@blueprint.get("/satisfaction/comments")
@require(ANALYST)
def comments() -> Response:
    """What people wrote, with who they are."""
    frame = frame_here()
    given = {**frame.parameters("satisfaction", compare=None)}
    given |= {name: request.args[own] for name, own in COMMENT_PARAMETERS if request.args.get(own)}
    found = comments_answer(current_store(), frame.site, checked(CommentParameters, given))
    reports = reports_of(frame)
    names = {each["action"]: reports.name_of(each["action"]) for each in found["comments"] if each["action"]}
    return report_page("comments.html", frame, found=found, names=names, instruments=INSTRUMENTS, free=free)
