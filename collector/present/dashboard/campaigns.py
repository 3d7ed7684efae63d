"""The page of campaigns: what each brought, what it cost, and whether that pays."""

from __future__ import annotations

from flask import Response

from collector.present.auth import current_store, require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.incremental import increments_of
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.dashboard.pieces import Column, Table, lines_of, locale_here
from collector.present.formatting import joined
from collector.present.numbers import count_text
from collector.present.report_answers import ROI
from collector.store.accounts import VIEWER

COLUMNS = (
    Column("delivered"), Column("clicks"), Column("influenced_conversions"),
    Column("influenced", bar=True), Column("cost"), Column("net"), Column("roi"),
)  # fmt: skip


PAID_COLUMNS = (
    Column("cost"), Column("break_even"), Column("incremental_roi"), Column("incremental_roi_low"),
    Column("incremental_roi_high"), Column("attributed_value"), Column("attributed_roi"),
)  # fmt: skip
ORDERS = "purchase"
BASES = {"control": "measured by a control", "attribution": "attributed, not incremental"}


@blueprint.get("/campaigns")
@shareable
@require(VIEWER)
def campaigns() -> Response:
    """All campaigns, most influenced value first."""
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("campaigns")
    goals = conversions_on_goals(frame, reports, answer)
    columns = [column for column in COLUMNS if column.name in answer.total]
    lines = lines_of(
        answer.rows,
        lambda row: row["name"],
        link=lambda row: frame.link("dashboard.actions", campaign=row["campaign"]),
        note=lambda row: joined(
            (row["campaign"] if row["name"] != row["campaign"] else None, goals.get(row["campaign"])), ". "
        ),
    )
    table = Table(
        "campaigns", "Campaigns, by the value they influenced", "Campaign", columns, lines, answer,
        total=answer.total or None, empty="No campaign was placed in this period.",
    )  # fmt: skip
    increments = [row for row in increments_of(reports) if row["scope"] != "action"]
    paid = reports.answer(ROI)
    return report_page(
        "campaigns.html", frame, table=table, answer=answer, increments=increments, paid=paid_table(paid)
    )


def conversions_on_goals(frame: Frame, reports: PageReports, answer: Answer) -> dict[str, str]:
    """Of each campaign that is run for another goal than orders, how many conversions on that it influenced."""
    store, site = current_store(), frame.site.site
    campaigns, names = store.definitions(site, "campaigns"), store.definitions(site, "goals")
    shown = {row["campaign"] for row in answer.rows}
    goals = {
        id: str(body["primary_goal"]) for id, body in campaigns.items() if id in shown and body.get("primary_goal")
    }
    words = {}
    for goal in sorted({*goals.values()} - {ORDERS}):
        name = names.get(goal, {}).get("name") or goal
        for row in reports.answer("campaigns", goal=goal).rows:
            if goals.get(row["campaign"]) == goal:
                reached = count_text(row["influenced_conversions"], locale_here())
                words[row["campaign"]] = f"Conversions on its goal {name}: {reached} influenced"
    return words


def paid_table(answer: Answer) -> Table:
    """What each campaign and action cost, and whether that is paid back."""
    lines = lines_of(
        answer.rows,
        lambda row: row["name"],
        chips=lambda row: (row["scope"], BASES[row["measured_by"]]),
        note=lambda row: f"{row['sentence'][:1].upper()}{row['sentence'][1:]}.",
    )
    return Table(
        "paid", "What it cost, and whether that pays", "Subject", PAID_COLUMNS, lines, answer,
        total=answer.total or None, empty="Nothing has a cost in this period.",
    )  # fmt: skip
