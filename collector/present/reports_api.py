"""The reports over HTTP."""

from __future__ import annotations

import time
from typing import Any

from flask import Blueprint, Response, jsonify

from collector.errors import NotFound
from collector.present.report_parameters import asked_of
from collector.present.signing_in import site_for_reading, store_at_hand
from collector.reports.answer import Answer
from collector.reports.asked import Asked
from collector.reports.basis import basis_of
from collector.reports.catalogue import REPORTS
from collector.reports.comparison import compared
from collector.reports.freshness import facts_seq, fresh_to
from collector.reports.moments import rfc3339
from collector.reports.series import series
from collector.store.protocol import Store

blueprint = Blueprint("reports_api", __name__, url_prefix="/api/v1/reports")


@blueprint.get("/<name>")
def report(name: str) -> Response:
    """One report of the reader's site."""
    site = site_for_reading()
    if name not in REPORTS and name != "series":
        raise NotFound(f"There is no report {name!r}. Reports: {', '.join((*REPORTS, 'series'))}.")
    asked, loaded = asked_of(site, name)
    store = store_at_hand()
    seq = facts_seq(store)
    answer, earlier = answered(store, name, asked, loaded)
    now = int(time.time() * 1000)
    return jsonify(shape(name, asked, answer, earlier) | {"fresh_to": rfc3339(fresh_to(store, seq, now))})


def answered(store: Store, name: str, asked: Asked, loaded: dict[str, Any]) -> tuple[Answer, Asked | None]:
    """The answer and, where it was compared, the question it was compared with."""
    if name == "series":
        return series(store, asked, loaded["of"]), None
    answer = REPORTS[name](store, asked)
    if not loaded.get("compare"):
        return answer, None
    earlier = asked.previous() if loaded["compare"] == "previous" else asked.year_before()
    return compared(answer, REPORTS[name](store, earlier)), earlier


def shape(name: str, asked: Asked, answer: Answer, earlier: Asked | None) -> dict[str, Any]:
    """An answer as JSON has it."""
    return {
        "report": name,
        "site": asked.site.name,
        "currency": asked.site.currency,
        "period": {
            "from": asked.first_day.isoformat(),
            "to": asked.last_day.isoformat(),
            "time_zone": asked.site.time_zone,
        },
        "compared_with": earlier and {"from": earlier.first_day.isoformat(), "to": earlier.last_day.isoformat()},
        "basis": basis_of(asked) | answer.basis,
        "total": answer.total,
        "rows": answer.rows,
        **answer.more,
    }
