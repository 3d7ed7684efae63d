"""The page of campaigns: what each brought, what it cost, and whether that pays."""

from __future__ import annotations

from flask import Response

from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import asker_of, blueprint, frame_here, report_page
from collector.present.dashboard.incremental import increments_of
from collector.present.dashboard.pieces import Column, Table, lines_of
from collector.store.accounts import VIEWER

COLUMNS = (
    Column("delivered"), Column("clicks"), Column("influenced_conversions"),
    Column("influenced", bar=True), Column("cost"), Column("net"), Column("roi"),
)  # fmt: skip


@blueprint.get("/campaigns")
@shareable
@require(VIEWER)
def campaigns() -> Response:
    """All campaigns, most influenced value first."""
    frame = frame_here()
    asker = asker_of(frame)
    answer = asker.ask("campaigns")
    columns = [column for column in COLUMNS if column.name in answer.total]
    lines = lines_of(
        answer.rows,
        lambda row: row["name"],
        link=lambda row: frame.link("dashboard.actions", campaign=row["campaign"]),
        note=lambda row: row["campaign"] if row["name"] != row["campaign"] else "",
    )
    table = Table(
        "campaigns", "Campaigns, by the value they influenced", "Campaign", columns, lines, answer,
        total=answer.total or None, empty="No campaign was placed in this period.",
    )  # fmt: skip
    increments = [row for row in increments_of(asker) if row["scope"] != "action"]
    return report_page("campaigns.html", frame, table=table, answer=answer, increments=increments)
