"""Where nothing is narrowed down, reports take short ways through what facts keep: they lead to the same answers."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.delivery.report import examples_of
from collector.reports.query import ReportQuery
from collector.reports.sql import render
from collector.rules import DAY_MS
from collector.store import SqliteStore
from tests.examples import examples
from tests.facts.streams import START, a_store, an_event, streams

DAY = datetime.fromtimestamp(START / 1000, UTC).date()
SHORT_WAYS = {
    "placements_by_day.sql": "placements.sql",
    "actions/persons_converted_as_kept.sql": "actions/persons_converted.sql",
    "attribution/candidates_as_kept.sql": "attribution/candidates.sql",
    "campaigns/placed_by_day.sql": "campaigns/placed.sql",
}


def rows(store: SqliteStore, name: str, report_query: ReportQuery) -> list[dict[str, Any]]:
    """All rows but for the campaign of a candidate, which the short way does not know and nobody asked for."""
    found = [dict(row) for row in store.query(render(name, report_query.shape()), report_query.bound())]
    if name.startswith("attribution"):
        for row in found:
            del row["campaign"]
    return sorted(found, key=repr)


@settings(max_examples=examples(12))
@given(events=streams)
def test_the_short_ways_lead_to_the_same_rows(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="Pacific/Auckland")
        spread_over_days = [event._replace(ts=event.ts + (event.ts - START) * 20) for event in events]
        store.append(spread_over_days)
        refresh(store)
        site = store.sites()[0]
        for first, days in ((DAY, 0), (DAY, 1), (DAY + timedelta(1), 1), (DAY - timedelta(1), 9)):
            report_query = ReportQuery(site, first, first + timedelta(days))
            for short, long in SHORT_WAYS.items():
                assert rows(store, short, report_query) == rows(store, long, report_query), (short, report_query)
        store.close()


def test_the_examples_of_a_long_period_are_its_latest_whichever_days_they_are_found_on() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        for nth in range(60):
            often, seldom = f"often-{nth % 3}", ("first-weeks", "middle", "first-weeks")[nth // 20]
            store.append([skipped("often", nth, often), skipped(seldom, nth, "any"), skipped("often", nth, "other")])
        refresh(store)
        report_query = ReportQuery(store.sites()[0], DAY, DAY + timedelta(59))
        found = store.query(render("delivery/not_delivered.sql", report_query.shape()), report_query.bound())
        with_read = {
            days: examples_of(store, report_query, found, last_days=days) for days in ((7, 28), (59,), (1,), ())
        }
        assert len(with_read[()]) == 6
        assert all(examples == with_read[()] for examples in with_read.values())
        store.close()


def skipped(action: str, days: int, reason: str) -> Event:
    """An action was not placed, some days later: each day for another visitor."""
    event = an_event("skip", view_id=f"{action}-{reason}-{days}", action=action, reason=reason)
    return event._replace(ts=event.ts + days * DAY_MS, visitor=f"visitor-{days % 7}", user_id=None)


def test_a_visit_over_midnight_is_one_on_both_days_and_one_in_all() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder))
        midnight = int(datetime.combine(DAY + timedelta(1), datetime.min.time(), UTC).timestamp() * 1000)
        for view, ts in (("w1", midnight - 60_000), ("w2", midnight + 60_000)):
            store.append([an_event("click", view_id=view, action="hero")._replace(ts=ts)])
        refresh(store)
        sessions = [counted(store, DAY, DAY), counted(store, DAY + timedelta(1), DAY + timedelta(1))]
        assert (*sessions, counted(store, DAY, DAY + timedelta(1))) == ((1, 1, 1), (1, 1, 1), (1, 1, 1))
        store.close()


def counted(store: SqliteStore, first: date, last: date) -> tuple[int, int, int]:
    """Sessions in which the only action was seen, and clicked, and the persons who saw it."""
    row = rows(store, "placements_by_day.sql", ReportQuery(store.sites()[0], first, last))[0]
    return row["sessions_delivered"], row["sessions_clicked"], row["persons_delivered"]
