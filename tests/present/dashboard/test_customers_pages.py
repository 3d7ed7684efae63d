"""The pages of customers and of retention: measured beside modelled, and what is missing is said."""

from __future__ import annotations

import re

import pytest

from collector.event import Item
from collector.present.dashboard.cohorts import DARKEST, grid, shade_of
from tests.present.desk import Desk
from tests.present.reading import Elements
from tests.reports.building import DAY, a_line
from tests.reports.customers.cdnow import purchases
from tests.reports.customers.conftest import order

DAYS = "from=2026-01-01&to=2026-02-28"


@pytest.fixture(autouse=True)
def customers(desk: Desk) -> None:
    """Ann orders in January and in February; bob, in control, in January."""
    shop = desk.shop
    shop.send(
        shop.event("deliver", 1, action="hero", variation="b"),
        shop.event("deliver", 1, visitor="bob", view_id="b", action="hero", variation="control"),
        shop.event("deliver", 1, visitor="cid", view_id="c", action="popup"),
        shop.event("assign", 1, name="hero-test", variation="b", allocation=1),
        shop.event("assign", 1, visitor="bob", view_id="b", name="hero-test", variation="control", allocation=1),
        shop.order(60, a_line("A", 100), order_id="1"),
        shop.order(35 * DAY, a_line("A", 50), order_id="2", view_id="w2"),
        shop.order(90, a_line("A", 10), order_id="3", visitor="bob", view_id="b"),
    )


def figures(page: str) -> dict[str, str]:
    """The first of each figure on a page."""
    return dict(reversed(re.findall(r'data-figure="(\w+)" data-value="([^"]*)"', page)))


def test_customers_and_what_they_are_worth(desk: Desk) -> None:
    page = desk.page(f"/customers?{DAYS}")
    found = figures(page)
    assert (found["customers"], found["orders"], found["clv_so_far"]) == ("2", "3", "80.00")
    words = Elements(page).words
    assert "No model is shown. 1 customer came back; below 100 no model" in words
    assert "upper estimate" in words
    assert "On CDNOW" in words
    assert "clv_model" not in page.partition('id="concentration"')[0]


def test_orders_without_money_and_bargain_hunters_are_named(desk: Desk) -> None:
    desk.shop.send(
        desk.shop.order(70, a_line("A", 9), order_id="usd", visitor="uma", view_id="u", currency="USD"),
        desk.shop.order(80, a_line("A", 9, discount=1), order_id="cut", visitor="una", view_id="v"),
    )
    words = Elements(desk.page(f"/customers?{DAYS}")).words
    assert "1 of the orders on these days has no amount that counts" in words
    assert "33.3 % of customers bought only at a discount" in words.replace("\N{NO-BREAK SPACE}", " ")


def test_by_what_was_delivered_first_control_stands_below(desk: Desk) -> None:
    page = desk.page(f"/customers?{DAYS}&by=first_delivered")
    hero, popup = (each for each in page.split("<tr>") if "/actions/one?" in each)
    assert re.findall(r'data-figure="revenue" data-value="([^"]*)"', hero) == ["150.00", "10.00"]
    assert "control below" in hero
    assert "There is no control" in popup
    assert 'class="below"' not in popup


def test_customers_who_come_back(desk: Desk) -> None:
    page = desk.page(f"/retention?{DAYS}")
    assert "Jan 2026" in page
    assert "Dec 2025" not in page  # nobody had ordered yet
    words = Elements(page).words
    assert "50.0 % of the previous month's customers ordered again in Feb 2026" in words
    row = next(each for each in page.split("<tr>") if ">Jan 2026" in each and "shade-" in each)
    assert re.findall(r'class="number shade-(\d)" data-value="([^"]*)"', row) == [("5", "1.0"), ("5", "0.5")]
    assert "needs 30 persons in each" in words
    assert "hero-test" in words


def test_cohorts_by_first_delivery_lead_to_those_of_one_action_and_its_control(desk: Desk) -> None:
    whole = desk.page(f"/retention?{DAYS}&cohort=first_delivered")
    assert "To compare, choose one action." in Elements(whole).words
    assert "action=popup" in whole
    of_one = desk.page(f"/retention?{DAYS}&cohort=first_delivered&action=hero")
    persons = re.findall(r'<td class="number">(\d+)</td>', of_one.partition('id="cohorts"')[2].partition("</table>")[0])
    assert persons == ["1", "1"]
    assert "choose one action" not in Elements(of_one).words
    assert "choose one action" not in desk.page(f"/retention?{DAYS}&action=hero")


def test_the_page_says_that_retention_looks_further_back_than_the_period(desk: Desk) -> None:
    text = "longer than the period"
    assert text in desk.page(f"/retention?{DAYS}")
    assert text not in desk.page("/retention?from=2025-01-01&to=2026-02-28")


def test_a_grid_is_shaded_by_the_greatest_share_after_the_beginning() -> None:
    (line,) = grid([{"cohort": "2026", "control": False, "persons": 9, "retention": [1.0, 0.5, 0.1, 0.0]}])
    assert [cell.shade for cell in line.cells] == [DARKEST, DARKEST, 1, 0]
    assert shade_of(0.0, 0.0) == 0


def test_unknown_choices_are_named_as_unknown(desk: Desk) -> None:
    desk.sign_in()
    for address in ("/customers?by=moon", "/retention?unit=day", "/retention?cohort=moon"):
        assert desk.client.get(address).status_code == 400


def test_an_empty_page_says_what_to_do(desk: Desk) -> None:
    assert "No customers yet" in desk.page("/customers?from=2025-01-01&to=2025-01-31")
    assert "so nothing is known about who came back" in desk.page("/retention?from=2020-01-01&to=2020-01-31")


def test_with_enough_who_came_back_the_model_stands_beside_the_others(desk: Desk) -> None:
    few = [each for each in purchases() if each.customer % 6 == 0]
    desk.shop.send(*(order(nth, each.customer, each.on, each.amount) for nth, each in enumerate(few)))
    page = desk.page("/customers?from=1997-01-01&to=1997-09-30")
    assert float(figures(page)["clv_model"]) > 0
    assert "0.84 times" in Elements(page).words
    assert "No model is shown" not in page


def test_which_categories_customers_branch_into(desk: Desk) -> None:
    words = Elements(desk.page(f"/customers?{DAYS}")).words
    assert "There are no five customers yet who began with one category" in words
    items = {name: Item("i", None, 10**6, 10**6, 0, None, name) for name in ("<b>tea</b>", "pots")}
    desk.shop.send(
        *(
            desk.shop.order(day * DAY, items[name], order_id=f"{name}{nth}", visitor=f"v{nth}", view_id=name)
            for nth in range(8)
            for day, name in ((1, "<b>tea</b>"), (2, "pots"))
            if name != "pots" or nth < 6
        ),
        desk.shop.order(3 * DAY, "A", order_id="again", visitor="v7", view_id="again"),
    )
    page = desk.page(f"/customers?{DAYS}")
    row = next(each for each in page.split("<tr>") if 'data-figure="branch"' in each)
    assert "&lt;b&gt;tea&lt;/b&gt;" in row
    assert "<b>tea</b> → pots 6 7 85.7 % 48.7 % to 97.4 %" in Elements(page).words
