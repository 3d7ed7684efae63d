"""The pages of reports in a real browser: they work by the keyboard and without script, and charts draw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.reading import a_visit
from tests.present.test_pages_in_a_browser import signed_in

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    """Where the desk's collector is served, after a visit, and one in which something was not seen."""
    a_visit(desk.shop)
    desk.shop.send(
        desk.shop.event("evidence", 9, visitor="bob", view_id="b1", action="hero", max_fraction=0.0, reason="hidden")
    )
    with LocalServer(desk.app) as server:
        yield server.origin


def test_one_walks_from_the_overview_to_an_action_without_javascript(
    chromium: Browser, desk: Desk, origin: str
) -> None:
    page = signed_in(chromium, desk, origin, java_script_enabled=False)
    page.get_by_text("Days, segment, credit").click()
    page.get_by_label("Period", exact=True).select_option("days")
    page.get_by_label("From").fill("2026-01-01")
    page.get_by_label("To", exact=True).fill("2026-01-31")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Actions", exact=True).click()
    page.get_by_role("link", name="hero").click()
    expect(page.get_by_role("heading", name="Why it was not seen")).to_be_visible()
    expect(page.locator("[data-figure=delivered]").first).to_have_text("1")
    page.context.close()


def test_the_menu_of_a_narrow_page_opens_by_the_keyboard(chromium: Browser, desk: Desk, origin: str) -> None:
    page = signed_in(chromium, desk, origin, viewport={"width": 360, "height": 800})
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Visitors")).to_be_visible()
    page.context.close()


def test_a_chart_draws_what_its_table_says(chromium: Browser, desk: Desk, origin: str) -> None:
    page = signed_in(chromium, desk, origin)
    page.goto(f"{origin}/overview?{DAYS}")
    canvas = page.locator("#over-time canvas")
    expect(canvas).to_be_visible()
    drawn = "canvas => new Set(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data).size"
    assert canvas.evaluate(drawn) > 2, "there are lines on it"
    page.locator("#over-time .u-over").hover()
    expect(page.locator("#over-time .readout")).to_contain_text("Executed")
    page.get_by_text("As a table").click()
    expect(page.locator("#over-time tbody tr")).to_have_count(31)
    expect(page.locator("#over-time tbody tr", has_text="Jan 2, 2026").locator("td").first).not_to_have_text("0")
    page.context.close()


def test_days_without_anything_draw_no_empty_grid(chromium: Browser, desk: Desk, origin: str) -> None:
    page = signed_in(chromium, desk, origin)
    page.goto(f"{origin}/overview?from=2025-01-01&to=2025-01-31")
    expect(page.locator("#over-time")).to_contain_text("Nothing in this period.")
    expect(page.locator("#over-time canvas")).to_have_count(0)
    expect(page.locator("#over-time tbody tr")).to_have_count(31)
    page.context.close()


def test_a_name_that_turns_the_direction_of_writing_turns_no_other_words(
    chromium: Browser, desk: Desk, origin: str
) -> None:
    """What stands behind such a name begins to the left of where it ends, as all else does."""
    desk.shop.send(desk.shop.event("execute", 1, action="\N{RIGHT-TO-LEFT OVERRIDE}abc", kind="banner"))
    page = signed_in(chromium, desk, origin)
    page.goto(f"{origin}/actions?{DAYS}")
    left_to_right = """chip => {
      const at = (nth) => { const range = document.createRange(); range.setStart(chip.firstChild, nth);
        range.setEnd(chip.firstChild, nth + 1); return range.getBoundingClientRect().left; };
      return at(0) < at(1);
    }"""
    chips = page.locator("#actions tbody tr", has_text="abc").locator(".kind")
    expect(chips).to_have_text("banner")
    assert chips.evaluate(left_to_right)
    page.context.close()


def test_paper_has_all_columns_and_without_javascript_the_figures_of_a_chart(
    chromium: Browser, desk: Desk, origin: str
) -> None:
    page = signed_in(chromium, desk, origin, java_script_enabled=False, viewport={"width": 718, "height": 1000})
    page.emulate_media(media="print")
    for path in ("overview", "actions", "campaigns", "customers", "recommendations", "subscriptions"):
        page.goto(f"{origin}/{path}?{DAYS}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 718, path
        assert page.evaluate("[...document.querySelectorAll('.help')].every((each) => !each.offsetWidth)"), path
        hidden = (
            "[...document.querySelectorAll('.scrolls')].filter((each) => each.scrollHeight > each.clientHeight + 1)"
        )
        assert page.evaluate(f"{hidden}.length") == 0, path
    page.goto(f"{origin}/overview?{DAYS}")
    expect(page.locator("#over-time tbody tr").last).to_be_visible()
    page.context.close()
