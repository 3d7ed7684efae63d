"""A report from its parameters to its answer, the same for HTTP, the command line and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from collector.errors import BadRequest, NotFound
from collector.present.report_parameters import SERIES_OF, query_of
from collector.reports.basis import basis_of
from collector.reports.comparison import compared
from collector.reports.cursors import BadCursorError, cursor_of, place_of
from collector.reports.definitions import Registered, registered
from collector.reports.first_data import data_from
from collector.reports.freshness import facts_seq, fresh_to
from collector.reports.incremental.report import incremental
from collector.reports.known_names import unknown_names
from collector.reports.moments import rfc3339
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.result import ReportResult
from collector.reports.roi.report import return_on_costs
from collector.reports.series import series
from collector.store.protocol import Site, Store

INCREMENTAL, ROI = "incremental", "roi"
AS_OF_NOW = {INCREMENTAL: incremental, ROI: return_on_costs}
"""Reports that depend on what time it is: whose window is over."""
NAMES = (*REPORTS, "series", *AS_OF_NOW)


def report_answer(store: Store, site: Site, name: str, given: Mapping[str, Any], *, now: int) -> dict[str, Any]:
    """The answer of one report as JSON has it; `now` in epoch ms. NotFound or BadRequest say what is wrong."""
    if name not in NAMES:
        raise NotFound(f"There is no report {name!r}. Reports: {', '.join(NAMES)}.")
    known = registered(store, site.site)
    query, loaded = query_of(site, name, given, known)
    if unknown := unknown_names(store, site.site, loaded, known):
        raise BadRequest(" ".join(unknown.values()), fields={thing: [message] for thing, message in unknown.items()})
    seq = facts_seq(store)
    question = {each: text for each, text in given.items() if each not in ("limit", "cursor", "format")}
    begin = first_row(loaded.get("cursor"), [name, question])
    if name in AS_OF_NOW:
        result, prior = AS_OF_NOW[name](store, query, now=now), None
    else:
        result, prior = results(store, name, query, loaded)
    end = begin + loaded["limit"]
    return {
        **shape(name, query, replace(result, rows=result.rows[begin:end]), prior=prior, known=known),
        "next": cursor_of([end], question=[name, question]) if end < len(result.rows) else None,
        "fresh_to": rfc3339(fresh_to(store, seq, now)),
    }


def first_row(cursor: str | None, question: object) -> int:
    """The number of the row at which a page of an answer begins; BadRequest if the cursor is not one of it."""
    try:
        (begin,) = place_of(cursor, question=question, shape=(int,)) if cursor else (0,)
        if begin < 0:
            raise BadCursorError(cursor)
    except BadCursorError:
        wrong = "Not a cursor of this report: take `next` from the previous answer, and keep the other parameters."
        raise BadRequest(f"The parameter cursor cannot be used. {wrong}", fields={"cursor": [wrong]}) from None
    return int(begin)


class Prior(NamedTuple):
    """What a report is compared with: another period's question and its result, and since when there are data, where
    that is within or after those days."""

    query: ReportQuery
    result: ReportResult
    data_from: date | None = None


def results(
    store: Store, name: str, query: ReportQuery, loaded: Mapping[str, Any]
) -> tuple[ReportResult, Prior | None]:
    """The result and, where it is to be compared, that of the other period."""
    if name == "series":
        return series(store, query, loaded.get("of") or SERIES_OF), None
    if not loaded.get("compare"):
        return REPORTS[name](store, replace(query, variances=False)), None
    earlier = query.previous() if loaded["compare"] == "previous" else query.year_before()
    return REPORTS[name](store, query), Prior(earlier, REPORTS[name](store, earlier), data_from(store, name, earlier))


def shape(
    name: str, query: ReportQuery, result: ReportResult, *, prior: Prior | None, known: Registered
) -> dict[str, Any]:
    """An answer as JSON has it."""
    since = prior.data_from if prior else None
    total, rows = compared(result, prior.result) if prior else (result.total.shown(), [r.shown() for r in result.rows])
    return {
        "report": name,
        "site": query.site.name,
        "currency": query.site.currency,
        "period": period(query) | {"time_zone": query.site.time_zone},
        "compared_with": period(prior.query) if prior else None,
        **({"data_from": since.isoformat()} if since else {}),
        "basis": dict(result.basis) if name in AS_OF_NOW else {**basis_of(query, since), **result.basis},
        "total": total,
        "rows": [known.named(row) for row in rows],
        **result.more,
    }


def period(query: ReportQuery) -> dict[str, str]:
    """The days of a question, both ends included."""
    return {"from": query.first_day.isoformat(), "to": query.last_day.isoformat()}
