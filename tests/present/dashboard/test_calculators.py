"""The page of calculators: it works from the API's figures, and its address keeps what was given."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.present.dashboard.test_report_pages import DAYS, answer, figures, visited
from tests.present.desk import Desk
from tests.present.reading import Elements

__all__ = ["visited"]


def results(desk: Desk, query: str) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in figures(desk.page(f"/calculators?{query}&{DAYS}"))}


def test_results_follow_from_the_figures_of_the_api(visited: Desk) -> None:
    (row,) = answer(visited, "actions", action="hero")["rows"]
    revenue = answer(visited, "recommendations")["total"]
    influenced = answer(visited, "attribution")["total"]["influenced"]
    found = results(visited, "action=hero&rate=100&contribution=100&cost=104&margin=20&caused=50")
    assert (row["executed"], row["delivered"]) == (2, 1)
    assert found["more_delivered"] == 1
    assert found["more_value"] == Decimal(row["value"])
    assert found["more_found_revenue"] == Decimal(revenue["revenue"]) - Decimal(revenue["found_revenue"])
    assert found["gross"] == Decimal(influenced) / 10 == 104
    assert (found["net"], found["roi"], found["break_even"]) == (0, 0, 1040)


def test_unfilled_it_begins_with_the_action_that_misses_most_and_the_margin_that_is_set(visited: Desk) -> None:
    visited.store.set_settings(visited.shop.site.site, {"margin": 0.25})
    page = Elements(visited.page(f"/calculators?{DAYS}"))
    fields = {field.get("name"): field.get("value") for field in page.all("input")}
    assert fields["margin"] == "25"
    assert fields["period"] == "days"
    assert "Net of the cost" not in page.words
    with_cost = results(visited, "cost=10,5")
    assert with_cost["net"] == Decimal(1040) / 4 - Decimal("10.5")
    cost = {"campaign": "summer", "amount": "62.00", "day_from": "2026-01-31", "day_to": "2026-02-01"}
    visited.store.put_definition(visited.shop.site.site, "costs", "c1", cost)
    assert results(visited, "")["net"] == Decimal(1040) / 4 - 31


@pytest.mark.parametrize(
    "wrong",
    ["cost=much", "cost=-1", "cost=1,200", "cost=1,200.50", "cost=1.200,50", "rate=101", "margin=nan", "caused=1e999"],
)
def test_what_is_no_number_is_a_clear_error(visited: Desk, wrong: str) -> None:
    visited.page("/calculators")
    response = visited.client.get(f"/calculators?{wrong}")
    assert response.status_code == 400
    assert wrong.partition("=")[0] in Elements(response.text).words


def test_a_wrong_number_is_kept_with_its_message_and_the_others_hold(visited: Desk) -> None:
    visited.sign_in()
    response = visited.client.get(f"/calculators?{DAYS}&margin=40&cost=1.000,50&rate=<b>")
    assert response.status_code == 400
    page = Elements(response.text)
    fields = {each["id"]: each for each in page.all("input") if each.get("id")}
    assert [fields[name]["value"] for name in ("margin", "cost", "rate")] == ["40", "1.000,50", "<b>"]
    assert fields["cost"]["aria-describedby"] == "cost-error"
    assert fields["rate"]["aria-invalid"] == "true"
    assert "aria-invalid" not in fields["margin"]
    errors = [id for _, attributes in page.elements if (id := attributes.get("id") or "").endswith("-error")]
    assert errors == ["rate-error", "cost-error"]
    assert "Not a number: write it as 12.5." in page.words
    assert page.words.count("Nothing was worked out: see the note below the field.") == 2
    assert "More found revenue" in page.words


def test_a_comma_may_stand_before_decimals(visited: Desk) -> None:
    one, other = (results(visited, f"cost={cost}&margin=20") for cost in ("10,5", "10.5"))
    assert one == other
    assert "net" in one


def test_a_cost_that_falls_on_the_days_in_part_is_filled_in_to_the_cent(visited: Desk) -> None:
    cost = {"action": "hero", "amount": "100", "day_from": "2026-01-30", "day_to": "2026-02-01"}
    visited.store.put_definition(1, "costs", "c", cost)
    page = Elements(visited.page(f"/calculators?{DAYS}"))
    assert {field.get("name"): field.get("value") for field in page.all("input")}["cost"] == "66.67"


def test_without_data_it_says_so(desk: Desk) -> None:
    words = Elements(desk.page("/calculators")).words
    assert "No action was placed in this period." in words
    assert "There was no revenue in this period." in words
