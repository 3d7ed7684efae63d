"""The overview: what personalization earned, what changed, and what needs attention."""

from __future__ import annotations

from flask import Response

from collector.clock import now_ms
from collector.finding import OK, Finding
from collector.present.auth import current_store, may, require, shareable
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page, reports_of
from collector.present.dashboard.edits import notes_within
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.satisfaction import INSTRUMENTS, changes_of, moments_of
from collector.reports.data_checks.checks import data_checks
from collector.reports.delivery.advice import ADVICE, LABELS
from collector.reports.highlights import changed_most, needing_attention
from collector.reports.live.report import has_events
from collector.store.accounts import ANALYST, VIEWER


@blueprint.get("/overview")
@shareable
@require(VIEWER)
def overview() -> Response:
    """What the period brought, at one look."""
    frame = frame_here()
    reports = reports_of(frame)
    actions = reports.answer("actions")
    return report_page(
        "overview.html",
        frame,
        attribution=reports.answer("attribution"),
        recommendations=reports.answer("recommendations"),
        actions=actions,
        goals=reports.answer("goals"),
        purchases=purchases(reports.answer("goals")),
        days=reports.answer("series", of="actions"),
        edits=notes_within(frame),
        changes=changed_most(actions.rows) if frame.prior else [],
        attention=needing_attention(actions.rows, reports.main_reasons()),
        findings=findings(frame),
        satisfaction=changes_of(frame, reports.answer("satisfaction", moment=moments_of(frame), compare=None)),
        instruments=INSTRUMENTS,
        waiting=may(ANALYST) and not has_events(current_store(), frame.site),
        reason_labels=LABELS,
        advice=ADVICE,
    )


def purchases(goals: Answer) -> dict[str, object]:
    """The row of orders among those of goals."""
    return next((row for row in goals.rows if row["goal"] == "purchase"), {})


def findings(frame: Frame) -> list[Finding]:
    """The data checks that do not hold, for those who may read them."""
    if not may(ANALYST):
        return []
    return [finding for finding in data_checks(current_store(), frame.site, now_ms()) if finding.state != OK]
