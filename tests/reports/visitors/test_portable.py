"""The questions of the user report mean the same to another engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import count
from typing import Any, cast

import duckdb
from hypothesis import HealthCheck, given, settings

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.visitors import Search, find_visitors, person_meant, stored_events, user_report
from collector.store import Site, SqliteStore, Store
from tests.facts.streams import START, streams

TABLES = (
    "events", "event_items", "pages", "contexts", "facts_done", "persons", "person_visitors", "sessions", "views",
    "impressions", "cancelled_orders", "orders", "order_lines", "refunds", "conversions",
)  # fmt: skip
TYPES = {"integer": "bigint", "text": "varchar", "real": "double"}
SEARCHES = (
    Search(),
    Search(text="u"),
    Search(text="ann"),
    Search(text="2"),
    Search(seen="hero", not_seen="recs"),
    Search(since=START + 1_000_000, until=START + 4_000_000),
)


names = count(1)


class InDuckdb:
    """Answers questions as a store does, from a copy of its tables in DuckDB."""

    def __init__(self, store: SqliteStore) -> None:
        self.duck = duckdb.connect(config={"threads": 1})
        for table in TABLES:
            columns = store.query(f"select name, type from pragma_table_info('{table}')")
            named = ", ".join(f'"{column["name"]}" {TYPES[column["type"].lower()]}' for column in columns)
            self.duck.execute(f"create table {table} ({named})")
            rows = [tuple(row) for row in store.query(f"select * from {table}")]
            if rows:
                self.duck.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The same text, but for how a bound value is written."""
        text = re.sub(r"--[^\n]*", "", sql)
        text = re.sub(r":([a-z_]+)", r"$\1", text)
        asked = {name: value for name, value in (params or {}).items() if re.search(rf"\${name}\b", text)}
        answer = self.duck.execute(text, asked)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


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


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    duck.duck.close()
