"""The page of what happened beside a baseline: a description, with the range that the same comparison has by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from collector.present.auth import current_store, require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.customers import chosen
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.incremental import increments_of
from collector.present.dashboard.labels import DIMENSION_LABELS, UNKNOWN
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Column, Table, here, lines_of
from collector.store.accounts import VIEWER

CATEGORY = "category"
BY = {"source": "Source", CATEGORY: "Category", **DIMENSION_LABELS}
AGAINST = {"previous": "The days before", "weekdays": "The same weekdays a year before"}
COLUMNS = (
    Column("revenue", bar=True), Column("baseline_revenue"), Column("baseline_change"), Column("baseline_lift"),
    Column("placebo_low"), Column("placebo_high"), Column("orders"), Column("baseline_orders"),
)  # fmt: skip
VERDICTS = {
    "inside": ("within what happens by itself",),
    "above": ("above what happens by itself",),
    "below": ("below what happens by itself",),
}
LEAST_REACH, GREATEST_REACH = 0.05, 2.0


@dataclass(frozen=True)
class Placebo:
    """A change beside those of earlier windows and their range, as places on a scale from 0 to 1: zero is 0.5."""

    reach: float
    windows: Sequence[float]
    change: float | None
    low: float | None
    high: float | None
    outside: bool


@blueprint.get("/baseline")
@shareable
@require(VIEWER)
def baseline() -> Response:
    """A period beside the days before, the same weekdays a year before, or a baseline that was set."""
    frame = frame_here()
    known = current_store().definitions(frame.site.site, "baselines")
    choices = AGAINST | {id: str(body.get("name") or id) for id, body in known.items()}
    against = chosen("against", "previous", choices)
    by = chosen("by", "source", BY)
    named = {name: request.args.get(name) or None for name in ("action", "campaign")}
    reports = reports_of(frame)
    answer = reports.answer("baseline", against=against, **named)
    parts = reports.answer("baseline", against=against, by=by, **named)
    increments = increments_of(reports, **{name: value for name, value in named.items() if value})
    return report_page(
        "baseline.html", frame, answer=answer, named=named, against=against, choices=choices, by=by, by_labels=BY,
        increments=increments if any(named.values()) else [row for row in increments if row["scope"] == "all"],
        table=table_of(frame, parts, by), placebo=placebo_of(answer.body), differences=differences_of(answer.body),
    )  # fmt: skip


def table_of(frame: Frame, answer: Answer, by: str) -> Table:
    """A line for each value of a dimension or category."""
    lines = lines_of(
        answer.rows,
        lambda row: row[by] or UNKNOWN,
        link=lambda row: None if by == CATEGORY else here(**frame.with_segment(by, row[by])),
        chips=lambda row: VERDICTS.get(row["verdict"], ()),
    )
    return Table(
        "by", f"By {BY[by].lower()}", BY[by], COLUMNS, lines, answer, total=answer.total or None,
        empty="Nothing was ordered on any of these days, or only total figures are known.",
    )  # fmt: skip


def placebo_of(body: Mapping[str, Any]) -> Placebo | None:
    """What is drawn of the whole; None where there are no windows."""
    changes = [each["change"] for each in body.get("placebo", ()) if each["change"] is not None]
    if not changes:
        return None
    total = body["total"]
    return placed(changes, total["baseline_lift"], total["placebo_low"], total["placebo_high"])


def differences_of(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The difference in differences, where there is one."""
    found: Mapping[str, Any] | None = body.get("difference_in_differences")
    return found


def placed(changes: Sequence[float], change: float | None, low: float | None, high: float | None) -> Placebo:
    """All on one scale, which goes as far as they do, within limits; what lies beyond stands at its end."""
    ends = [abs(each) for each in (*changes, change, low, high) if each is not None]
    reach = min(GREATEST_REACH, max(LEAST_REACH, *ends))

    def at(value: float | None) -> float | None:
        return None if value is None else (min(reach, max(-reach, value)) / reach + 1) / 2

    windows = [(min(reach, max(-reach, each)) / reach + 1) / 2 for each in changes]
    outside = change is not None and low is not None and high is not None and not low <= change <= high
    return Placebo(reach, windows, at(change), at(low), at(high), outside)
