"""A real browser walks through the shop; the report of the visit tells exactly that, and what was not seen and why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import new_visitor, wait_until_true
from tests.demo.conftest import Demo, wait_for

SECRET = "Confidential Lane 7"
MEASURED = "window.beheld && beheld.started"  # of a page that is left before the script came nobody will hear
Entry = dict[str, Any]


def request_with(action: str, type: str) -> Any:
    """Waits for the request that tells this of an action."""
    pattern = re.compile(rf'"type":"{type}"[^}}]*"action":"{action}"')
    return lambda request: request.url.endswith("/v1/events") and bool(pattern.search(request.post_data or ""))


def visitor_of(page: Page) -> str | None:
    """The visitor's id, once there is one."""
    cookies = page.context.cookies()
    return next((cookie["value"] for cookie in cookies if cookie["name"] == "beheld_visitor"), None)


def bars(report: dict[str, Any] | None) -> list[Entry]:
    """The impressions of the bar, or of its place."""
    entries = [entry for session in report["sessions"] for entry in session["timeline"]] if report else []
    return [entry for entry in entries if entry["type"] == "impression" and entry["action"] == "free-shipping-bar"]


def look_at_bar(page: Page, demo: Demo, count: int) -> None:
    """Stay until the bar of this page, the so many-th, was seen: it comes by script, a moment after the page."""

    def delivered() -> bool:
        visitor = visitor_of(page)
        report = demo.get(f"/api/v1/visitors/{visitor}") if visitor else None
        return [bar["state"] for bar in bars(report)] == ["delivered"] * count

    wait_for(delivered, f"{count} bars")


def find_in_front_page(page: Page, demo: Demo) -> None:
    """Down to the widget and no further: a heart, a quick add, and on to a product."""
    with page.expect_request(request_with("home-hero", "deliver")):
        page.goto(f"{demo.url}/demo/")
    with page.expect_request(request_with("home-recs", "deliver")):
        page.locator("[data-bh-action=home-recs] h2").scroll_into_view_if_needed()
        page.locator("[data-bh-item=everyday-pot-celadon] [data-bh-wishlist]").click()
    page.locator("[data-bh-item=first-flush-50] [data-bh-quick-add]").click()
    expect(page.locator("[data-count=cart]")).to_have_text("1")
    look_at_bar(page, demo, 1)
    page.locator("[data-bh-item=high-mountain-50] h3 a").click()


def buy(page: Page, demo: Demo) -> str:
    """Two of the product, through the till; the number of the order."""
    page.locator("[name=quantity]").fill("2")
    page.locator("[data-buy] .button").click()
    expect(page.locator("[data-count=cart]")).to_have_text("3")
    look_at_bar(page, demo, 2)
    page.locator(".site-tools [href$='/cart']").click()
    expect(page.locator(".line")).to_have_count(2)
    look_at_bar(page, demo, 3)
    page.locator("[data-summary] .button").click()
    for field in ("name", "street", "postcode", "town", "note"):
        page.locator(f"[name={field}]").fill(SECRET)
    page.locator("[data-checkout] [name=email]").fill("confidential@shop.example")
    wait_until_true(page, MEASURED)
    page.locator("[data-place-order]").click()
    order = page.locator("[data-order-number]")
    expect(order).to_have_text(re.compile("Order SS-"))
    return order.inner_text().split()[-1]


def answer_and_leave(page: Page) -> None:
    """Say how it was, sign up for the letter, and go."""
    wait_until_true(page, MEASURED)
    page.locator("[data-survey] label", has_text=re.compile("^9$")).click()
    page.locator("[data-survey] .button").click()
    page.locator("[data-newsletter] input").fill("confidential@shop.example")
    page.locator("[data-newsletter] .button").click()
    expect(page.locator("[data-newsletter] [data-answer]")).to_contain_text("Welcome")
    page.goto("about:blank")


