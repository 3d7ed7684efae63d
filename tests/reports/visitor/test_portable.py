"""The questions of the user report mean the same to another engine."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

from hypothesis import HealthCheck, given, settings

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.visitor import Search, find_visitors, person_meant, stored_events, user_report
from collector.store import Site, SqliteStore, Store
from tests.examples import examples
from tests.facts.streams import START, streams
from tests.reports.in_duckdb import InDuckdb

SEARCHES = (
    Search(),
    Search(text="u"),
    Search(text="ann"),
    Search(text="2"),
    Search(seen="hero", not_seen="recs"),
    Search(seen="hero", bought="no"),
    Search(bought="yes", since=START + 1_000_000, until=START + 4_000_000),
    Search(not_seen="hero", reason="below_fold"),
    Search(not_seen="recs", reason="device_excluded"),
    Search(since=START + 1_000_000, until=START + 4_000_000),
)


names = count(1)


def everything_told(store: Store, site: Site, persons: list[str]) -> list[Any]:
    """Every answer that the user report and the search can give."""
    reports = [user_report(store, site, person, now=0, limit=1) for person in persons]
    older = [
        user_report(store, site, person, now=0, before=report["next"])
        for person, report in zip(persons, reports, strict=True)
        if report and report["next"]
    ]
    meant = [person for name in persons if (person := person_meant(store, site.site, name))]
    exported = [list(stored_events(store, site.site, person)) for person in meant]
    return [*reports, *older, *exported, *(find_visitors(store, site, search, limit=2) for search in SEARCHES)]


@settings(max_examples=examples(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=streams)
def test_duckdb_answers_alike(store: SqliteStore, events: list[Event]) -> None:
    site = store.add_site(f"site {next(names)}", time_zone="UTC", currency="EUR")
    store.append([event._replace(site=site.site) for event in events])
    while refresh(store):
        pass
    persons = [
        row["person"] for row in store.query("select person from persons where site = :site", {"site": site.site})
    ]
    duck = InDuckdb(store)

    assert everything_told(cast(Store, duck), site, persons) == everything_told(store, site, persons)
    duck.close()
