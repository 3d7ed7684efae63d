"""What people wrote in surveys, and who they are: the latest first, a page at a time."""

from __future__ import annotations

import json
from typing import Any

from collector.reports.cursors import cursor_of, place_of
from collector.reports.moments import rfc3339
from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.sql import run
from collector.store.protocol import Store

PAGE = 50
SHAPE = (int, str, int)


def comments(store: Store, query: ReportQuery, *, cursor: str | None = None, limit: int = PAGE) -> dict[str, Any]:
    """The comments of a period and segment, of one survey or of all, and the cursor of the next page, if there is one.

    BadCursorError if the cursor is not one of this question's.
    """
    question = [query.site.site, str(query.first_day), str(query.last_day), query.segments, query.action]
    question = json.loads(json.dumps(question))
    before, event, trust = place_of(cursor, question=question, shape=SHAPE) if cursor else (2**62, "", -1)
    place = {"before_ts": before, "after_event": event, "after_trust": trust, "rows": limit + 1}
    rows = run(store, "satisfaction/comments.sql", query, **place)
    last = rows[limit - 1] if len(rows) > limit else None
    return {
        "comments": [comment_of(row) for row in rows[:limit]],
        "next": cursor_of([last["ts"], last["event_id"], last["trust"]], question=question) if last else None,
    }


def comment_of(row: Record) -> dict[str, Any]:
    """One comment as answers show it; `answers` are those to further questions, as they were sent."""
    return {
        "at": rfc3339(row["ts"]),
        "person": row["person"],
        "instrument": row["instrument"],
        "score": row["score"],
        "scale": row["scale"],
        "action": row["action"] or None,
        "variation": row["variation"] or None,
        "page": row["page"],
        "comment": row["comment_text"],
        "answers": json.loads(row["answers_json"]) if row["answers_json"] is not None else None,
    }
