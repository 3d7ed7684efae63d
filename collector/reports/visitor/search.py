"""Finding somebody: by visitor id, user id or order number, by what they saw and whether they bought, or the latest."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, NamedTuple

from collector.reports.cursors import cursor_of, place_of
from collector.reports.moments import rfc3339
from collector.reports.money import decimal_text
from collector.reports.sql import render
from collector.reports.visitor.sessions import EVER, NEVER
from collector.reports.visitor.timeline_types import Row
from collector.store.protocol import Site, Store

LAST_CHARACTER = "\U0010ffff"


class Search(NamedTuple):
    """Who is looked for: an id or what it begins with, who saw an action or did not, when they were there (epoch ms).

    `reason` is why `not_seen` was not seen; with one, also those count for whom it was not even placed. `bought` is
    "yes" or "no": an order after first seeing `seen` in that time, however late, or without `seen` one in that time.
    """

    text: str | None = None
    seen: str | None = None
    not_seen: str | None = None
    reason: str | None = None
    bought: str | None = None
    since: int = NEVER
    until: int = EVER


def find_visitors(
    store: Store, site: Site, search: Search, *, cursor: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """Who fits a search, exact matches first, then the latest seen; and the cursor of the next page, if any."""
    question = ["find visitors", site.site, *search]
    place = place_of(cursor, question=question, shape=(int, int, str)) if cursor else (0, EVER, "")
    rows = store.query(
        render("visitor/matching.sql" if search.text else "visitor/latest.sql"),
        {
            "site": site.site,
            **search._asdict(),
            **_texts(search.text or ""),
            "active_only": int(search.seen is None and search.not_seen is None),
            "place_prefixed": place[0],
            "place_ts": place[1],
            "place_person": place[2],
            "limit": limit + 1,
        },
    )
    found = [list(group) for _, group in groupby(rows, key=lambda row: row["person"])]
    next_place = found[limit - 1][0] if len(found) > limit else None
    return {
        "site": site.name,
        "visitors": [_found(group, site.currency) for group in found[:limit]],
        "next": cursor_of(_place(next_place), question=question) if next_place else None,
    }


def _texts(text: str) -> dict[str, str]:
    as_user = f"u:{text}"
    return {"as_user": as_user, "past_users": as_user + LAST_CHARACTER, "past_texts": text + LAST_CHARACTER}


def _place(row: Row) -> tuple[int, int, str]:
    return row["prefixed"], row["last_seen"], row["person"]


def _found(rows: Iterable[Row], currency: str) -> dict[str, Any]:
    visitors = list(rows)
    person = visitors[0]
    visitor_ids = [row["visitor"] for row in visitors if row["visitor"] is not None]
    return {
        "id": person["person"][2:],
        "person": person["person"],
        "visitor_ids": visitor_ids,
        "user_id": person["user_id"],
        "first_seen": rfc3339(person["first_seen"]),
        "last_seen": rfc3339(person["last_seen"]),
        "sessions": sum(row["sessions"] for row in visitors),
        "orders": person["orders"],
        "revenue": decimal_text(person["net_micros"]),
        "currency": currency,
        "bot": bool(person["bot"]),
    }
