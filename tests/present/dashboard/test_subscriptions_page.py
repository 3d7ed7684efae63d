"""The page of subscriptions: a bridge that adds up, plans, survival, and what to do while there is none."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from collector.present.dashboard.bridges import bridge
from collector.reports.stats.sbg import fit_sbg
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, Elements
from tests.reports.subscriptions.building import change

DAYS = "from=2026-03-01&to=2026-03-31"


@pytest.fixture
def subscribed(desk: Desk) -> Desk:
    """Ann grows and moves to another plan, bob leaves, cid comes; dora's amount is not known."""
    desk.shop.send(
        change("ann", date(2026, 1, 5), "started", 10, plan="tea"),
        change("ann", date(2026, 3, 5), "changed", 16, plan="teas"),
        change("bob", date(2026, 1, 6), "started", 20, plan=HOSTILE), change("bob", date(2026, 3, 6), "cancelled"),
        change("cid", date(2026, 3, 8), "started", 8, plan="tea"), change("dora", date(2026, 3, 8), "started"),
    )  # fmt: skip
    return desk


def figures(page: str) -> dict[str, str]:
    """The first of each figure on a page."""
    return dict(reversed(re.findall(r'data-figure="(\w+)" data-value="([^"]*)"', page)))


def test_what_recurs_and_what_moved_it(subscribed: Desk) -> None:
    page = subscribed.page(f"/subscriptions?{DAYS}")
    found = figures(page)
    assert (found["mrr"], found["net_new_mrr"], found["customer_churn"]) == ("24.00", "-6.00", "0.5")
    assert (found["arpu"], found["ltv"]) == ("12.00", "24.00")
    words = Elements(page).words
    assert "95 %: 9.45 % to 90.5 %" in words
    assert "1 of the running subscriptions has no known amount" in words
    bars = re.findall(r'class="mark (\w+)" x="([\d.]+)" width="([\d.]+)"', page)
    assert [kind for kind, _, _ in bars] == ["level", "up", "up", "up", "down", "down", "level"]
    assert bars[0] == ("level", "0.0", "68.18")  # 30 of 44, the most it came to


def test_months_and_plans(subscribed: Desk) -> None:
    page = subscribed.page(f"/subscriptions?{DAYS}")
    months = page.partition('id="units"')[2].partition("</section>")[0]
    assert re.findall(r">(?:<bdi>)?([A-Z]\w\w \d{4})", months) == ["Mar 2026", "Feb 2026", "Jan 2026"]
    ordered = subscribed.page(f"/subscriptions?{DAYS}&sort_units=about").partition('id="units"')[2]
    assert re.findall(r">(?:<bdi>)?([A-Z]\w\w \d{4})", ordered)[:3] == ["Jan 2026", "Feb 2026", "Mar 2026"]
    plans = page.partition('id="by"')[2].partition("</section>")[0]
    teas = next(row for row in plans.split("<tr>") if ">teas" in row)
    assert figures(teas)["moved_in_mrr"] == "16.00"
    assert HOSTILE not in page


@pytest.mark.parametrize("by", ["source", "first_delivered"])
def test_by_other_things(subscribed: Desk, by: str) -> None:
    subscribed.shop.send(
        subscribed.shop.event("deliver", 0, user_id="cid", action="club", variation="b"),
        subscribed.shop.event("deliver", 0, visitor="z", view_id="z", action="club", variation="control"),
    )
    page = subscribed.page(f"/subscriptions?from=2026-01-01&to=2026-03-31&by={by}")
    table = page.partition('id="by"')[2].partition("</section>")[0]
    if by == "source":
        assert figures(table)["mrr"] == "24.00"
    else:
        assert re.findall(r'data-figure="mrr" data-value="([^"]*)"', table) == ["8.00", "0.00"]
        assert "control below" in table


def test_the_page_says_that_renewals_are_too_few_for_a_model(subscribed: Desk) -> None:
    words = Elements(subscribed.page(f"/subscriptions?{DAYS}")).words
    assert "No model is shown. A model of survival takes 5 renewals" in words
    assert "Still there" in words


def test_with_five_renewals_the_model_stands_beside_what_was_measured(desk: Desk) -> None:
    fit_sbg([2, 1], [0, 1])  # loads scipy, which a page would wait for on a busy machine, longer than it waits at all
    began = date(2025, 9, 1)
    events = []
    for nth in range(70):
        events.append(change(f"u{nth}", began, "started", 10))
        if nth < 36:
            events.append(change(f"u{nth}", began + timedelta(25 + 30 * (nth % 6) ** 2 // 5), "cancelled"))
    desk.shop.send(*events)
    page = desk.page(f"/subscriptions?{DAYS}")
    assert "No model is shown" not in page
    modelled = [float(each) for each in re.findall(r'data-figure="modelled" data-value="([^"]*)"', page)]
    assert len(modelled) == 6 + 12
    assert modelled == sorted(modelled, reverse=True)
    assert float(figures(page)["ltv_model"]) > 0


def test_an_empty_page_says_how_to_send_customers(desk: Desk) -> None:
    page = desk.page(f"/subscriptions?{DAYS}")
    assert "No subscriptions yet" in page
    assert "beheld.subscription(" in page


def test_unknown_choices_are_named_as_unknown(desk: Desk) -> None:
    desk.sign_in()
    for query in ("by=moon", "unit=day"):
        assert desk.client.get(f"/subscriptions?{query}").status_code == 400


def test_a_bridge_from_nothing_to_nothing_has_no_width() -> None:
    steps = bridge({"a": "0.00", "b": "0.00", "c": "0.00", "d": "0.00"}, "a", ("b",), ("c",), "d")
    assert [(step.kind, step.width) for step in steps] == [("level", 0), ("up", 0), ("down", 0), ("level", 0)]


def test_the_bars_of_a_bridge_begin_where_the_one_before_ends() -> None:
    steps = bridge({"a": "50", "b": "50", "c": "20", "d": "80"}, "a", ("b",), ("c",), "d")
    assert [(step.x, step.width) for step in steps] == [(0, 50), (50, 50), (80, 20), (0, 80)]
