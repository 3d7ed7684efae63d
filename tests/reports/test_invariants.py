"""What must hold of every report, whatever happened."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.query import DIMENSIONS, MODELS, ReportQuery
from collector.reports.registry import REPORTS
from collector.reports.series import series
from collector.store import SqliteStore
from tests.examples import examples
from tests.facts.streams import a_store, streams

real_files = settings(max_examples=examples(5))
FIRST_DAY = date(2026, 1, 2) - timedelta(2)
LAST_DAY = FIRST_DAY + timedelta(5)
ADDITIVE = {
    "actions": (
        "executed",
        "delivered",
        "undelivered",
        "unmeasured",
        "viewable",
        "clicks",
        "ghost_executed",
        "skipped",
    ),
    "visits": ("sessions", "page_views"),
    "goals": ("conversions",),
    "delivery": ("impressions",),
    "recommendations": ("orders", "orders_excluded"),
}
PENNY = Decimal("0.0001")


@contextmanager
def filled(events: list[Event]) -> Iterator[tuple[SqliteStore, ReportQuery]]:
    """A store in which these events are facts, and a question over all of them."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="Asia/Kolkata")
        store.set_rate(1, "USD", "2026-01-01", "0.91")
        store.append(events)
        refresh(store)
        try:
            yield store, ReportQuery(store.sites()[0], FIRST_DAY, LAST_DAY)
        finally:
            store.close()


def money(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(row[name]) for row in rows), Decimal())


@real_files
@given(events=streams)
def test_all_that_was_executed_was_delivered_undelivered_or_unmeasured(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        for strict in (report_query, replace(report_query, min_fraction=0.5), replace(report_query, min_ms=1000)):
            for row in REPORTS["actions"](store, strict).rows:
                assert row["executed"] == row["delivered"] + row["undelivered"] + row["unmeasured"]


@real_files
@given(events=streams)
def test_a_series_has_the_totals_of_its_report_day_by_day(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        found = series(store, report_query, "actions")
        days = [REPORTS["actions"](store, day).total.shown() for day in report_query.each_day()]
        assert [{**row, "date": None} for row in found.rows] == [{"date": None, **day} for day in days]
        assert found.total.shown() == REPORTS["actions"](store, report_query).total.shown()


@real_files
@given(events=streams)
def test_stricter_thresholds_never_deliver_more(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        plain, half, full = (
            REPORTS["actions"](store, replace(report_query, min_fraction=least)).total["delivered"]
            for least in (0, 0.5, 1)
        )
        assert plain >= half >= full


@real_files
@given(events=streams)
def test_only_influenced_credits_more_than_there_is(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        for model in MODELS[1:]:
            answer = REPORTS["attribution"](store, replace(report_query, model=model))
            assert money(answer.rows, "value") <= Decimal(answer.total["value"]) + PENNY
            assert sum(row["conversions"] for row in answer.rows) <= answer.total["conversions"] + 1e-6


@real_files
@given(events=streams)
def test_what_was_found_through_each_widget_sums_to_the_total(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        answer = REPORTS["recommendations"](store, report_query)
        assert money(answer.rows, "found_revenue") == Decimal(answer.total["found_revenue"])
        assert Decimal(answer.total["found_revenue"]) <= Decimal(answer.total["revenue"])
        for by in ("item", "position"):
            rows = REPORTS["recommendations"](store, replace(report_query, by=by)).rows
            assert money(rows, "found_revenue") == Decimal(answer.total["found_revenue"])


@real_files
@given(events=streams)
def test_the_segments_of_a_dimension_sum_to_the_whole(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        for dimension in DIMENSIONS:
            cut = replace(report_query, by=dimension)
            for report, names in (("visits", ADDITIVE["visits"]), ("actions", ADDITIVE["actions"])):
                whole, rows = REPORTS[report](store, report_query).total, REPORTS[report](store, cut).rows
                for name in names:
                    assert sum(row[name] for row in rows) == whole[name], (report, dimension, name)
            for model in ("influenced", "linear"):
                whole = REPORTS["attribution"](store, replace(report_query, model=model)).rows
                rows = REPORTS["attribution"](store, replace(cut, model=model)).rows
                assert abs(money(rows, "value") - money(whole, "value")) < PENNY


@real_files
@given(events=streams)
def test_a_segment_alone_is_the_row_of_that_segment(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        for row in REPORTS["actions"](store, replace(report_query, by="page")).rows:
            narrowed = replace(report_query, segments=(("page", (row["page"] or "",)),), action=row["action"])
            (only,) = REPORTS["actions"](store, narrowed).rows
            about = ("rank", "flags", "page")
            assert {k: v for k, v in only.items() if k not in about} == {k: v for k, v in row.items() if k not in about}


@real_files
@given(events=streams)
def test_the_days_of_a_period_sum_to_the_period(events: list[Event]) -> None:
    with filled(events) as (store, report_query):
        for report, names in ADDITIVE.items():
            whole = REPORTS[report](store, report_query).total
            days = [REPORTS[report](store, day).total for day in report_query.each_day()]
            for name in names:
                assert sum(day[name] for day in days) == whole[name], (report, name)


@pytest.mark.parametrize("report", REPORTS)
def test_nothing_at_all_is_answered_too(report: str, tmp_path: Path) -> None:
    store = a_store(tmp_path)
    answer = REPORTS[report](store, ReportQuery(store.sites()[0], FIRST_DAY, LAST_DAY))
    store.close()
    assert all(row.get("sessions", 0) == 0 for row in answer.rows)


def test_a_report_never_reads_another_sites_events(tmp_path: Path) -> None:
    from tests.facts.streams import a_line, a_purchase, a_view, an_event

    store = a_store(tmp_path)
    store.add_site("other", time_zone="UTC", currency="EUR")
    seen = {"view_id": "w1", "action": "recs", "campaign": "summer"}
    store.append(
        [
            a_view(site=2),
            an_event("execute", 1, kind="products", site=2, **seen),
            an_event("click", 2, item="A", site=2, **seen),
            an_event("skip", 2, reason="error", action="popup", view_id="w1", site=2),
            a_purchase(3, a_line("A", 10), site=2),
        ]
    )
    refresh(store)
    mine, other = (ReportQuery(site, FIRST_DAY, LAST_DAY) for site in store.sites())
    for report in REPORTS.values():
        assert (
            report(store, mine).total
            == report(store, replace(mine, first_day=date(2001, 1, 1), last_day=date(2001, 1, 1))).total
        )
        assert report(store, other).rows or report in (REPORTS["content"], REPORTS["satisfaction"])
    store.close()
