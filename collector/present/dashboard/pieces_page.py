"""All pieces that pages are made of, with made-up figures and in both themes: to look at, and to test browsers on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response

from collector.present.auth import require
from collector.present.dashboard.baseline import placed
from collector.present.dashboard.blueprint import blueprint, frame_here, report_page
from collector.present.dashboard.bridges import bridge
from collector.present.dashboard.cohorts import grid
from collector.present.dashboard.frame import Frame
from collector.present.dashboard.page_reports import Answer
from collector.present.dashboard.pieces import Column, Line, Table
from collector.present.dashboard.strips import strip_of
from collector.store.accounts import VIEWER

THEMES = ("light", "dark")
ROW = {
    "executed": 12_480, "delivered": 5_310, "viewable": 4_722, "clicks": 212, "delivery_rate": 0.4255, "ctr": 0.0399,
    "persons_converted": 340, "value": "18240.50", "conversion_rate": None,
    "prior": {"delivered": 4_102, "delivery_rate": 0.4249, "value": "18004.00", "conversion_rate": None},
    "change": {"delivered": 1_208, "delivery_rate": 0.0006, "value": "236.50", "conversion_rate": None},
    "noise": {"delivered": False, "delivery_rate": True, "value": True, "conversion_rate": None},
}  # fmt: skip
OTHER = ROW | {"executed": 900, "delivered": 870, "delivery_rate": 0.9667, "clicks": 3, "ctr": 0.0034, "value": "0.00"}
STRIP = {
    "page": "/p/sencha", "executed": 4_210, "delivered": 1_431, "delivery_rate": 0.3399,
    "depth": {
        "measured": 4_000,
        "came_to": [{"of_the_page": nth / 20, "impressions": 4_000 - 195 * nth} for nth in range(1, 21)],
    },
    "stood": {"measured": 2_100, "median": 0.62},
}  # fmt: skip
NOT_MEASURED = STRIP | {
    "page": None,
    "depth": {"measured": 0, "came_to": []},
    "stood": {"measured": 0, "median": None},
}
RECOVERABLE = {
    "measured": 2_100,
    "had_it_stood_at": [{"of_its_depth": 0.5, "impressions": 640}, {"of_its_depth": 0.25, "impressions": 1_180}],
}
COHORTS = [
    {"cohort": "2026-01", "control": False, "persons": 812, "retention": [1.0, 0.31, 0.17]},
    {"cohort": "2026-01", "control": True, "persons": 90, "retention": [1.0, 0.08, 0.0]},
    {"cohort": "2026-02", "control": False, "persons": 640, "retention": [1.0, 0.22]},
]
MRR = {"mrr_start": "1200.00", "new_mrr": "310.00", "churned_mrr": "145.00", "mrr": "1365.00"}
COLUMNS = (Column("executed"), Column("delivered"), Column("delivery_rate", bar=True), Column("ctr"), Column("value"))


@blueprint.get("/settings/pieces")
@require(VIEWER)
def pieces() -> Response:
    """Each piece once in each theme."""
    frame = frame_here()
    return report_page(
        "pieces.html",
        frame,
        themes={theme: _tables(theme) for theme in THEMES},
        row=ROW,
        series=_series(frame),
        failed_answer=Answer("actions", {}, problem="It took longer than 10 seconds: choose fewer days."),
        strips=[strip_of(STRIP), strip_of(NOT_MEASURED)],
        recoverable=RECOVERABLE,
        cohorts=grid(COHORTS),
        placebo=placed([nth / 50 - 0.2 for nth in range(20)], 0.31, -0.18, 0.17),
        mrr=MRR,
        steps=bridge(MRR, "mrr_start", ("new_mrr",), ("churned_mrr",), "mrr"),
        notes=[{"day": (frame.last_day - timedelta(9)).isoformat(), "text": "Banner: a new picture"}],
    )


def _tables(theme: str) -> dict[str, Table]:
    answer = Answer("actions", {"from": "2026-01-01", "to": "2026-01-28"}, {"compared_with": {"from": "2025-12-04"}})
    lines = [
        Line("Home banner", ROW, "#", chips=("banner",), flags=("Low CTR",)),
        Line("Tea finder", OTHER, "#", chips=("form",), note="on /shelf/teas"),
    ]
    return {
        "full": Table(f"sample-{theme}", "A table", "Action", COLUMNS, lines, answer, total=ROW),
        "empty": Table(f"empty-{theme}", "An empty table", "Action", COLUMNS, [], answer),
    }


def _series(frame: Frame) -> Answer:
    days = [frame.last_day - timedelta(27 - nth) for nth in range(28)]
    rows: list[dict[str, Any]] = [
        {"date": day.isoformat(), "executed": 400 + 31 * (nth % 7), "delivered": 150 + 9 * nth}
        for nth, day in enumerate(days)
    ]
    return Answer("series", {}, {"rows": rows})
