"""The page on subscriptions: what recurs each month, what moved it, and who stays."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import dropwhile
from typing import Any

from flask import Response

from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.bridges import bridge
from collector.present.dashboard.customers import FIRST_DELIVERED, UNIT_LABELS, begin_of, chosen, delivered_table
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.labels import DIMENSION_LABELS, UNKNOWN
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.dashboard.pieces import Column, Table, here, lines_of
from collector.present.dashboard.written import unit_text
from collector.store.accounts import VIEWER

PLAN = "plan"
BY = {PLAN: "Plan", **DIMENSION_LABELS, FIRST_DELIVERED: "First delivered"}
UP, DOWN = ("new_mrr", "expansion_mrr", "reactivated_mrr"), ("contraction_mrr", "churned_mrr")
COUNTED = {
    "new_mrr": "new_subscribers", "reactivated_mrr": "reactivated_subscribers", "churned_mrr": "churned_subscribers",
}  # fmt: skip
"""How often each of these movements was."""
UNIT_COLUMNS = tuple(
    Column(name) for name in ("mrr_start", *UP, *DOWN, "mrr", "subscribers", "customer_churn", "gross_churn", "arpu")
)
DIMENSION_COLUMNS = (
    Column("mrr", bar=True), Column("mrr_start"), *(Column(name) for name in (*UP, *DOWN)), Column("subscribers"),
    Column("customer_churn"), Column("arpu"), Column("ltv"),
)  # fmt: skip
PLAN_COLUMNS = (
    Column("mrr", bar=True), Column("mrr_start"), Column("started_mrr"), Column("expansion_mrr"),
    Column("moved_in_mrr"), Column("contraction_mrr"), Column("moved_out_mrr"), Column("ended_mrr"),
    Column("subscribers"), Column("customer_churn"), Column("arpu"),
)  # fmt: skip
DELIVERED_COLUMNS = (
    Column("persons_delivered"), Column("new_subscribers"), Column("subscriber_rate"), Column("subscribers"),
    Column("mrr"), Column("mrr_per_person"),
)  # fmt: skip


@blueprint.get("/subscriptions")
@shareable
@require(VIEWER)
def subscriptions() -> Response:
    """What subscriptions bring a month, what moved that in these days, and how long subscribers stay."""
    by, unit = chosen("by", PLAN, BY), chosen("unit", "month", UNIT_LABELS)
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("subscriptions", unit=unit)
    steps = bridge(answer.total, "mrr_start", UP, DOWN, "mrr") if answer.total else []
    return report_page(
        "subscriptions.html", frame, answer=answer, steps=steps, counted=COUNTED,
        units=units_table(frame, reports, unit), table=table_by(frame, reports, by),
        by=by, by_labels=BY, unit=unit, unit_labels=UNIT_LABELS,
        begin=begin_of(frame, unit), anybody=anybody(answer),
    )  # fmt: skip


def anybody(answer: Answer) -> bool:
    """Whether anybody ever subscribed until the end of the period, as far as it says."""
    total, survival = answer.total, answer.body.get("survival", ())
    moved = any(float(total.get(name) or 0) for name in ("mrr", "mrr_start", *UP, "subscriptions_excluded"))
    return moved or len(survival) > 1


def units_table(frame: Frame, reports: PageReports, unit: str) -> Table:
    """A line for each unit of time, the latest first, from the first on in which anything recurred."""
    begin = begin_of(frame, unit)
    answer = reports.answer("subscriptions", unit=unit, compare=None, **{"from": begin.isoformat()})
    known = list(dropwhile(lambda row: not moved_or_stood(row), answer.rows))
    lines = lines_of(
        list(reversed(known)),
        lambda row: unit_text(row["name"]),
        chips=lambda row: () if row["complete"] else ("in part",),
        order=lambda row: row["name"],
    )
    return Table(
        "units", "What MRR was, and what moved it", "Time", UNIT_COLUMNS, lines, answer,
        empty="Nobody subscribed in these days.",
    )  # fmt: skip


def moved_or_stood(row: Mapping[str, Any]) -> bool:
    """Whether anything recurred in a unit of time."""
    return any(float(row[name]) for name in ("mrr", "mrr_start", *UP))


def table_by(frame: Frame, reports: PageReports, by: str) -> Table:
    """A line for each plan, value of a dimension, or action that was delivered first."""
    answer = reports.answer("subscriptions", by=by)
    if by == FIRST_DELIVERED:
        return delivered_table(frame, reports, answer, DELIVERED_COLUMNS)
    if by == PLAN:
        lines = lines_of(answer.rows, lambda row: row[PLAN] or "no plan named")
        return Table(
            "by", "Subscriptions by plan, and what moved from one to another", "Plan", PLAN_COLUMNS, lines, answer,
            empty="Nobody subscribed to anything.",
        )  # fmt: skip
    lines = lines_of(
        answer.rows, lambda row: row[by] or UNKNOWN, link=lambda row: here(**frame.with_segment(by, row[by]))
    )
    return Table(
        "by", f"Subscriptions by {BY[by].lower()} of the visit in which people first subscribed", BY[by],
        DIMENSION_COLUMNS, lines, answer, total=answer.total or None, empty="Nobody subscribed.",
    )  # fmt: skip
