"""The page on segments: where visits came from and by what they differ; each is a click away from all other pages."""

from __future__ import annotations

from flask import Response, request

from collector.errors import BadRequest
from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.labels import DIMENSION_LABELS, UNKNOWN
from collector.present.dashboard.pieces import Column, Table, here, lines_of
from collector.store.accounts import VIEWER

DEFAULT = "device"
VISIT_COLUMNS = (
    Column("sessions", bar=True), Column("visitors"), Column("page_views"), Column("pages_per_visit"),
    Column("mean_duration_s"), Column("bounce_rate"),
)  # fmt: skip


@blueprint.get("/segments")
@shareable
@require(VIEWER)
def segments() -> Response:
    """Visits by a dimension."""
    by = request.args.get("by", DEFAULT)
    if by not in DIMENSION_LABELS:
        raise BadRequest(f"There is no dimension {by!r}.", fields={"by": [f"One of {', '.join(DIMENSION_LABELS)}."]})
    frame = frame_here()
    reports = reports_of(frame)
    visits = reports.answer("visits", by=by)
    lines = lines_of(
        visits.rows,
        lambda row: row[by] or UNKNOWN,
        link=lambda row: here(**frame.with_segment(by, row[by])),
    )
    table = Table(
        "visits", f"Visits by {DIMENSION_LABELS[by].lower()}", DIMENSION_LABELS[by], VISIT_COLUMNS, lines, visits,
        total=visits.total or None, empty="Nobody was here in this period.",
    )  # fmt: skip
    return report_page("segments.html", frame, visits=visits, table=table, by=by)
