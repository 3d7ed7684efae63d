"""The pages of actions: all of them, best to worst, and one of them from its placing to what it earned."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request

from collector.errors import BadRequest, NotFound
from collector.present.auth import current_store, require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.edits import notes_within, since_last_edit
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.incremental import increments_of
from collector.present.dashboard.labels import DIMENSION_LABELS, FLAG_LABELS, STATE_LABELS, UNKNOWN
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Column, Line, Row, Table, lines_of
from collector.present.dashboard.strips import strip_of
from collector.present.report_answers import ROI
from collector.reports.delivery.advice import LABELS
from collector.reports.query import MODELS
from collector.store.accounts import VIEWER

STRIPS_SHOWN = 4
COLUMNS = (
    Column("executed"), Column("placement_rate"), Column("delivered"), Column("delivery_rate", bar=True),
    Column("clicks"), Column("ctr"), Column("conversion_rate"), Column("value"),
)  # fmt: skip

VARIATION = "variation"
PARTS_LABELS = {VARIATION: "Variation", **DIMENSION_LABELS}
COLUMNS_OF_VARIATIONS = (
    Column("executed"), Column("delivered"), Column("delivery_rate", bar=True), Column("clicks"), Column("ctr"),
    Column("persons_delivered"), Column("persons_converted"), Column("conversion_rate"),
)  # fmt: skip


@blueprint.get("/actions")
@shareable
@require(VIEWER)
def actions() -> Response:
    """All actions, best to worst, or each of their variations; or those of a campaign."""
    frame = frame_here()
    campaign = request.args.get("campaign", "")
    by = VARIATION if request.args.get("by") == VARIATION else ""
    reports = reports_of(frame)
    answer = reports.answer("actions", campaign=campaign or None)
    attribution = reports.answer("attribution", campaign=campaign or None)
    kinds = sorted({row["kind"] for row in answer.rows})
    kind = request.args.get("kind", "")
    found = reports.answer("actions", campaign=campaign or None, by=by) if by else answer
    rows = [row for row in found.rows if kind in ("", row["kind"])]
    table = Table(
        "actions",
        "Variations, action by action" if by else "Actions, by the value they are credited with",
        "Action",
        COLUMNS_OF_VARIATIONS if by else COLUMNS,
        variation_lines(frame, rows) if by else action_lines(frame, rows),
        found,
        total=found.total if not kind else None,
        empty="No action was placed in this period.",
    )
    return report_page(
        "actions.html",
        frame,
        answer=answer,
        table=table,
        attribution=attribution,
        kinds=[("", "All"), *((each, each) for each in kinds)],
        kind=kind,
        by=by,
        campaign=campaign,
    )


@blueprint.get("/actions/one")
@shareable
@require(VIEWER)
def action() -> Response:
    """One action: its figures, by every dimension, why it was not seen, and its credit under each model."""
    frame = frame_here()
    id = request.args.get("action", "")
    if not id:
        raise BadRequest("Say which action, as ?action=ID.", fields={"action": ["An action id."]})
    by = request.args.get("by", "device")
    if by not in PARTS_LABELS:
        raise BadRequest(f"There is no dimension {by!r}.", fields={"by": [f"One of {', '.join(PARTS_LABELS)}."]})
    reports = reports_of(frame)
    answer = reports.answer("actions", action=id)
    if answer.problem and "no action" in answer.problem.lower():
        raise NotFound(answer.problem)
    row = answer.rows[0] if answer.rows else None
    parts, depth = reports.answer("actions", action=id, by=by), reports.answer("depth", action=id)
    return report_page(
        "action.html",
        frame,
        id=id,
        answer=answer,
        row=row,
        days=reports.answer("series", of="actions", action=id),
        increments=increments_of(reports, action=id),
        paid=reports.answer(ROI, action=id, goal=None).rows,
        edits=notes_within(frame, id),
        since=since_last_edit(frame, id),
        delivery=reports.answer("delivery", action=id),
        reason_labels=LABELS,
        by=by,
        dimensions=PARTS_LABELS,
        parts=parts_table(parts, by),
        depth=depth,
        strips=[strip_of(each) for each in depth.rows[:STRIPS_SHOWN]],
        models=models_table(reports.answer("attribution", action=id, model="all")),
        tested_in=tested_in(frame, id),
    )


def tested_in(frame: Frame, action: str) -> list[tuple[str, str, str]]:
    """The experiments that an action is in: the name of each, its state, and where its page is. No drafts."""
    known = current_store().definitions(frame.site.site, "experiments").items()
    return [
        (each.get("name") or id, STATE_LABELS[each["state"]], frame.link("dashboard.experiment", experiment=id))
        for id, each in known
        if action in each.get("actions", ()) and each.get("phases")
    ]


def action_lines(frame: Frame, rows: Sequence[Row]) -> list[Line]:
    """The lines of a table of actions, each leading to its own page."""
    return lines_of(
        rows,
        lambda row: row["name"],
        link=lambda row: frame.link("dashboard.action", action=row["action"]),
        chips=lambda row: [row["kind"]],
        flags=lambda row: [FLAG_LABELS[flag] for flag in row["flags"]],
    )


def variation_lines(frame: Frame, rows: Sequence[Row]) -> list[Line]:
    """The lines of a table of variations: each with its action, which leads to all variations of it side by side."""
    return lines_of(
        rows,
        lambda row: row["name"],
        link=lambda row: frame.link("dashboard.action", action=row["action"], by=VARIATION),
        chips=lambda row: [row["kind"], *([row[VARIATION]] if row[VARIATION] else [])],
    )


def parts_table(answer: Answer, by: str) -> Table:
    """One action by a dimension, or by its variations."""
    caption = f"By {PARTS_LABELS[by].lower()}"
    if by == VARIATION:
        shown = [row for row in answer.rows if row["executed"]]
        lines = lines_of(shown, lambda row: row[by] or "(none)")
        return Table("parts", caption, PARTS_LABELS[by], COLUMNS_OF_VARIATIONS, lines, answer)
    lines = lines_of(answer.rows, lambda row: row[by] or UNKNOWN)
    return Table("parts", caption, PARTS_LABELS[by], COLUMNS, lines, answer)


def models_table(answer: Answer) -> Table:
    """What one action is credited with under each model."""
    labels = {model: model.replace("_", " ").capitalize() for model in MODELS}
    order = {model: nth for nth, model in enumerate(MODELS)}
    rows = sorted(answer.rows, key=lambda row: order[row["model"]])
    columns = (Column("conversions"), Column("value", bar=True))
    return Table(
        "models", "Credit under each model", "Model", columns, lines_of(rows, lambda row: labels[row["model"]]), answer
    )
