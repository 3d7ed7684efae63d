"""What the actions of a campaign brought together, each conversion once, and what it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from collector.reports.attribution.report import attribution
from collector.reports.campaigns.costs import micros_within
from collector.reports.campaigns.report import campaigns
from collector.reports.comparison import compared
from collector.reports.definitions import registered
from collector.reports.query import ReportQuery
from collector.reports.registry import REPORTS
from tests.reports.building import Shop, a_line

DAY = date(2026, 1, 2)
MONTH = (date(2026, 1, 1), date(2026, 1, 31))


def seen(shop: Shop, visitor: str, action: str, campaign: str | None, at: int) -> Any:
    named = {"campaign": campaign} if campaign else {}
    return shop.event("deliver", at, visitor=visitor, view_id=f"{visitor}-{action}", action=action, **named)


def bought(shop: Shop, visitor: str, price: int) -> Any:
    return shop.order(60, a_line("A", price), visitor=visitor, order_id=visitor)


@pytest.fixture
def report_query(shop: Shop) -> ReportQuery:
    """Ann saw two actions of summer and one of autumn, bob one of summer, cid nothing, dora one of no campaign."""
    shop.send(
        seen(shop, "ann", "hero", "summer", 1), seen(shop, "ann", "popup", "summer", 2),
        seen(shop, "ann", "recs", "autumn", 3), bought(shop, "ann", 100),
        seen(shop, "bob", "hero", "summer", 1), bought(shop, "bob", 10),
        shop.event("click", 5, visitor="bob", view_id="bob-hero", action="hero", campaign="summer"),
        bought(shop, "cid", 1), seen(shop, "dora", "bar", None, 1), bought(shop, "dora", 7),
    )  # fmt: skip
    return ReportQuery(shop.site, *MONTH)


def rows(shop: Shop, query: ReportQuery) -> dict[str, dict[str, Any]]:
    return {row["campaign"]: dict(row) for row in campaigns(shop.store, query).rows}


def test_a_conversion_counts_once_for_each_campaign_and_once_in_all(shop: Shop, report_query: ReportQuery) -> None:
    found = rows(shop, report_query)
    assert list(found) == ["summer", "autumn"]
    summer = found["summer"]
    assert (summer["delivered"], summer["clicks"]) == (3, 1)
    assert (summer["influenced_conversions"], summer["influenced"]) == (2, "110.00")
    assert (found["autumn"]["influenced_conversions"], found["autumn"]["influenced"]) == (1, "100.00")
    total = campaigns(shop.store, report_query).total
    assert (total["delivered"], total["influenced_conversions"], total["influenced"]) == (4, 2, "110.00")
    for name, row in found.items():
        assert attribution(shop.store, replace(report_query, campaign=name)).total["influenced"] == row["influenced"]


def test_an_action_without_a_campaign_in_its_events_has_the_registered_one(
    shop: Shop, report_query: ReportQuery
) -> None:
    shop.store.put_definition(1, "actions", "bar", {"campaign": "shipping"})
    shop.store.put_definition(1, "actions", "hero", {"campaign": "another"})
    shop.store.put_definition(1, "campaigns", "shipping", {"name": "Free shipping"})
    found = rows(shop, report_query)
    assert (found["shipping"]["name"], found["shipping"]["influenced"]) == ("Free shipping", "7.00")
    assert "another" not in found


def test_the_filter_by_campaign_means_the_same(shop: Shop, report_query: ReportQuery) -> None:
    shop.store.put_definition(1, "actions", "bar", {"campaign": "shipping"})
    shop.store.put_definition(1, "actions", "hero", {"campaign": "shipping"})
    shop.send(shop.event("skip", 5, visitor="eve", view_id="e", action="bar", reason="page_excluded"))
    known = registered(shop.store, 1)
    for name, row in rows(shop, report_query).items():
        of = replace(report_query, campaign=name, campaign_actions=known.actions_of(name))
        assert attribution(shop.store, of).total["influenced"] == row["influenced"], name
        assert REPORTS["actions"](shop.store, of).total["delivered"] == row["delivered"], name
    of = replace(report_query, campaign="shipping", campaign_actions=("bar", "hero"))
    assert [row["action"] for row in REPORTS["actions"](shop.store, of).rows] == ["bar"]
    assert REPORTS["actions"](shop.store, of).rows[0]["skipped"] == 1
    assert [row["action"] for row in REPORTS["engagement"](shop.store, of).rows] == ["bar"]


def test_costs_net_and_roi_by_hand(shop: Shop, report_query: ReportQuery) -> None:
    for id, cost in {
        "a": {"campaign": "summer", "amount": "60", "day_from": "2026-01-17", "day_to": "2026-02-15"},
        "b": {"action": "popup", "amount": "3.00", "day_from": "2026-01-31"},
        "c": {"campaign": "winter", "amount": "5", "day_from": "2026-01-01"},
        "d": {"action": "bar", "amount": "9", "day_from": "2026-01-01"},
        "e": {"campaign": "summer", "amount": "9", "day_from": "2026-02-01"},
    }.items():
        shop.store.put_definition(1, "costs", id, cost)
    found = rows(shop, report_query)
    assert {name: row["cost"] for name, row in found.items()} == {"summer": "33.00", "autumn": "0.00", "winter": "5.00"}
    assert "net" not in found["summer"]
    site = shop.store.set_settings(1, {"margin": "0.4"})
    found = rows(shop, replace(report_query, site=site))
    assert (found["summer"]["net"], found["summer"]["roi"]) == ("11.00", 11 / 33)
    assert (found["autumn"]["net"], found["autumn"]["roi"]) == ("40.00", None)
    assert (found["winter"]["net"], found["winter"]["roi"]) == ("-5.00", -1.0)
    total = campaigns(shop.store, replace(report_query, site=site)).total
    assert (total["cost"], total["net"]) == ("38.00", "6.00")


def test_costs_are_no_segment_s(shop: Shop, report_query: ReportQuery) -> None:
    shop.store.put_definition(1, "costs", "a", {"campaign": "summer", "amount": "60", "day_from": "2026-01-02"})
    row = rows(shop, replace(report_query, segments=(("device", ("desktop",)),)))["summer"]
    assert "cost" not in row
    assert row["influenced"] == "110.00"


def test_each_campaign_is_compared_with_itself(shop: Shop, report_query: ReportQuery) -> None:
    later = replace(report_query, first_day=MONTH[0] + timedelta(31), last_day=MONTH[1] + timedelta(31))
    shop.store.put_definition(1, "costs", "a", {"campaign": "summer", "amount": "60", "day_from": "2026-02-02"})
    shop.store.put_definition(1, "costs", "b", {"campaign": "autumn", "amount": "60", "day_from": "2026-02-02"})
    _, found = compared(campaigns(shop.store, later), campaigns(shop.store, report_query))
    assert {row["campaign"]: row["prior"]["influenced"] for row in found} == {"summer": "110.00", "autumn": "100.00"}


@pytest.mark.parametrize(
    ("first", "last", "part"),
    [(1, 31, "10"), (1, 14, "0"), (15, 15, "1"), (20, 31, "5"), (15, 24, "10"), (25, 31, "0")],
)
def test_a_cost_is_spread_evenly_over_its_days(first: int, last: int, part: str) -> None:
    cost = {"amount": "10", "day_from": "2026-01-15", "day_to": "2026-01-24"}
    assert micros_within(cost, date(2026, 1, first), date(2026, 1, last)) == Fraction(part) * 10**6
