"""A report from its parameters to its answer, the same for HTTP, the command line and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from collector.errors import BadRequest, NotFound
from collector.present.report_parameters import SERIES_OF, asked_of
from collector.reports.basis import basis_of
from collector.reports.comparison import compared
from collector.reports.cursors import BadCursorError, cursor_of, place_of
from collector.reports.definitions import Registered, registered
from collector.reports.freshness import facts_seq, fresh_to
from collector.reports.known_names import unknown_names
from collector.reports.moments import rfc3339
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.result import ReportResult
from collector.reports.series import series
from collector.store.protocol import Site, Store

NAMES = (*REPORTS, "series")


def report_answer(store: Store, site: Site, name: str, given: Mapping[str, Any], *, now: int) -> dict[str, Any]:
    """The answer of one report as JSON has it; `now` in epoch ms. NotFound or BadRequest say what is wrong."""
    if name not in NAMES:
        raise NotFound(f"There is no report {name!r}. Reports: {', '.join(NAMES)}.")
    known = registered(store, site.site)
    asked, loaded = asked_of(site, name, given, known)
    if unknown := unknown_names(store, site.site, loaded, known):
        raise BadRequest(" ".join(unknown.values()), fields={thing: [told] for thing, told in unknown.items()})
    seq = facts_seq(store)
    question = {each: said for each, said in given.items() if each not in ("limit", "cursor", "format")}
    begin = first_row(loaded.get("cursor"), [name, question])
    answer, earlier = answered(store, name, asked, loaded)
    end = begin + loaded["limit"]
    return {
        **shape(name, asked, replace(answer, rows=answer.rows[begin:end]), earlier=earlier, known=known),
        "next": cursor_of([end], question=[name, question]) if end < len(answer.rows) else None,
        "fresh_to": rfc3339(fresh_to(store, seq, now)),
    }


def first_row(cursor: str | None, question: object) -> int:
    """The number of the row at which a page of an answer begins; BadRequest if the cursor is not one of it."""
    try:
        (begin,) = place_of(cursor, question=question, shape=(int,)) if cursor else (0,)
        if begin < 0:
            raise BadCursorError(cursor)
    except BadCursorError:
        wrong = "Not a cursor of this report: take `next` from the answer before, and leave the other parameters."
        raise BadRequest(f"The parameter cursor cannot be used. {wrong}", fields={"cursor": [wrong]}) from None
    return int(begin)


def answered(
    store: Store, name: str, asked: ReportQuery, loaded: Mapping[str, Any]
) -> tuple[ReportResult, ReportQuery | None]:
    """The answer and, where it was compared, the question it was compared with."""
    if name == "series":
        return series(store, asked, loaded.get("of") or SERIES_OF), None
    if not loaded.get("compare"):
        return REPORTS[name](store, replace(asked, spread=False)), None
    answer = REPORTS[name](store, asked)
    earlier = asked.previous() if loaded["compare"] == "previous" else asked.year_before()
    return compared(answer, REPORTS[name](store, earlier)), earlier


def shape(
    name: str, asked: ReportQuery, answer: ReportResult, *, earlier: ReportQuery | None, known: Registered
) -> dict[str, Any]:
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
        "rows": [known.named(row) for row in answer.rows],
        **answer.more,
    }
