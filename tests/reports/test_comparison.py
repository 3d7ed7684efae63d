"""Beside each figure its prior value, its change, and whether that is noise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collector.event import Item
from collector.facts.refresh import refresh
from collector.reports.comparison import compared
from collector.reports.metrics import METRICS
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from collector.store import SqliteStore
from tests.facts.streams import a_line, a_purchase, a_store, an_event

DAY = 24 * 60
BEFORE, NOW = date(2026, 1, 2), date(2026, 1, 3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = a_store(tmp_path)
    yield made
    made.close()


def answer(store: SqliteStore, report: str, **asked_for: str | None) -> tuple[Any, Any]:
    """The total and the rows of a day, compared with the day before."""
    refresh(store)
    site = store.sites()[0]
    report_query = ReportQuery(site, NOW, NOW, **asked_for)
    return compared(REPORTS[report](store, report_query), REPORTS[report](store, report_query.previous()))


def views_of(action: str, *, minutes: float, seen: int, clicked: int) -> list:
    events = []
    for n in range(seen):
        shown = {"visitor": f"{action}{n}", "view_id": f"{action}{n}{minutes}", "action": action}
        events += [an_event("execute", minutes, **shown), an_event("deliver", minutes, **shown)]
        events += [an_event("click", minutes, **shown)] if n < clicked else []
    return events


def test_a_rate_that_changed_beyond_doubt_is_no_noise(store: SqliteStore) -> None:
    store.append(
        views_of("hero", minutes=0, seen=200, clicked=10) + views_of("hero", minutes=DAY, seen=200, clicked=40)
    )
    _, (row,) = answer(store, "actions")
    assert (row["prior"]["ctr"], row["ctr"], row["noise"]["ctr"]) == (0.05, 0.2, False)
    assert row["change"]["ctr"] == pytest.approx(0.15)
    assert row["noise"]["executed"] is True
    assert row["change"]["clicks"] == 30


def test_the_same_rates_of_few_are_noise(store: SqliteStore) -> None:
    store.append(views_of("hero", minutes=0, seen=20, clicked=1) + views_of("hero", minutes=DAY, seen=20, clicked=4))
    assert answer(store, "actions")[1][0]["noise"]["ctr"] is True


def test_what_has_no_value_has_no_change(store: SqliteStore) -> None:
    store.append(views_of("hero", minutes=DAY, seen=5, clicked=1))
    row = answer(store, "actions")[1][0]
    assert (row["prior"]["ctr"], row["change"]["ctr"], row["noise"]["ctr"]) == (None, None, None)
    assert (row["prior"]["executed"], row["change"]["executed"]) == (0, 5)


def test_money_changes_exactly_and_one_big_order_is_noise(store: SqliteStore) -> None:
    orders = [a_purchase(n / 100, a_line("A", 10), order=f"b{n}") for n in range(10)]
    orders += [a_purchase(DAY + n / 100, a_line("A", 10), order=f"n{n}") for n in range(10)]
    orders += [a_purchase(DAY + 1, a_line("A", 1000.01), order="big")]
    store.append(orders)
    total, _ = answer(store, "recommendations")
    assert (total["change"]["revenue"], total["noise"]["revenue"]) == ("1000.01", True)


def test_groups_within_a_row_are_compared_for_themselves(store: SqliteStore) -> None:
    store.append(views_of("hero", minutes=DAY, seen=3, clicked=0))
    row = answer(store, "engagement")[1][0]
    assert row["seen"]["prior"]["sessions"] == 0
    assert row["seen"]["change"]["sessions"] == 3


@pytest.mark.parametrize("by", ["device", "item", "position", None])
def test_rows_of_two_periods_meet_by_what_they_are_about(store: SqliteStore, by: str | None) -> None:
    for minutes, clicked in ((0, 1), (DAY, 3)):
        for n in range(3):
            shown = {"visitor": f"v{n}", "view_id": f"w{n}{minutes}", "action": "recs"}
            items = (Item("A"), Item("B"))
            store.append([an_event("execute", minutes, kind="products", items=items, **shown)])
            store.append([an_event("deliver", minutes, **shown)])
            if n < clicked:
                store.append([an_event("click", minutes, item="B", **shown)])
    _, rows = answer(store, "recommendations", by=by)
    clicks = {row.get(by or "action"): (row["prior"]["clicks"], row["clicks"]) for row in rows}
    expected = {"item": {"A": (0, 0), "B": (1, 3)}, "position": {1: (0, 0), 2: (1, 3)}, "device": {None: (1, 3)}}
    assert clicks == expected.get(by or "", {"recs": (1, 3)})


@pytest.mark.parametrize("report", [name for name in REPORTS if name != "baseline"])
def test_every_figure_of_every_report_is_compared(store: SqliteStore, report: str) -> None:
    """But for the baseline, which is what a period is compared with."""
    store.append(views_of("hero", minutes=0, seen=3, clicked=1) + views_of("hero", minutes=DAY, seen=3, clicked=1))
    total, _ = answer(store, report)
    assert set(total["prior"]) == set(total["change"]) == set(total["noise"]) <= set(total)


def test_two_delivery_rates_of_items_are_judged_each_for_itself() -> None:
    """1,000 placed each day, of which 100 then 1,000 were measured, and 50 seen: the same share of what was placed."""
    before = {"executed": 1000, "measured": 100, "delivered": 50}
    now = {"executed": 1000, "measured": 1000, "delivered": 50}
    assert METRICS["delivery_rate"].noise(now, before) is True
    assert METRICS["measured_delivery_rate"].value(before) == 0.5
    assert METRICS["measured_delivery_rate"].value(now) == 0.05
    assert METRICS["measured_delivery_rate"].noise(now, before) is False
