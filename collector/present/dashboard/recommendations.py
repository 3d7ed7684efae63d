"""The page on recommendations: what they contributed, by widget, item and position, and under other rules."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from collector.errors import BadRequest
from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.page_reports import PageReports
from collector.present.dashboard.pieces import Column, Table, lines_of
from collector.store.accounts import VIEWER

IMMATURE_DAYS = 14
"""Orders of the last days may still be sent back: what they earned is not settled."""
WIDGET_COLUMNS = (
    Column("found_revenue", bar=True), Column("contribution"), Column("found_orders"),
    Column("contribution_transactions"), Column("sessions_added_to_cart"), Column("sessions_purchased"),
    Column("delivered"), Column("ctr"), Column("revenue_per_1000_delivered"),
)  # fmt: skip
ITEM_COLUMNS = (
    Column("executed"), Column("delivered"), Column("measured_delivery_rate", bar=True), Column("clicks"),
    Column("ctr"), Column("quick_adds"), Column("items_sold"), Column("found_revenue", bar=True),
)  # fmt: skip
PARTS = {"position": "By position", "item": "By item"}


@blueprint.get("/recommendations")
@shareable
@require(VIEWER)
def recommendations() -> Response:
    """Contribution first, then each widget, and its positions or items."""
    frame = frame_here()
    by = request.args.get("by", "position")
    if by not in PARTS:
        raise BadRequest(f"There is no {by!r} in a widget.", fields={"by": [f"One of {', '.join(PARTS)}."]})
    reports = reports_of(frame)
    answer = reports.answer("recommendations")
    return report_page(
        "recommendations.html",
        frame,
        answer=answer,
        widgets=widgets_table(frame, reports),
        parts=parts_table(frame, reports, by),
        by=by,
        part_labels=PARTS,
        largest=max((rule["contribution"] or 0 for rule in answer.body.get("sensitivity", {}).values()), default=0),
        immature_from=immature_from(frame),
        immature_days=IMMATURE_DAYS,
    )


def immature_from(frame: Frame) -> object:
    """The first day of the period whose orders may still be sent back; None if all are settled."""
    first = frame.today - timedelta(IMMATURE_DAYS)
    return max(first, frame.first_day) if frame.last_day >= first else None


def widgets_table(frame: Frame, reports: PageReports) -> Table:
    """A line for each widget."""
    answer = reports.answer("recommendations")
    lines = lines_of(
        answer.rows,
        lambda row: reports.name_of(row["action"]),
        link=lambda row: frame.link("dashboard.action", action=row["action"]),
    )
    empty = "No widget with products was placed in this period."
    return Table(
        "widgets", "By widget", "Widget", WIDGET_COLUMNS, lines, answer, total=answer.total or None, empty=empty
    )


def parts_table(frame: Frame, reports: PageReports, by: str) -> Table:
    """A line for each widget and position, or each widget and item."""
    answer = reports.answer("recommendations", by=by)
    lines = lines_of(
        answer.rows,
        lambda row: str(row[by]) if row[by] is not None else "(not known)",
        chips=lambda row: [reports.name_of(row["action"])],
    )
    return Table("parts", PARTS[by], by.capitalize(), ITEM_COLUMNS, lines, answer)
