"""The pages on customers: what they are worth, and who comes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import dropwhile

from flask import Response, request

from collector.errors import BadRequest
from collector.present.auth import require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.cohorts import grid
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.labels import DIMENSION_LABELS, UNKNOWN
from collector.present.dashboard.page_reports import Answer, PageReports
from collector.present.dashboard.pieces import Column, Line, Table, here, lines_of
from collector.present.dashboard.written import unit_text
from collector.store.accounts import VIEWER

FIRST_DELIVERED = "first_delivered"
BY = {**DIMENSION_LABELS, FIRST_DELIVERED: "First delivered"}
DEFAULT_BY = "source"
CUSTOMER_COLUMNS = (
    Column("customers", bar=True), Column("orders"), Column("revenue"), Column("aov"), Column("repeat_rate"),
    Column("full_price_share"), Column("bargain_hunters"), Column("top_20_share"),
)  # fmt: skip
WORTH_COLUMNS = (
    Column("customers", bar=True), Column("clv_so_far"), Column("clv_simple"), Column("clv_model"),
    Column("expected_orders"), Column("alive"),
)  # fmt: skip
DELIVERED_COLUMNS = (
    Column("persons_delivered"), Column("customers"), Column("customer_rate"), Column("orders"), Column("revenue"),
    Column("value_per_person"), Column("aov"),
)  # fmt: skip
UNIT_LABELS = {"month": "By month", "quarter": "By quarter", "year": "By year"}
SHOWN = {"month": 366, "quarter": 2 * 366, "year": 3 * 366}
"""So many days are looked at, at least: a few days have no retention."""
COHORT_LABELS = {
    "first_order": "By first order",
    "first_visit": "By first visit",
    "first_delivered": "By first delivery",
}
UNIT_COLUMNS = (
    Column("customers", bar=True), Column("customers_before"), Column("customers_kept"), Column("retention", bar=True),
    Column("active_base_ratio"),
)  # fmt: skip


@blueprint.get("/customers")
@shareable
@require(VIEWER)
def customers() -> Response:
    """Who bought, how concentrated that is, and what a customer is worth, three ways."""
    by = chosen("by", DEFAULT_BY, BY)
    frame = frame_here()
    reports = reports_of(frame)
    answer = reports.answer("customers")
    if by == FIRST_DELIVERED:
        tables = [delivered_table(frame, reports, reports.answer("customers", by=by), DELIVERED_COLUMNS)]
    else:
        tables = dimension_tables(frame, reports, by)
    return report_page("customers.html", frame, answer=answer, tables=tables, by=by, by_labels=BY)


def dimension_tables(frame: Frame, reports: PageReports, by: str) -> list[Table]:
    """A line for each value of a dimension: what those customers bought, and what one of them is worth."""
    answer, dimension = reports.answer("customers", by=by), BY[by]
    lines = lines_of(
        answer.rows,
        lambda row: row[by] or UNKNOWN,
        link=lambda row: here(**frame.with_segment(by, row[by])),
    )
    bought = Table(
        "by", f"Customers by {dimension.lower()} of their first order in these days", dimension, CUSTOMER_COLUMNS,
        lines, answer, total=answer.total or None, empty="Nobody ordered in this period.",
    )  # fmt: skip
    worth = Table(
        "worth", f"What a customer is worth, by {dimension.lower()}", dimension, WORTH_COLUMNS, lines, answer,
        total=answer.total or None,
    )  # fmt: skip
    return [bought, worth] if lines else [bought]


def delivered_table(frame: Frame, reports: PageReports, answer: Answer, columns: tuple[Column, ...]) -> Table:
    """A line for each action: who saw it first of all, and below, who would have."""
    lines = [
        Line(
            reports.name_of(row["action"]),
            row["seen"],
            frame.link("dashboard.action", action=row["action"]),
            chips=("control below",) if row["compared_with"] == "control" else (),
            note=row["warning"] or "",
            below=row["control"] if row["compared_with"] == "control" else None,
        )
        for row in answer.rows
    ]
    return Table(
        "by", "By the action delivered first of all; below it, control: who would have seen it", "Action",
        columns, lines, answer, empty="Nothing was delivered to anybody for the first time in this period.",
    )  # fmt: skip


@blueprint.get("/retention")
@shareable
@require(VIEWER)
def retention() -> Response:
    """Who comes back, from one unit of time to the next and by cohort; personalized beside control."""
    unit = chosen("unit", "month", UNIT_LABELS)
    cohort = chosen("cohort", "first_order", COHORT_LABELS)
    frame = frame_here()
    begin, reports = begin_of(frame, unit), reports_of(frame)
    action = (request.args.get("action") or None) if cohort == FIRST_DELIVERED else None
    answer = reports.answer(
        "retention", unit=unit, cohort=cohort, action=action, compare=None, **{"from": begin.isoformat()}
    )
    cohorts = grid(answer.body.get("cohorts", ()))
    return report_page(
        "retention.html", frame, answer=answer, table=units_table(answer), unit=unit, cohort=cohort, begin=begin,
        unit_labels=UNIT_LABELS, cohort_labels=COHORT_LABELS, cohorts=cohorts,
        action=action or "", actions=first_actions(reports, answer),
        widest=max((len(each.cells) for each in cohorts), default=0),
    )  # fmt: skip


def first_actions(reports: PageReports, answer: Answer) -> dict[str, str]:
    """What cohorts by first delivery can be narrowed to: one action, with its own control."""
    found = answer.body.get("first_actions") or ()
    return {"": "Any action"} | {each["action"]: reports.name_of(each["action"]) for each in found}


def begin_of(frame: Frame, unit: str) -> date:
    """From which day on: that of the bar, or as far back as it takes to see who comes back."""
    return min(frame.first_day, frame.last_day - timedelta(SHOWN[unit] - 1))


def units_table(answer: Answer) -> Table:
    """A line for each unit of time, the latest first."""
    lines = lines_of(
        list(reversed(list(dropwhile(lambda row: not row["customers"], answer.rows)))),
        lambda row: unit_text(row["name"]),
        chips=lambda row: () if row["complete"] else ("not over",),
        order=lambda row: row["name"],
    )
    return Table(
        "units", "Who came back", "Time", UNIT_COLUMNS, lines, answer, empty="Nobody ordered in this period."
    )  # fmt: skip


def chosen(name: str, default: str, known: Mapping[str, str]) -> str:
    """What the address says of a choice; BadRequest if there is no such."""
    value = request.args.get(name) or default
    if value not in known:
        raise BadRequest(f"There is no {name} {value!r}.", fields={name: [f"One of {', '.join(known)}."]})
    return value
