"""The pages on what visitors did: content that was read, visits that saw an action beside those that did not, goals."""

from __future__ import annotations

from flask import Response

from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.labels import GOAL_LABELS
from collector.present.dashboard.page_reports import PageReports
from collector.present.dashboard.pieces import Column, Line, Table, lines_of
from collector.store.accounts import VIEWER

CONTENT_COLUMNS = (
    Column("delivered"), Column("clicks"), Column("ctr", bar=True), Column("reads"),
    Column("finished_rate", bar=True), Column("mean_engaged_s"), Column("pages_after"), Column("goals_after"),
)  # fmt: skip
ARTICLE_COLUMNS = (
    Column("reads"), Column("finished_rate", bar=True), Column("mean_engaged_s"),
    Column("pages_after"), Column("goals_after"), Column("delivered"), Column("ctr", bar=True),
)  # fmt: skip
VISIT_COLUMNS = (
    Column("sessions"), Column("pages_per_visit"), Column("mean_duration_s"), Column("bounce_rate"),
    Column("conversion_rate"),
)  # fmt: skip
GOAL_COLUMNS = (Column("conversions", bar=True), Column("persons"), Column("conversion_rate"), Column("value"))


@blueprint.get("/content")
@shareable
@require(VIEWER)
def content() -> Response:
    """What content recommendations led to."""
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("content")
    lines = lines_of(
        answer.rows,
        lambda row: reports.name_of(row["action"]),
        link=lambda row: frame.link("dashboard.action", action=row["action"]),
    )
    table = Table(
        "content",
        "Content recommendations: what was read after a click, and what came after",
        "Widget",
        CONTENT_COLUMNS,
        lines,
        answer,
        total=answer.total or None,
        empty="No widget with articles was placed in this period.",
    )
    return report_page("content.html", frame, answer=answer, table=table, articles=articles_table(reports))


def articles_table(reports: PageReports) -> Table:
    """A line for each widget and article, the most often finished first."""
    answer = reports.answer("content", by="item")
    lines = lines_of(
        answer.rows,
        lambda row: str(row["title"] or row["item"]),
        chips=lambda row: [reports.name_of(row["action"])],
    )
    caption = "Articles, those most often read to the end first"
    empty = "No widget offered an article in this period."
    return Table("articles", caption, "Article", ARTICLE_COLUMNS, lines, answer, empty=empty)


@blueprint.get("/engagement")
@shareable
@require(VIEWER)
def engagement() -> Response:
    """Visits that saw an action beside those that did not."""
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("engagement")
    lines = [
        Line(
            reports.name_of(row["action"]),
            row["seen"],
            frame.link("dashboard.action", action=row["action"]),
            below=row["not_seen"],
        )
        for row in answer.rows
    ]
    table = Table(
        "engagement",
        "Visits that saw an action; below them, those that did not",
        "Action",
        VISIT_COLUMNS,
        lines,
        answer,
        total=answer.total or None,
        empty="No action was seen in this period.",
    )
    warning = answer.rows[0]["warning"] if answer.rows else None
    return report_page("engagement.html", frame, answer=answer, table=table, warning=warning)


@blueprint.get("/goals")
@shareable
@require(VIEWER)
def goals() -> Response:
    """The goals that were reached."""
    frame = frame_here()
    answer = reports_of(frame).answer("goals")
    lines = lines_of(answer.rows, lambda row: str(GOAL_LABELS.get(row["goal"], row["goal"])))
    table = Table(
        "goals",
        "Goals that were reached",
        "Goal",
        GOAL_COLUMNS,
        lines,
        answer,
        total=answer.total or None,
        empty="No goal was reached in this period.",
    )
    return report_page("goals.html", frame, answer=answer, table=table)
