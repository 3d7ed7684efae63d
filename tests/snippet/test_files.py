"""What beheld.js loads later: only where it is needed, and nothing is lost while it is on its way, or if it never comes."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Route

from tests.browser.chromium import wait_until_true
from tests.snippet.conftest import Visit

STATIC = Path(__file__).parents[2] / "static"

SHELF = """<div data-bh-action="shelf" data-bh-kind="products" style="height: 200px">
    <div data-bh-item="a"><button id="add" data-bh-quick-add onclick="this.disabled = true">Add</button>
    <button id="heart" data-bh-wishlist aria-pressed="false" onclick="setAttribute('aria-pressed', 'true')">Like</button></div>
    <a href="#x" onclick="event.stopImmediatePropagation()" data-bh-item="b">B</a></div>"""

SHADOW = """<x-box></x-box><script>document.querySelector("x-box").attachShadow({ mode: "open" }).innerHTML =
    "<p data-bh-action=inner>In the shadow"</script>"""


def loaded(visit: Visit) -> list[str]:
    """The snippet's files that pages have requested, in order, but that of `data-debug`, which these pages have."""
    found = [re.fullmatch(r"GET /(beheld\S*\.js)", request.what) for request in visit.collector.requests]
    return [match[1] for match in found if match and match[1] != "beheld-debug.js"]


def held(visit: Visit, file: str) -> Callable[[], None]:
    """Let a file not come before the function that this returns is called."""
    routes: list[Route] = []
    visit.page.route(f"**/{file}*", lambda route: routes.append(route))

    def release() -> None:
        for route in routes:
            route.continue_()

    return release


def types(visit: Visit, *which: str) -> list[str]:
    return [event["type"] for event in visit.noted if event["type"] in which]


def test_a_page_loads_what_it_needs_only(visit: Visit) -> None:
    for body, files in [("<p>Nothing", []), (SHELF, ["beheld-seen.js"]), (SHADOW, ["beheld-seen.js"])]:
        visit.collector.requests.clear()
        visit.noted.clear()
        visit.page.context.new_cdp_session(visit.page).send("Network.clearBrowserCache")
        visit.open(body, settled=False)
        if files:
            visit.until("deliver")
        visit.collector.wait_for("page_view", view_id=visit.noted[-1]["view_id"])
        assert loaded(visit) == ["beheld.js", *files]
    visit.noted.clear()
    visit.open("<p>Nothing yet", settled=False)
    visit.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p data-bh-action=late>Late</p>')")
    visit.until("deliver", action="late")


def test_what_is_done_before_a_file_has_come_is_recorded_in_its_order(visit: Visit) -> None:
    release = held(visit, "beheld-seen.js")
    visit.open(SHELF, settled=False)
    for button in ("#add", "#heart", "a"):
        visit.page.click(button)
    assert types(visit, "execute", "click", "quick_add", "wishlist_add") == []
    release()
    visit.until("click", item="b")
    visit.until("deliver", action="shelf")
    done = types(visit, "execute", "click", "quick_add", "wishlist_add")
    assert done == ["execute", "quick_add", "wishlist_add", "click"]


def test_calls_before_a_file_has_come_keep_their_order_and_their_views(visit: Visit) -> None:
    release = held(visit, "beheld-plans.js")
    visit.open("<p>Hello", settled=False)
    visit.page.evaluate("""() => {
        window.told = [];
        beheld("variation", "one", () => told.push("one"));
        beheld("action", { action: "here", place: () => document.body.appendChild(document.createElement("hr")) });
        beheld("action", { action: "both", trigger: { pages: "*" }, place: () => { told.push("placed"); return null } });
        history.pushState({}, "", "/next");
    }""")
    visit.until("skip", action="both")
    first = visit.noted[0]["view_id"]
    skips = [(event["action"], event["reason"]) for event in visit.noted if event["type"] == "skip"]
    assert skips == [("here", "delay_not_elapsed"), ("both", "delay_not_elapsed")]
    assert {event["view_id"] for event in visit.noted if event["type"] == "skip"} == {first}
    visit.page.evaluate("beheld('variation', 'two', () => told.push('two'))")
    release()
    wait_until_true(visit.page, "told.length == 3")
    assert [each for each in visit.page.evaluate("told") if each != "placed"] == ["one", "two"]


