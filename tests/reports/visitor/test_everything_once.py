"""Whatever arrives: every event is told once, to the person and in the session that facts say it belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.moments import rfc3339
from collector.reports.visitor import person_meant, stored_events, user_report
from collector.reports.visitor.event_lines import SHOWN_AS_SENT
from collector.store import Site, SqliteStore
from tests.examples import examples
from tests.facts.streams import streams

TOLD = {*SHOWN_AS_SENT, "page_view", "purchase"}
SESSIONS_OF_FACTS = """
select event_id, session_visitor, session_started_at from engagements where site = :site
union all
select event_id, session_visitor, session_started_at from skips where site = :site
union all
select event_id, session_visitor, session_started_at from conversions where site = :site
"""
Place = tuple[str, str] | None

# One file for all examples, a site for each: opening a file costs more than everything else.
a_file = settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
names = count(1)


def a_new_site(store: SqliteStore, events: list[Event]) -> Site:
    """A site of its own to which these events were sent."""
    site = store.add_site(f"site {next(names)}", time_zone="UTC", currency="EUR")
    store.append([event._replace(site=site.site) for event in events])
    while refresh(store):
        pass
    return site


def persons_of(store: SqliteStore, site: Site) -> list[str]:
    rows = store.query("select person from persons where site = :site", {"site": site.site})
    return [row["person"] for row in rows]


def told_of(store: SqliteStore, site: Site, person: str, *, limit: int) -> Iterator[tuple[Place, dict[str, Any]]]:
    """All entries of a person's report, page by page, each with its session."""
    before = None
    while True:
        report = user_report(store, site, person, now=0, before=before, limit=limit)
        assert report is not None
        yield from ((None, entry) for entry in report["outside_sessions"])
        for session in report["sessions"]:
            yield from (((session["visitor_id"], session["started_at"]), entry) for entry in session["timeline"])
        before = report["next"]
        if before is None:
            return


@a_file
@given(events=streams, limit=st.integers(1, 3))
def test_every_event_stands_once_in_the_session_of_its_facts(
    store: SqliteStore, events: list[Event], limit: int
) -> None:
    site = a_new_site(store, events)

    answer = [one for person in persons_of(store, site) for one in told_of(store, site, person, limit=limit)]

    places = {entry["id"]: place for place, entry in answer if entry["type"] in TOLD}
    assert Counter(entry["id"] for _, entry in answer if entry["type"] in TOLD) == Counter(
        event.id for event in events if event.type in TOLD
    )
    for row in store.query(SESSIONS_OF_FACTS, {"site": site.site}):
        session = row["session_visitor"] and (row["session_visitor"], rfc3339(row["session_started_at"]))
        assert places[row["event_id"]] == session


@a_file
@given(events=streams, limit=st.integers(1, 3))
def test_every_impression_stands_once(store: SqliteStore, events: list[Event], limit: int) -> None:
    site = a_new_site(store, events)

    for person in persons_of(store, site):
        answer = [entry for _, entry in told_of(store, site, person, limit=limit) if entry["type"] == "impression"]
        facts = store.query(
            "select action, state from impressions where site = :site and person = :person",
            {"site": site.site, "person": person},
        )
        assert Counter((one["action"], one["state"]) for one in answer) == Counter(map(tuple, facts))


@a_file
@given(events=streams)
def test_every_event_of_somebody_is_exported_once(store: SqliteStore, events: list[Event]) -> None:
    site = a_new_site(store, events)

    exported = Counter(
        event["id"]
        for person in persons_of(store, site)
        if (meant := person_meant(store, site.site, person))
        for event in stored_events(store, site.site, meant)
    )

    assert exported == Counter(event.id for event in events if event.visitor or event.user_id)
