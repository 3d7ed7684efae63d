"""All report SQL gives the same rows in another engine, in every shape that a report can ask for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings

from collector.event import Event
from collector.facts.refresh import refresh
from collector.reports.data_checks.checks import data_checks
from collector.reports.definitions import registered
from collector.reports.experiments.report import experiment
from collector.reports.incremental.report import incremental
from collector.reports.known_names import unknown_names
from collector.reports.query import DIMENSIONS, ReportQuery
from collector.reports.registry import PARTS, REPORTS
from collector.reports.roi.report import return_on_costs
from collector.store import SqliteStore, Store
from tests.examples import examples
from tests.facts.streams import START, a_store, streams
from tests.reports.building import Shop
from tests.reports.experiments.building import a_document, a_phase
from tests.reports.in_duckdb import InDuckdb

DAY = datetime(2026, 1, 2, tzinfo=UTC).date()
EXPERIMENTS = ("hero-test", "holdout")
LATER = START + 30 * 86_400_000
FIRST_DAY = datetime.fromtimestamp(START / 1000, UTC).date()


class BothEngines:
    """Answers from SQLite, after DuckDB has given the same rows: in the same order, where the query names one."""

    def __init__(self, store: SqliteStore) -> None:
        self.store, self.duck = store, InDuckdb(store)
        self.definitions = store.definitions
        self.compared: set[tuple[str, str]] = set()

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Any]:
        rows = self.store.query(sql, params)
        key = sql, repr(params)
        if key not in self.compared:
            self.compared.add(key)
            ours, theirs = [dict(row) for row in rows], self.duck.query(sql, params)
            if not re.search(r"^order by ", sql, re.MULTILINE):
                ours, theirs = sorted(ours, key=identity), sorted(theirs, key=identity)
            assert theirs == list(map(nearly, ours)), sql
            assert not [value for row in theirs for value in row.values() if isinstance(value, Decimal)], sql
        return rows


def identity(row: Mapping[str, Any]) -> str:
    """What rows are put in order by: all but the floats, which may differ in their last digits."""
    return repr([value for value in row.values() if not isinstance(value, float)])


def nearly(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row that equals those whose floats differ in their last digits, as engines add in different orders."""
    return {name: pytest.approx(value, rel=1e-9) if isinstance(value, float) else value for name, value in row.items()}


def shapes(plain: ReportQuery) -> Iterator[ReportQuery]:
    """Every shape of a query: each way to group and to narrow, alone and together."""
    narrowed = replace(plain, segments=(("referrer", ("", "x")), ("page", ("/a", "/b"))))
    strict = replace(plain, min_fraction=0.5, min_ms=1000)
    yield from (plain, narrowed, strict, replace(plain, variances=False))
    yield from (replace(plain, by=dimension) for dimension in DIMENSIONS)
    yield from (replace(plain, segments=((dimension, ("", "phone")),)) for dimension in DIMENSIONS)
    yield from (replace(report_query, action="recs") for report_query in (plain, narrowed, strict))
    yield from (replace(report_query, campaign="ann-sale") for report_query in (plain, narrowed, strict))
    yield replace(narrowed, by="device", min_ms=1, action="recs", campaign="ann-sale")
    yield replace(plain, moments=(plain.last_day,))
    yield replace(plain, goal="call", goal_named=True, window_ms=86_400_000)


