"""The overview: what personalization earned, what changed, and what needs attention."""

from __future__ import annotations

from flask import Response

from collector.finding import OK, Finding
from collector.present.auth import current_store, may, require, shareable
from collector.present.dashboard.asking import Answer
from collector.present.dashboard.blueprint import asker_of, blueprint, frame_here, report_page
from collector.present.dashboard.edits import notes_within
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.satisfaction import INSTRUMENTS, moments_of, told_changes
from collector.present.today import now_ms
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
    asker = asker_of(frame)
    actions = asker.ask("actions")
    return report_page(
        "overview.html",
        frame,
        attribution=asker.ask("attribution"),
        recommendations=asker.ask("recommendations"),
        actions=actions,
        goals=asker.ask("goals"),
        purchases=purchases(asker.ask("goals")),
        days=asker.ask("series", of="actions"),
        edits=notes_within(frame),
        changes=changed_most(actions.rows) if frame.prior else [],
        attention=needing_attention(actions.rows, asker.main_reasons()),
        findings=findings(frame),
        satisfaction=told_changes(frame, asker.ask("satisfaction", moment=moments_of(frame), compare=None)),
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
