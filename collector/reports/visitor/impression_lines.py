"""Lines for what a person was shown: the pages they viewed, and the actions placed on them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from collector.reports.explain import Measured, impression_sentence
from collector.reports.moments import rfc3339, rfc3339_or_none
from collector.reports.visitor.timeline_types import Known, Line, Row, line_of


def page_view_lines(known: Known) -> Iterable[Line]:
    """A page view with how long and how deep it was read; a page_leave alone only if its page_view was lost."""
    read = {(view["visitor"], view["view_id"]): view for view in known.views}
    for event in sorted(known.events, key=lambda event: (event["ts"], event["id"])):
        if event["type"] == "page_view":
            view = read.pop((event["visitor"], event["view_id"]), None)
            engaged, scroll = (view["engaged_ms"], view["scroll"]) if view else (None, None)
        elif event["type"] == "page_leave" and _page_view_was_lost(event, read):
            engaged, scroll = event["engaged_ms"], event["scroll"]
        else:
            continue
        yield line_of(event, {"page": _page(event), "engaged_ms": engaged, "scroll": scroll})


def _page_view_was_lost(event: Row, read: Mapping[tuple[str, str], Row]) -> bool:
    view = read.get((event["visitor"], event["view_id"]))
    return view is not None and view["page_views"] == 0


def _page(event: Row) -> dict[str, Any]:
    return {name: event[column] for name, column in PAGE_COLUMNS.items()}


PAGE_COLUMNS = {"url": "url", "path": "path", "title": "title", "item": "page_item"}


def impression_lines(known: Known) -> Iterable[Line]:
    """One line for each impression, at the time it was placed, with what became of it."""
    placed = _first_by_showing(known.events, ("execute", "deliver"))
    for impression in known.impressions:
        showing = (impression["visitor"], impression["view_id"], impression["action"])
        event = placed.get((*showing, impression["variation"])) or placed.get(showing)
        entry = _impression(impression)
        entry["items"] = [item["item"] for item in known.items.get(event["seq"], ())] if event else []
        yield Line(impression["executed_at"], event["id"] if event else "", impression["visitor"], entry)


def _first_by_showing(events: Iterable[Row], types: Sequence[str]) -> dict[tuple[str, ...], Row]:
    """The event that first names an action in a view, for each variation and for any: an execute before a deliver."""
    first: dict[tuple[str, ...], Row] = {}
    named = (event for event in events if event["type"] in types and event["view_id"])
    for event in sorted(named, key=lambda event: (types.index(event["type"]), event["ts"], event["id"])):
        showing = (event["visitor"], event["view_id"], event["action"])
        first.setdefault((*showing, event["variation"] or ""), event)
        first.setdefault(showing, event)
    return first


def _impression(row: Row) -> dict[str, Any]:
    detail = _json_or_text(row["detail"])
    measured = Measured(
        state=row["state"],
        ghost=bool(row["ghost"]),
        viewable=bool(row["viewable"]),
        interacted=bool(row["interacted"]),
        reason=row["reason"],
        detail=detail,
        delay_ms=(row["delivered_at"] or row["executed_at"]) - row["executed_at"],
        max_fraction=row["max_fraction"],
        visible_ms=row["visible_ms"],
    )
    return {
        "ts": rfc3339(row["executed_at"]),
        "type": "impression",
        "action": row["action"],
        "variation": row["variation"] or None,
        "kind": row["kind"],
        "campaign": row["campaign"],
        "view_id": row["view_id"],
        "state": row["state"],
        "ghost": measured.ghost,
        "executed_at": rfc3339(row["executed_at"]),
        "delivered_at": rfc3339_or_none(row["delivered_at"]),
        "viewable": measured.viewable,
        "max_fraction": row["max_fraction"],
        "visible_ms": row["visible_ms"],
        "longest_ms": row["longest_ms"],
        "reason": row["reason"],
        "detail": detail,
        "explanation": impression_sentence(measured),
    }


def _json_or_text(detail: str | None) -> Any:
    try:
        return None if detail is None else json.loads(detail)
    except ValueError:
        return detail