def register_experiments(store: SqliteStore) -> None:
    """Two experiments: one of the actions of the streams, with two phases; and one without actions."""
    more = {"actions": ["hero", "recs"], "goals": ["call"], "variations": {"control": {}, "a": {}, "b": {}}}
    change = START + 3_600_000
    phases = [a_phase(1, START - 86_400_000, change), a_phase(2, change, b=8_000)]
    for id, body in (("hero-test", more), ("holdout", {"actions": []})):
        store.put_definition(1, "experiments", id, a_document(id=id, phases=phases, **body))
    store.put_definition(1, "costs", "c", {"action": "hero", "amount": "1", "day_from": DAY.isoformat()})


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BothEngines]:
    """A shop with two visits that differ in everything, in both engines."""
    store = a_store(tmp_path_factory.mktemp("shop"))
    shop = Shop(store, site=store.sites()[0])
    register_experiments(store)
    for visitor, path in (("ann", "/a?utm_source=mail"), ("bob", "/b")):
        own: dict[str, Any] = {"visitor": visitor, "view_id": visitor, "page": path}
        widget = {"action": "recs", "kind": "products", "campaign": f"{visitor}-sale"}
        read = {"action": "reads", "kind": "articles"}
        shop.send(
            shop.event("page_view", 0, **own),
            shop.event("execute", 1, items=["A", "B"], **own, **widget),
            shop.event("deliver", 2, items=["A"], **own, **widget),
            shop.event("click", 3, item="A", **own, **widget),
            shop.event("execute", 4, **own, **read),
            shop.event("click", 5, item="X", **own, **read),
            shop.event("page_view", 6, visitor=visitor, view_id=f"{visitor}-2"),
            shop.event("execute", 7, **own, action="late", kind="banner"),
            shop.event("evidence", 8, **own, action="late", max_fraction=0.0, reason="below_fold", detail={"top": 9}),
            shop.event("assign", 1, **own, name="hero-test", variation="a", allocation=1),
            shop.event("deliver", 8, **own, action="hero", variation="a"),
            shop.event("skip", 9, **own, action="popup", reason="error"),
            shop.event("cart_add", 10, **own, item="A"),
            shop.event("purchase", 11, **own, currency="EUR", items=[("A", None, 1, 5_000_000)], order_id=visitor),
            shop.event("goal", 12, **own, name="call"),
        )
    both = BothEngines(store)
    yield both
    both.duck.close()
    store.close()


@pytest.fixture
def engines(both: BothEngines) -> Store:
    """As reports see both."""
    return cast(Store, both)


@pytest.fixture
def plain(both: BothEngines) -> ReportQuery:
    """The day of both visits."""
    return ReportQuery(both.store.sites()[0], DAY, DAY)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_gives_the_same_rows_in_every_shape(name: str, engines: Store, plain: ReportQuery) -> None:
    for report_query in shapes(plain):
        REPORTS[name](engines, report_query)
    for by in PARTS.get(name, ()):
        REPORTS[name](engines, replace(plain, by=by))


@pytest.mark.parametrize("id", EXPERIMENTS)
def test_an_experiment_gives_the_same_rows(id: str, engines: Store, plain: ReportQuery) -> None:
    assert experiment(engines, plain.site, id, now=LATER)


@pytest.mark.parametrize("narrowed", [{}, {"action": "hero"}, {"campaign": "ann-sale"}])
def test_incremental_revenue_and_roi_give_the_same_rows(
    narrowed: dict[str, str], engines: Store, plain: ReportQuery
) -> None:
    report_query = replace(plain, action=narrowed.get("action"), campaign=narrowed.get("campaign"))
    incremental(engines, report_query, now=LATER)
    by_category = plain.site._replace(settings={"category_margins": {"tea": "0.5"}})
    return_on_costs(engines, replace(report_query, site=by_category), now=LATER)


def test_the_checks_of_data_and_the_search_for_names_give_the_same_rows(engines: Store, plain: ReportQuery) -> None:
    data_checks(engines, plain.site, START)
    wrong = {"action": "hero!", "campaign": "summr", "goal": "cal"}
    assert set(unknown_names(engines, plain.site.site, wrong, registered(engines, plain.site.site))) == set(wrong)


@settings(max_examples=examples(3))
@given(events=streams)
def test_any_stream_of_events_gives_the_same_rows(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="Pacific/Auckland")
        store.append([event._replace(ts=event.ts + (event.ts - START) * 20) for event in events])
        refresh(store)
        register_experiments(store)
        both = BothEngines(store)
        for id in EXPERIMENTS:
            experiment(cast(Store, both), store.sites()[0], id, now=LATER)
        report_query = ReportQuery(store.sites()[0], FIRST_DAY - timedelta(1), FIRST_DAY + timedelta(9))
        for narrowed in (report_query, replace(report_query, by="device"), replace(report_query, min_fraction=0.5)):
            for report in REPORTS.values():
                report(cast(Store, both), narrowed)
        for report, parts in PARTS.items():
            for by in parts:
                REPORTS[report](cast(Store, both), replace(report_query, by=by))
        both.duck.close()
        store.close()
