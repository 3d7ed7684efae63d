"""The pages of reports in a real browser: they work by the keyboard and without script, and charts draw."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import new_visitor
from tests.browser.serving import LocalServer
from tests.present.desk import PASSWORD, Desk
from tests.present.reading import a_visit
from tests.present.test_pages_in_a_browser import signed_in
from tests.reports.building import a_line

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
    desk.shop.send(desk.shop.event("execute", 1, action="x" * 128, kind="banner"))
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


SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
IN_TWO_LINES = "() => [...document.querySelectorAll('.line time')].filter((each) => each.offsetHeight > 40).length"
HIDDEN_BY_SCROLLING = """(id) => [...document.querySelectorAll(`${id} .scrolls`)]
    .map((each) => each.scrollWidth - each.clientWidth).filter((more) => more > 0)"""


def test_long_names_and_large_amounts_stay_in_their_place(chromium: Browser, desk: Desk, origin: str) -> None:
    shop, long = desk.shop, {"visitor": "v" * 128, "view_id": "long", "page": "/" + "p" * 200}
    shop.send(
        shop.event("page_view", 0, **long),
        shop.event("survey", 5, action="s" * 128, instrument="csat", scale=5, score=4, comment="c" * 500, **long),
        *(shop.order(60, a_line("boat", 9_876.54), order_id=n, visitor=n, view_id=n) for n in map(str, range(10, 23))),
        shop.order(90, a_line("tea", 0.01), order_id="3", visitor="poor", view_id="p1"),
        shop.from_server(
            "subscription", 0, user_id="rich", subscription_id="s", status="started", plan="gold",
            amount_micros=1_000_000_000_010_000, currency="EUR",
        ),
    )  # fmt: skip
    page = signed_in(chromium, desk, origin)
    page.goto(f"{origin}/visitors/{'v' * 128}")
    assert page.evaluate(IN_TWO_LINES) == 0, "the time of day, such as 11:00:00 AM"
    for width in (768, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == 0
    page.goto(f"{origin}/subscriptions?{DAYS}")
    height = "id => document.querySelector(`.tile [data-figure=${id}]`).offsetHeight"
    assert page.evaluate(height, "mrr") <= 2 * page.evaluate(height, "customer_churn"), "1,000,000,000.01 in one line"
    page.set_viewport_size({"width": 1440, "height": 800})
    page.goto(f"{origin}/satisfaction/comments?{DAYS}")
    assert page.evaluate(HIDDEN_BY_SCROLLING, "main") == []
    page.goto(f"{origin}/customers?{DAYS}")
    assert page.evaluate(HIDDEN_BY_SCROLLING, "#by") == []
    page.context.close()


def test_the_menu_opens_within_a_narrow_page_beside_a_choice_of_sites(
    chromium: Browser, desk: Desk, origin: str
) -> None:
    owner = desk.person("owner")
    desk.store.add_account(owner.email, 2, "viewer", by="cli")
    page = new_visitor(chromium, viewport={"width": 360, "height": 800}).new_page()
    page.goto(f"{origin}/sign-in")
    page.get_by_label("E-mail address").fill(owner.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    for width in (360, 500, 768, 900):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{origin}/overview")
        page.get_by_text("Menu", exact=True).click()
        box = page.get_by_role("navigation", name="Menu").bounding_box()
        assert box
        assert 0 <= box["x"] <= width - box["width"], f"at {width} px"
        assert page.evaluate(SIDEWAYS) == 0
    page.context.close()
