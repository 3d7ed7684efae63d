"""The user report: who somebody is, and what they were shown and did, session by session."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from collector.reports.cursors import cursor_of, place_of
from collector.reports.freshness import facts_seq, fresh_to
from collector.reports.moments import rfc3339
from collector.reports.money import decimal_text
from collector.reports.sql import render
from collector.reports.visitor.names import with_names
from collector.reports.visitor.persons import Person, person_meant, traits_of
from collector.reports.visitor.session_summary import tally
from collector.reports.visitor.sessions import (
    SessionsPage,
    Spans,
    session_entry,
    sessions_page,
    spans_between,
)
from collector.reports.visitor.subscriptions import subscriptions_of
from collector.reports.visitor.timeline import timeline
from collector.reports.visitor.timeline_types import Known, Line, Row
from collector.rules import CREDIT_WINDOW_MS
from collector.store.protocol import Site, Store

SESSIONS_A_PAGE = 50
MAX_EVENTS = 20_000
TRIES = 3


def user_report(
    store: Store, site: Site, id: str, *, now: int, before: str | None = None, limit: int = SESSIONS_A_PAGE
) -> dict[str, Any] | None:
    """The report of a visitor or user id with its newest sessions before a cursor; None if the site knows no such."""
    for _ in range(TRIES):
        seq = facts_seq(store)
        report = _report(store, site, id, facts_seq=seq, before=before, limit=limit)
        if seq == facts_seq(store):  # else facts moved on while they were read, and parts may not fit together
            break
    return {**report, "fresh_to": rfc3339(fresh_to(store, seq, now))} if report else None


def _report(
    store: Store, site: Site, id: str, *, facts_seq: int, before: str | None, limit: int
) -> dict[str, Any] | None:
    person = person_meant(store, site.site, id)
    if person is None:
        return None
    question = ["visitors", site.site, person.person]
    place = place_of(before, question=question, shape=(int, str)) if before else None
    page = sessions_page(store, site.site, person, before=place, limit=limit)
    known, since = _known(store, site, person, page, facts_seq)
    spans = spans_between(store, site.site, person, since=since, until=page.until)
    traits = traits_of(store, site.site, user_id=person.user_id, facts_seq=facts_seq)
    return {
        **_who(site, id, person),
        "found_revenue": decimal_text(_found_micros(store, site, person)),
        "subscriptions": subscriptions_of(store, site, person.person),
        "traits": traits,
        **_sessions(person.person, page, _named(store, site, timeline(known)), spans, since),
        "truncated": since > page.since,
        "next": cursor_of(page.next, question=question) if page.next else None,
    }


def _who(site: Site, id: str, person: Person) -> dict[str, Any]:
    return {
        "site": site.name,
        "time_zone": site.time_zone,
        "id": id,
        "person": person.person,
        "visitor_ids": list(person.visitor_ids),
        "user_id": person.user_id,
        "also": list(person.also),
        "first_seen": rfc3339(person.first_seen),
        "last_seen": rfc3339(person.last_seen),
        "orders": person.orders,
        "revenue": decimal_text(person.net_micros),
        "clv": decimal_text(person.net_micros),
        "currency": site.currency,
        "bot": person.bot,
    }


def _found_micros(store: Store, site: Site, person: Person) -> int:
    bound = {"site": site.site, "person": person.person, "found_within_ms": CREDIT_WINDOW_MS}
    micros: int = store.query(render("visitor/found_revenue.sql"), bound)[0]["found_micros"]
    return micros


def _known(store: Store, site: Site, person: Person, page: SessionsPage, facts_seq: int) -> tuple[Known, int]:
    """What is known of the time of a page, and where that begins: later than the page if it holds too many events."""
    bound = {"site": site.site, "person": person.person, "user_id": person.user_id, "facts_seq": facts_seq}
    whole = {**bound, "since": page.since, "until": page.until, "limit": MAX_EVENTS}
    events = store.query(render("visitor/own_events.sql"), whole)
    since: int = events[-1]["ts"] if len(events) == MAX_EVENTS else page.since
    bound |= {"since": since, "until": page.until}
    known = Known(
        events=events[::-1],
        items=by_event(store.query(render("visitor/own_items.sql"), bound)),
        views=store.query(render("visitor/views.sql"), bound),
        impressions=store.query(render("visitor/impressions.sql"), bound),
        order_lines=store.query(render("visitor/order_lines.sql"), bound),
        refunds=store.query(render("visitor/refunds.sql"), bound),
        cancelled=store.query(render("visitor/cancelled_orders.sql"), bound),
        currency=site.currency,
    )
    return known, since


def _named(store: Store, site: Site, lines: Iterable[Line]) -> list[Line]:
    known = store.definitions(site.site, "actions").items()
    names = {action: definition["name"] for action, definition in known if definition.get("name")}
    return [line._replace(entry=with_names(line.entry, names)) for line in lines]


def by_event(items: Iterable[Row]) -> dict[int, list[Row]]:
    """Items by the event they are of."""
    of_event: dict[int, list[Row]] = {}
    for item in items:
        of_event.setdefault(item["seq"], []).append(item)
    return of_event


def _sessions(person: str, page: SessionsPage, lines: Sequence[Line], spans: Spans, since: int) -> dict[str, Any]:
    """The sessions of a page with their lines, and the lines in between that belong to no session."""
    of_session: dict[tuple[str, int], list[dict[str, Any]]] = {
        (row["visitor"], row["started_at"]): [] for row in page.sessions
    }
    outside = []
    for line in lines:
        session = spans.session_of(line.ts, line.visitor)
        if session is None and since <= line.ts < page.before:
            outside.append({**line.entry, "visitor_id": line.visitor or None})
        elif session and (session.visitor, session.started_at) in of_session:
            of_session[session.visitor, session.started_at].append(line.entry)
    sessions = [
        {**session_entry(row), **tally(timeline), "timeline": timeline}
        for row, timeline in zip(page.sessions, of_session.values(), strict=True)
        if timeline or row["person"] == person
    ]
    return {"sessions": sessions, "outside_sessions": outside}
