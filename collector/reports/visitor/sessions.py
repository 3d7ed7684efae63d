"""The sessions of a person, a page at a time, and which session a line of the timeline belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from collector.reports.cursors import Place
from collector.reports.moments import rfc3339
from collector.reports.sql import render
from collector.reports.visitor.persons import Person
from collector.reports.visitor.timeline_types import Row
from collector.rules import SESSION_GAP_MS
from collector.store.protocol import Store

EVER, NEVER = 2**62, -(2**62)


class Span(NamedTuple):
    """When a session was, and on which visitor."""

    visitor: str
    started_at: int
    ended_at: int


class SessionsPage(NamedTuple):
    """Some sessions of a person, newest first, with the time that they and what lies between them take up.

    `next` is the place of the last of them, (its start, its visitor), if there are more.
    """

    sessions: Sequence[Row]
    since: int
    before: int
    until: int
    next: Place | None


def sessions_page(store: Store, site: int, person: Person, *, before: Place | None, limit: int) -> SessionsPage:
    """The newest sessions before a place, at most `limit`, and the place where the next page begins."""
    before_ts, before_visitor = before or (EVER, "")
    bound = {
        "before_ts": before_ts,
        "before_visitor": before_visitor,
        "limit": limit + 1,
        "session_gap_ms": SESSION_GAP_MS,
    }
    whose = {"site": site, "person": person.person, "user_id": person.user_id}
    rows = store.query(render("visitor/sessions.sql"), whose | bound)
    page, more = rows[:limit], len(rows) > limit
    last = page[-1] if page else None
    ends = [row["ended_at"] + SESSION_GAP_MS for row in page]
    return SessionsPage(
        sessions=page,
        since=last["started_at"] if last and more else NEVER,
        before=before_ts,
        until=max([before_ts - 1, *ends]),
        next=(last["started_at"], last["visitor"]) if last and more else None,
    )


def spans_between(store: Store, site: int, person: Person, *, since: int, until: int) -> Spans:
    """All sessions that touch a time, on the visitors that the person used."""
    bound = {"site": site, "person": person.person, "since": since, "until": until, "session_gap_ms": SESSION_GAP_MS}
    rows = store.query(render("visitor/session_spans.sql"), bound)
    return Spans(Span(row["visitor"], row["started_at"], row["ended_at"]) for row in rows)


class Spans:
    """The sessions of a time, to look up which of them a line belongs to. Those of one visitor never overlap."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._of_visitor: dict[str, list[Span]] = {}
        for span in sorted(spans, key=lambda span: span.started_at):
            self._of_visitor.setdefault(span.visitor, []).append(span)

    def session_of(self, ts: int, visitor: str) -> Span | None:
        """The latest session of the visitor (of any, for what a server sent) that was going on or had just ended."""
        visitors = [visitor] if visitor else list(self._of_visitor)
        latest = [self._latest(self._of_visitor.get(each, []), ts) for each in visitors]
        return max((span for span in latest if span), key=lambda span: (span.started_at, span.visitor), default=None)

    def _latest(self, spans: list[Span], ts: int) -> Span | None:
        place = bisect_right(spans, ts, key=lambda span: span.started_at)
        return spans[place - 1] if place and ts <= spans[place - 1].ended_at + SESSION_GAP_MS else None


def session_entry(row: Row) -> dict[str, Any]:
    """A session without its timeline: when, from where, on what, and how it went."""
    kept = ("device", "browser", "os", "country", "city", "language", "source", "medium", "utm_campaign", "referrer")
    return {
        "visitor_id": row["visitor"],
        "person": row["person"],
        "started_at": rfc3339(row["started_at"]),
        "ended_at": rfc3339(row["ended_at"]),
        "duration_s": (row["ended_at"] - row["started_at"]) / 1000,
        "engaged_ms": row["engaged_ms"],
        "page_views": row["page_views"],
        "bounce": bool(row["bounced"]),
        "new_or_returning": "new" if row["is_new"] else "returning",
        **{name: row[name] for name in kept},
        "landing_page": row["landing_page"],
        "bot": bool(row["bot"]),
    }