@pytest.fixture(scope="module")
def trip(chromium: Browser, demo: Demo) -> dict[str, Any]:
    """The trip, once for all that is asked of it: the order's number and the visitor's report."""
    context = new_visitor(chromium)
    page = context.new_page()
    thrown: list[str] = []
    context.on("weberror", lambda error: thrown.append(str(error.error)))
    page.on("console", lambda message: thrown.append(message.text) if message.type == "error" else None)
    find_in_front_page(page, demo)
    order = buy(page, demo)
    answer_and_leave(page)
    visitor = visitor_of(page)
    report = wait_for(lambda: _complete(demo.get(f"/api/v1/visitors/{visitor}")), "the whole visit")
    context.close()  # not before: a closed window takes with it what it was sending
    assert not thrown
    return {"order": order, "visitor": visitor, "report": report}


def _complete(report: dict[str, Any] | None) -> dict[str, Any] | None:
    """The report, when what the last page said at its end is in it."""
    entries = [entry for session in report["sessions"] for entry in session["timeline"]] if report else []
    last = [entry for entry in entries if entry["type"] == "page_view" and entry["page"]["path"] == "/demo/thanks"]
    return report if last and last[0]["engaged_ms"] is not None and "newsletter" in goals(entries) else None


@pytest.fixture
def report(trip: dict[str, Any]) -> dict[str, Any]:
    """What the API tells of the visitor."""
    found: dict[str, Any] = trip["report"]
    return found


@pytest.fixture
def timeline(report: dict[str, Any]) -> list[Entry]:
    """The one visit's timeline."""
    (session,) = report["sessions"]
    entries: list[Entry] = session["timeline"]
    return entries


def on(timeline: list[Entry], path: str) -> dict[str, Entry]:
    """The impressions and skips of the page with that path, by action."""
    (view,) = (entry["view_id"] for entry in timeline if entry["type"] == "page_view" and entry["page"]["path"] == path)
    return {entry["action"]: entry for entry in timeline if entry.get("state") and entry.get("view_id") == view}


def goals(entries: list[Entry]) -> list[str]:
    return [entry["goal"] for entry in of(entries, "goal")]


def of(timeline: list[Entry], type: str) -> list[Entry]:
    return [entry for entry in timeline if entry["type"] == type]


def test_the_report_shows_who_came_and_which_pages_they_saw(report: dict[str, Any], timeline: list[Entry]) -> None:
    (session,) = report["sessions"]
    assert (report["bot"], report["orders"], report["revenue"]) == (False, 1, "47.20")
    assert (session["device"], session["landing_page"], session["page_views"]) == ("desktop", "/demo/", 5)
    paths = [entry["page"]["path"] for entry in of(timeline, "page_view")]
    assert paths == ["/demo/", "/demo/p/high-mountain", "/demo/cart", "/demo/checkout", "/demo/thanks"]
    assert of(timeline, "page_view")[1]["page"]["item"] == "high-mountain-50"


def test_what_was_seen_was_delivered_and_what_nobody_scrolled_to_was_not_and_says_why(timeline: list[Entry]) -> None:
    front = on(timeline, "/demo/")
    assert [front[action]["state"] for action in ("home-hero", "home-recs")] == ["delivered", "delivered"]
    for action in ("home-journal", "footer-club"):
        unseen = front[action]
        assert (unseen["state"], unseen["reason"]) == ("undelivered", "below_fold")
        assert unseen["detail"]["deepest"] <= unseen["detail"]["top"] < unseen["detail"]["page"]
        assert unseen["explanation"]
    pairs = on(timeline, "/demo/p/high-mountain")["product-pairs"]
    assert (pairs["state"], pairs["reason"]) == ("undelivered", "below_fold")


def test_what_was_not_placed_says_why(timeline: list[Entry]) -> None:
    skips = {(entry["action"], entry["reason"]) for entry in of(timeline, "skip")}
    assert skips == {("exit-offer", "exit_intent_not_fired")}


def test_the_experiment_shows_its_bar_or_is_a_ghost(timeline: list[Entry]) -> None:
    placed = bars({"sessions": [{"timeline": timeline}]})
    assert len(placed) == 3
    promoted = {("tea", False), ("control", True)}
    assert {(bar["variation"], bar["ghost"]) for bar in placed} <= promoted
    assert {bar["state"] for bar in placed} == {"delivered"}


