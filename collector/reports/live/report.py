"""What arrived since a place in the order of arrival: events that were taken in, and those that were rejected."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from collector.reports.moments import rfc3339
from collector.reports.sql import render
from collector.store.protocol import Site, Store

EVENTS_BACK = 100_000
"""How far the first look goes back, in events of all sites, so that it costs little on a quiet site."""
FEW_EVENTS = 50
"""A site with so many events or fewer has just begun."""


class Place(NamedTuple):
    """How far arrivals were read: the sequence number of the newest event, and the number of the newest rejection."""

    seq: int
    rejection: int


class Filter(NamedTuple):
    """Which arrivals are wanted: of a visitor, of a type, or all."""

    visitor: str | None = None
    type: str | None = None


def arrivals(
    store: Store, site: Site, wanted: Filter, *, after: Place | None, limit: int
) -> tuple[list[dict[str, Any]], Place]:
    """At most so many of what arrived after a place, the newest first, and the place up to which that is."""
    until = store.query(render("live/newest.sql"))[0]["seq"]
    seq = after.seq if after else until - EVENTS_BACK
    bound = {"site": site.site, "after": seq, "until": until, "limit": limit, **wanted._asdict()}
    events = [_accepted(row) for row in store.query(render("live/arrived.sql"), bound)]
    rejections = store.rejected(site.site, limit)
    newest = max([each.rejection for each in rejections], default=0)
    rejected = [
        line
        for each in rejections
        if each.rejection > (after.rejection if after else 0)
        for line in [_rejected(each.received_at, each.event, each.errors)]
        if wanted.visitor in (None, line["visitor_id"]) and wanted.type in (None, line["type"])
    ]
    lines = sorted([*events, *rejected], key=lambda line: str(line["received_at"]), reverse=True)
    return lines[:limit], Place(until, max(newest, after.rejection if after else 0))


def _accepted(row: Any) -> dict[str, Any]:
    about = {name: row[name] for name in ("type", "user_id", "action", "item", "name", "order_id", "path", "url")}
    return {"received_at": rfc3339(row["received_at"]), "visitor_id": row["visitor"], **about}


def _rejected(received_at: int, event: str, errors: str) -> dict[str, Any]:
    sent = _json(event)
    fields: dict[str, Any] = sent if isinstance(sent, dict) else {}
    page = fields.get("page")
    about = {name: _text(fields.get(name)) for name in ("type", "user_id", "action", "item", "name", "order_id")}
    return {
        "received_at": rfc3339(received_at),
        "visitor_id": _text(fields.get("visitor_id")),
        **about,
        "path": _text(page.get("url") if isinstance(page, dict) else page),
        "url": None,
        "errors": list(_messages(_json(errors))),
        "sent": event,
    }


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _messages(errors: Any, within: str = "") -> Iterator[str]:
    """Each error with the field it is about: "ts: Not a time"."""
    if isinstance(errors, dict):
        for name, inner in errors.items():
            yield from _messages(inner, f"{within}.{name}" if within else str(name))
    elif isinstance(errors, list):
        for inner in errors:
            yield from _messages(inner, within)
    elif errors is not None:
        yield f"{within}: {errors}" if within else str(errors)


class Beginning(NamedTuple):
    """The first events of a site that has few: how many of each type, and the actions among them."""

    types: dict[str, int]
    actions: list[str]


def beginning(store: Store, site: Site) -> Beginning | None:
    """What has arrived at a site that has few events, none at all included; None if it has many."""
    rows = store.query(render("live/first.sql"), {"site": site.site, "limit": FEW_EVENTS + 1})
    if len(rows) > FEW_EVENTS:
        return None
    types = Counter(row["type"] for row in rows)
    return Beginning(dict(sorted(types.items())), sorted({row["action"] for row in rows if row["action"]}))


def has_events(store: Store, site: Site) -> bool:
    """Whether any event of a site was taken in."""
    return bool(store.query(render("live/first.sql"), {"site": site.site, "limit": 1}))
