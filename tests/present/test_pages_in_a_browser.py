"""The pages in a real browser: both themes, a phone's width, the keyboard alone, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import new_visitor
from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, a_visit
from tests.reports.building import DAY


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    """Where the desk's collector is served, with a visit, a hostile one, and a second of the first person."""
    a_visit(desk.shop)
    desk.shop.send(
        desk.shop.event("page_view", DAY, user_id="u17", view_id="w9"),
        desk.shop.event("goal", 0, visitor="bob", name=HOSTILE + "x" * 100, view_id="x" * 128),
    )
    with LocalServer(desk.app) as server:
        yield server.origin


def signed_in(browser: Browser, desk: Desk, origin: str, *, key: str = "read", **options: object) -> Page:
    """A browser window in which somebody signed in with the read key, or with one of another kind."""
    page = new_visitor(browser, **options).new_page()
    page.goto(f"{origin}/sign-in")
    page.get_by_label("Read key").fill(desk.keys[key])
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    return page


def test_visits_are_folded_and_unfolded_by_the_keyboard_alone(chromium: Browser, desk: Desk, origin: str) -> None:
    page = signed_in(chromium, desk, origin)
    page.goto(f"{origin}/visitors/u17")
    visits = page.locator("details.visit")
    expect(visits).to_have_count(2)

    page.get_by_role("button", name="Fold all").focus()
    page.keyboard.press("Enter")
    expect(page.locator("details.visit[open]")).to_have_count(0)
    # The button changes its name once the browser has told of the folding, which is a moment later.
    expect(page.get_by_role("button", name="Unfold all")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("details.visit[open]")).to_have_count(1)
    expect(page.get_by_role("button", name="Unfold all")).to_be_visible()
    page.context.close()


def test_everything_works_without_javascript(chromium: Browser, desk: Desk, origin: str) -> None:
    page = signed_in(chromium, desk, origin, java_script_enabled=False)

    page.get_by_role("link", name="Visitors").click()
    page.get_by_label("Visitor id, user id or order number").fill("u1")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="u17").click()
    expect(page.get_by_role("heading", name="u17")).to_be_visible()
    expect(page.get_by_text("It was 2,400")).to_be_visible()
    page.get_by_role("link", name="Erase this person").click()
    expect(page.get_by_text("14 events")).to_be_visible()
    page.get_by_label("Admin key").fill(desk.keys["admin"])
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("u17 was erased")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.wait_for_url(f"{origin}/sign-in")
    page.context.close()
