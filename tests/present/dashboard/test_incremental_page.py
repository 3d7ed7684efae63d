"""The page of incremental revenue: what was measured with its interval, what is modelled, and how to begin."""

from __future__ import annotations

import re

import pytest

from tests.present.dashboard.experiment_reports import a_trial, concluded
from tests.present.desk import Desk

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture
def hero(desk: Desk) -> None:
    concluded(a_trial(desk.shop, name="Hero"))
    desk.store.put_definition(1, "actions", "banner", {"name": "Big <banner>", "campaign": "winter"})


def rows(page: str, table: str) -> list[dict[str, str]]:
    """The figures of each row of a table."""
    body = page.partition(f'id="{table}"')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return [dict(re.findall(r'data-figure="(\w+)" data-value="([^"]*)"', row)) for row in body.split("</tr>")[:-1]]


def test_it_shows_what_the_report_says_with_its_interval_and_its_experiment(desk: Desk, hero: None) -> None:
    page = desk.page(f"/incremental?{DAYS}")
    answer = desk.ask(f"reports/incremental?{DAYS}").get_json()["rows"]
    shown = rows(page, "intervals")
    assert [each["scope"] for each in answer] == ["campaign", "action"]
    assert [row["incremental_revenue"] for row in shown] == [row["incremental_revenue"] for row in answer]
    assert [row["incremental_low"] for row in shown] == [row["incremental_low"] for row in answer]
    assert page.count('<svg class="interval"') == 2
    assert "Big &lt;banner&gt;" in page
    assert re.search(r"/experiments/one\?[^\"]*experiment=hero", page)
    assert "Cannot tell yet: control has 60 persons; it would take about" in page
    assert rows(page, "everyone")[0]["persons_treated"] == "60"


def test_roi_is_marked_as_modelled_and_needs_a_margin_and_costs(desk: Desk, hero: None) -> None:
    assert "need the site" in desk.page(f"/incremental?{DAYS}")
    desk.store.set_settings(1, {"margin": "0.4"})
    desk.store.put_definition(1, "costs", "c", {"action": "banner", "amount": "10", "day_from": "2026-01-02"})
    page = desk.page(f"/incremental?{DAYS}&action=banner")
    (pays,) = rows(page, "pays")
    expected = (float(pays["incremental_revenue"]) * 0.4 - 10) / 10
    assert (pays["cost"], float(pays["incremental_roi"])) == ("10.00", pytest.approx(expected))
    assert "modelled, not measured" in page


def test_actions_and_campaigns_have_a_line_that_leads_there(desk: Desk, hero: None) -> None:
    line = r'class="increment"[^>]*>{}<a href="/incremental\?{}[^"]*">Incremental</a>: cannot tell yet'
    assert re.search(line.format("", ".*action=banner"), desk.page(f"/actions/one?action=banner&{DAYS}"))
    assert re.search(line.format("winter: ", ".*campaign=winter"), desk.page(f"/campaigns?{DAYS}"))


def test_without_a_control_it_says_how_to_begin(desk: Desk) -> None:
    page = desk.page("/incremental")
    assert "Nothing had a control on these days" in page
    assert "beheld experiment holdout --share 0.05" in page
    assert 'class="increment"' not in desk.page(f"/campaigns?{DAYS}")
    assert "No action" in desk.page("/incremental?action=nowhere")