def test_leaving_before_the_file_has_come_still_reports_actions_placed_and_clicked(visit: Visit) -> None:
    held(visit, "beheld-seen.js")
    visit.open(SHELF, settled=False)
    visit.page.click("#add")
    visit.page.click("a")
    visit.leave()
    (execute,) = visit.stored("execute")
    assert (execute["action"], execute["kind"]) == ("shelf", "products")
    assert [item["item"] for item in execute["items"]] == ["a", "b"]
    (click,) = visit.stored("click")
    assert (click["action"], click["item"]) == ("shelf", "b")
    assert not visit.stored("evidence")
    assert not visit.stored("deliver")


def test_without_its_files_the_rest_is_recorded_and_the_console_says_why_once(visit: Visit) -> None:
    messages: list[str] = []
    visit.page.on("console", lambda message: messages.append(message.text) if message.type == "warning" else None)
    visit.page.route(re.compile("beheld-(seen|plans)"), lambda route: route.abort())
    visit.open(SHELF, settled=False)
    recorded = visit.page.evaluate("""() => {
        beheld("action", { action: "popup", place: () => document.body });
        beheld("goal", { goal: "reached" });
        return new Promise(tell => beheld("variation", "hero", tell));
    }""")
    assert recorded is None
    visit.until("skip", action="popup", reason="error")
    while len(messages) < 2:
        visit.page.wait_for_event("console")
    visit.page.evaluate("beheld('variation', 'hero')")
    visit.leave()
    assert sorted(text.split()[1] for text in messages) == ["beheld-plans.js", "beheld-seen.js"]
    assert all("script-src" in text for text in messages)
    assert visit.stored("goal")
    assert visit.stored("execute", action="shelf")
    assert not visit.stored("deliver")


def test_a_file_that_fails_is_tried_again(visit: Visit) -> None:
    failures = ["once"]

    def fail_once(route: Route) -> None:
        route.abort() if failures and failures.pop() else route.continue_()

    visit.page.route("**/beheld-seen.js*", fail_once)
    visit.open(SHELF, settled=False)
    visit.until("deliver", action="shelf")


def test_files_that_are_newer_than_beheld_js_measure_nothing_and_have_it_renewed(visit: Visit) -> None:
    """Nothing wrong is counted by an interface that has changed, and the next page has the new one."""
    old = re.sub(r"made:\d+", "made:0", (STATIC / "beheld.js").read_text())
    assert "made:0" in old
    messages: list[str] = []
    visit.page.on("console", lambda message: messages.append(message.text) if message.type == "warning" else None)
    visit.page.route("**/beheld.js", lambda route: route.fulfill(body=old, content_type="text/javascript"), times=1)
    with visit.page.expect_request(lambda request: request.resource_type == "fetch" and "beheld.js" in request.url):
        visit.open(SHELF, settled=False)
    visit.leave()
    assert len(messages) == 2  # of what measures, and of what explains
    assert all("out of date" in text for text in messages)
    assert [event["action"] for event in visit.stored("execute")] == ["shelf"]
    assert not visit.stored("deliver")
    assert not visit.stored("evidence")


def test_all_in_one_file_with_its_hash(visit: Visit) -> None:
    digest = base64.b64encode(hashlib.sha384((STATIC / "beheld.full.js").read_bytes()).digest()).decode()
    tag = visit.collector.snippet(f'data-debug nonce="abc" integrity="sha384-{digest}" crossorigin')
    visit.shop.add(
        "/",
        "<!doctype html><title>Shop</title>" + SHELF + tag.replace("beheld.js", "beheld.full.js"),
        content_security_policy=f"default-src 'none'; script-src 'nonce-abc'; style-src 'unsafe-inline'; "
        f"connect-src {visit.collector.origin}",
    )
    visit.page.goto(visit.shop.url("/"))
    visit.until("deliver", action="shelf")
    visit.page.click("a")
    visit.until("click", item="b")
    visit.page.evaluate(f"beheld('survey', {json.dumps({'action': 'nps'})})")
    visit.until("deliver", action="nps")
    assert loaded(visit) == ["beheld.full.js"]
    visit.leave()
    assert visit.evidence("shelf")["max_fraction"] == 1
