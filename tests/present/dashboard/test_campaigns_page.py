"""The page of campaigns says what was measured and what is modelled, and shows no profit that nobody can know."""

from __future__ import annotations

import re

import pytest

from tests.present.desk import Desk
from tests.reports.building import a_line

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture(autouse=True)
def campaign(desk: Desk) -> None:
    desk.shop.send(
        desk.shop.event("deliver", 1, action="hero", campaign="summer"),
        desk.shop.order(60, a_line("A", 100)),
    )
    desk.store.put_definition(1, "campaigns", "summer", {"name": "Summer <sale>"})
    desk.store.put_definition(1, "costs", "c", {"campaign": "summer", "amount": "10", "day_from": "2026-01-02"})


def figures(page: str) -> dict[str, str]:
    """The figures of the first row."""
    return dict(re.findall(r'data-figure="(\w+)" data-value="([^"]*)"', page.partition("</tbody>")[0]))


def test_net_and_roi_stand_beside_what_was_influenced_once_there_is_a_margin(desk: Desk) -> None:
    page = desk.page(f"/campaigns?{DAYS}")
    assert "Summer &lt;sale&gt;" in page
    assert (figures(page)["influenced"], figures(page)["cost"]) == ("100.00", "10.00")
    assert "net" not in figures(page)
    assert "need the site's margin" in page
    desk.store.set_settings(1, {"margin": "0.4"})
    page = desk.page(f"/campaigns?{DAYS}")
    assert (figures(page)["net"], figures(page)["roi"]) == ("30.00", "3.0")
    assert "modelled" in page
    segment = desk.page(f"/campaigns?{DAYS}&segment=device:desktop")
    assert "cost" not in figures(segment)
    assert "Costs are known for whole campaigns only" in segment


def test_a_campaign_that_is_run_for_a_goal_says_how_often_that_was_reached(desk: Desk) -> None:
    desk.shop.send(
        desk.shop.event("goal", 90, name="lead"), desk.shop.event("goal", 91, name="lead"),
        desk.shop.event("goal", 92, name="other"), desk.shop.event("deliver", 1, action="bar", campaign="winter"),
    )  # fmt: skip
    assert "Conversions on its goal" not in desk.page(f"/campaigns?{DAYS}")
    desk.store.put_definition(1, "campaigns", "summer", {"name": "Summer", "primary_goal": "lead"})
    desk.store.put_definition(1, "goals", "lead", {"name": "A <lead>"})
    page = desk.page(f"/campaigns?{DAYS}")
    assert page.count("Conversions on its goal") == 1
    assert "summer. Conversions on its goal A &lt;lead&gt;: 2 influenced" in page
    assert figures(page)["influenced_conversions"] == "1"


def test_the_csv_has_the_same(desk: Desk) -> None:
    csv = desk.ask(f"reports/campaigns?{DAYS}&format=csv").text
    assert csv.splitlines()[0].startswith("campaign,name,")
    assert ",100.00,10.00" in csv


def test_a_campaign_leads_to_its_actions_those_registered_in_it_too(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("deliver", n, action=f"action-{n}", view_id=f"v{n}") for n in (1, 2)))
    desk.store.put_definition(1, "actions", "action-1", {"campaign": "summer"})
    assert re.search(r'href="/actions\?[^"]*campaign=summer', desk.page(f"/campaigns?{DAYS}"))
    page = desk.page(f"/actions?{DAYS}&campaign=summer")
    assert "Only actions of the campaign" in page
    assert "action-1" in page
    assert "action-2" not in page
    desk.store.put_definition(1, "actions", "action-2", {"campaign": "only <registered>"})
    assert "action-2" in desk.page(f"/actions?{DAYS}&campaign=only+%3Cregistered%3E")
    assert "No campaign &#39;nothing&#39; is known" in desk.page(f"/actions?{DAYS}&campaign=nothing")


def test_costs_stand_beside_what_pays_them_marked_as_attributed(desk: Desk) -> None:
    desk.store.set_settings(1, {"margin": "0.4"})
    desk.store.put_definition(1, "costs", "h", {"action": "hero", "amount": "2", "day_from": "2026-01-02"})
    paid = desk.page(f"/campaigns?{DAYS}").partition('id="paid"')[2]
    first = paid.partition("<tbody>")[2].partition("</tr>")[0]
    assert (figures(first)["cost"], figures(first)["break_even"], figures(first)["attributed_roi"]) == (
        "12.00", "30.00", str(28 / 12),
    )  # fmt: skip
    assert "attributed, not incremental" in paid
    action = desk.page(f"/actions/one?action=hero&{DAYS}")
    assert 'data-measured-by="attribution"' in action
    assert "Attributed, not incremental" not in desk.page(f"/actions/one?action=hero&{DAYS}&period=7d")
