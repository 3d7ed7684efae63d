"""The pages of reports in a real browser: they fit, complain of nothing, and work by keyboard and without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.test_pages import HOSTILE, a_visit
from tests.present.test_pages_in_a_browser import signed_in

DAYS = "from=2026-01-01&to=2026-01-31"
PATHS = (
    "/overview", "/actions", "/actions/one?action=hero", "/actions/one?action=nowhere", "/overview?period=never",
    "/delivery", "/recommendations", "/recommendations?by=item", "/content", "/engagement", "/goals", "/segments",
    "/live", "/campaigns", "/settings/pieces", "/calculators?cost=100&margin=40",
)  # fmt: skip
SETTINGS = tuple(
    f"/settings{page}"
    for page in ("", "/actions", "/annotations", "/costs", "/money", "/collection", "/keys", "/people")
)


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    """Where the desk's collector is served, after a visit and a hostile one."""
    a_visit(desk.shop)
    desk.shop.send(
        desk.shop.event("execute", 1, visitor="bob", view_id="b1", action=HOSTILE + "x" * 60, kind="banner"),
        desk.shop.event("evidence", 9, visitor="bob", view_id="b1", action="hero", max_fraction=0.0, reason="hidden"),
    )
    desk.store.put_definition(1, "actions", "z" * 90, {"name": HOSTILE + "x" * 60, "goals": ["y" * 90, "call"]})
    with LocalServer(desk.app) as server:
        yield server.origin


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_pages_fit_and_complain_of_nothing(chromium: Browser, desk: Desk, origin: str, scheme: str, width: int) -> None:
    page = signed_in(chromium, desk, origin, key="admin", color_scheme=scheme, viewport={"width": width, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in (*PATHS, *SETTINGS):
        page.goto(f"{origin}{path}{'&' if '?' in path else '?'}{DAYS}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.context.close()
    assert [text for text in complaints if "404" not in text and "400" not in text] == []


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
