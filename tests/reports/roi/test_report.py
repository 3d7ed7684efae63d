"""What costs are paid back by, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from collector.event import Item
from collector.reports.margins import blended
from collector.reports.query import ReportQuery
from collector.reports.roi.report import return_on_costs
from collector.reports.roi.words import pays_of
from tests.present.dashboard.experiment_reports import a_trial, concluded
from tests.reports.building import NOW, Shop

MONTH = date(2026, 1, 1), date(2026, 1, 31)


@pytest.fixture
def shop(shop: Shop) -> Shop:
    """Ann saw two actions of a campaign and then bought a tea for 4 and a pot for 16."""
    tea, pot = (Item("T", category="tea", price_micros=4_000_000), Item("P", category="pots", price_micros=16_000_000))
    shop.send(
        shop.event("deliver", 1, action="hero", campaign="summer", view_id="w1"),
        shop.event("deliver", 2, action="bar", campaign="summer", view_id="w1"),
        shop.order(60, tea, pot, view_id="w2"),
    )
    for id, cost in {
        "a": {"campaign": "summer", "amount": "3", "day_from": "2026-01-02"},
        "b": {"action": "hero", "amount": "1", "day_from": "2026-01-02"},
        "c": {"action": "hero", "amount": "9", "day_from": "2026-02-02"},
        "d": {"action": "nowhere", "amount": "5", "day_from": "2026-01-02"},
    }.items():
        shop.store.put_definition(1, "costs", id, cost)
    return shop


def rows(shop: Shop, **more: Any) -> dict[tuple[str, str], dict[str, Any]]:
    query = replace(ReportQuery(shop.store.sites()[0], *MONTH), **more)
    found = return_on_costs(shop.store, query, now=NOW).rows
    return {(row["scope"], row["id"]): row.shown() for row in found}


def test_without_a_control_it_is_attributed_and_says_so(shop: Shop) -> None:
    shop.store.set_settings(1, {"margin": "0.4"})
    found = rows(shop)
    assert list(found) == [("campaign", "summer"), ("action", "nowhere"), ("action", "hero")]
    summer = found["campaign", "summer"]
    assert (summer["cost"], summer["break_even"], summer["attributed_value"]) == ("4.00", "10.00", "20.00")
    assert (summer["attributed_net"], summer["attributed_roi"]) == ("4.00", 1.0)
    assert (summer["incremental_revenue"], summer["incremental_roi"], summer["pays"]) == (None, None, "unknown")
    assert summer["measured_by"] == "attribution"
    assert summer["sentence"] == (
        "attributed, not incremental: persons who had seen it before bought for 20 EUR, and nobody knows how much of "
        "that would have come anyway; 10 EUR of incremental revenue would pay it"
    )
    assert found["action", "hero"]["cost"] == "1.00"
    assert found["action", "nowhere"]["attributed_value"] == "0.00"


def test_one_campaign_with_its_actions_or_one_action(shop: Shop) -> None:
    assert list(rows(shop, campaign="summer")) == [("campaign", "summer"), ("action", "hero")]
    assert list(rows(shop, action="hero")) == [("action", "hero")]
    assert rows(shop, action="bar") == {}


def test_the_total_has_all_costs_once(shop: Shop) -> None:
    shop.store.set_settings(1, {"margin": "0.5"})
    total = return_on_costs(shop.store, ReportQuery(shop.store.sites()[0], *MONTH), now=NOW).total
    assert (total["cost"], total["break_even"]) == ("9.00", "18.00")


def test_without_a_margin_nothing_is_worked_out(shop: Shop) -> None:
    row = rows(shop)["campaign", "summer"]
    assert (row["margin"], row["break_even"], row["attributed_roi"]) == (None, None, None)
    assert row["sentence"] == "without a margin nobody knows whether it pays"


def test_margins_of_categories_are_those_of_what_was_bought(shop: Shop) -> None:
    """4 x 0.5 + 16 x 0.25 = 6 of 20."""
    shop.store.set_settings(1, {"margin": "0.25", "category_margins": {"tea": "0.5"}})
    assert rows(shop)["campaign", "summer"]["margin"] == pytest.approx(0.3)
    shop.store.set_settings(1, {"margin": None, "category_margins": {"tea": "0.5"}})
    assert rows(shop)["campaign", "summer"]["margin"] is None


@pytest.mark.parametrize(
    ("bought", "usual", "expected"),
    [
        ({}, "0.4", "0.4"),
        ({"a": 10}, None, "0.1"),
        ({"a": 10, None: 30}, "0.5", "0.4"),
        ({"a": 10, "b": 0}, None, "0.1"),
        ({"b": 1}, None, None),
    ],
)
def test_blended(bought: dict[str | None, int], usual: str | None, expected: str | None) -> None:
    lines = [{"category": category, "revenue_micros": micros} for category, micros in bought.items()]
    found = blended(lines, {"a": Fraction("0.1")}, None if usual is None else Fraction(usual))
    assert found == (None if expected is None else Fraction(expected))


def test_with_a_control_it_is_incremental_with_its_interval_and_never_both(shop: Shop) -> None:
    concluded(a_trial(shop, name="Hero"))
    shop.store.put_definition(1, "costs", "e", {"action": "banner", "amount": "10", "day_from": "2026-01-02"})
    shop.store.set_settings(1, {"margin": "0.4"})
    row = rows(shop)["action", "banner"]
    assert (row["measured_by"], row["attributed_value"], row["attributed_roi"]) == ("control", None, None)
    revenue, low, high = (float(row[f"incremental_{name}"]) for name in ("revenue", "low", "high"))
    assert row["incremental_roi"] == pytest.approx((revenue * 0.4 - 10) / 10, abs=1e-6)
    assert row["incremental_roi_low"] == pytest.approx((low * 0.4 - 10) / 10, abs=1e-6)
    assert row["incremental_roi_high"] == pytest.approx((high * 0.4 - 10) / 10, abs=1e-6)
    assert row["sentence"].startswith("cannot tell yet whether it pays: ROI ")
    assert row["sentence"].endswith("25 EUR of incremental revenue would pay it")


@pytest.mark.parametrize(
    ("low", "high", "conclusive", "pays"),
    [
        (0.1, 0.9, True, "yes"), (0.1, 0.9, False, "unknown"), (-0.9, -0.1, False, "no"), (-0.9, -0.1, True, "no"),
        (-0.5, 0.5, True, "unknown"), (None, None, False, "unknown"),
    ],
)  # fmt: skip
def test_it_pays_only_where_the_whole_interval_says_so(
    low: float | None, high: float | None, conclusive: bool, pays: str
) -> None:
    assert pays_of({"incremental_roi_low": low, "incremental_roi_high": high}, conclusive) == pays