def test_what_was_done_in_the_widget_stands_in_the_report(timeline: list[Entry]) -> None:
    (click,) = (entry for entry in of(timeline, "click") if entry["action"] == "home-recs")
    (added,), (wished,) = of(timeline, "quick_add"), of(timeline, "wishlist_add")
    assert click["item"] == "high-mountain-50"
    assert (added["action"], added["item"]) == ("home-recs", "first-flush-50")
    assert (wished["action"], wished["item"]) == ("home-recs", "everyday-pot-celadon")
    (cart,) = of(timeline, "cart_add")
    assert (cart["item"], cart["quantity"]) == ("high-mountain-50", 2)


def test_each_bought_line_names_the_widget_it_was_found_through(trip: dict[str, Any], timeline: list[Entry]) -> None:
    (order,) = of(timeline, "purchase")
    assert (order["order_id"], order["revenue"], order["currency"]) == (trip["order"], "47.20", "EUR")
    found = {line["item"]: line["found_through"] for line in order["lines"]}
    assert {item: (one["action"], one["by"], one["same_session"]) for item, one in found.items()} == {
        "high-mountain-50": ("home-recs", "click", True),
        "first-flush-50": ("home-recs", "quick_add", True),
    }


def test_answers_and_goals_stand_in_the_report(timeline: list[Entry]) -> None:
    assert [(entry["instrument"], entry["score"]) for entry in of(timeline, "survey")] == [("nps", 9)]
    assert "newsletter" in goals(timeline)


def test_nothing_that_was_typed_into_a_form_was_collected(trip: dict[str, Any], demo_store: Path) -> None:
    kept = b"".join(path.read_bytes() for path in demo_store.parent.iterdir() if path.is_file())
    assert trip["order"].encode() in kept
    assert SECRET.encode() not in kept
    assert b"confidential@" not in kept


def test_the_page_of_the_visitor_shows_the_same(trip: dict[str, Any], chromium: Browser, demo: Demo) -> None:
    context = new_visitor(chromium)
    page = context.new_page()
    page.goto(f"{demo.url}/visitors/{trip['visitor']}")
    page.locator("input[name=key]").fill(demo.read_key)
    page.keyboard.press("Enter")
    shown = page.locator(".timeline")
    expect(page.locator("h1")).to_have_text(trip["visitor"])
    expect(shown.locator("li", has_text="Picked for you").filter(has_text="Seen").first).to_be_visible()
    for name in ("From the journal", "Goes well with it"):
        unseen = shown.locator("li", has_text=name).filter(has_text="Not seen")
        expect(unseen).to_have_count(1)
        expect(unseen).to_contain_text("px down")
    bought = shown.locator(".order tbody tr", has_text="high-mountain-50")
    expect(bought).to_contain_text("Picked for you")
    expect(shown.locator("li", has_text="everyday-pot-celadon")).to_be_visible()
    context.close()


def test_a_browser_that_a_program_drives_counts_as_a_bot(chromium: Browser, demo: Demo) -> None:
    agent = (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36"
    )
    context = new_visitor(chromium, user_agent=agent)
    page = context.new_page()
    with page.expect_request(request_with("home-hero", "deliver")):
        page.goto(f"{demo.url}/demo/")
    assert wait_for(lambda: demo.get(f"/api/v1/visitors/{visitor_of(page)}"), "the bot")["bot"]
    context.close()


def test_a_visitor_faster_than_the_script_loses_nothing(chromium: Browser, demo: Demo) -> None:
    page = new_visitor(chromium).new_page()
    held: list[Route] = []
    page.route("**/main.js*", lambda route: held.append(route))
    with page.expect_request("**/main.js*"):
        page.goto(f"{demo.url}/demo/p/high-mountain", wait_until="commit")
    button = page.locator("[data-buy] .button")
    expect(button).to_be_disabled()
    page.locator("[name=quantity]").fill("2")
    page.locator("[name=quantity]").press("Enter")
    held[0].continue_()
    button.click()
    expect(page.locator("[data-count=cart]")).to_have_text("2")
    assert "?" not in page.url
    page.context.close()
