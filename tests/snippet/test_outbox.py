"""Nothing is lost: not by closing, not by a collector that is down, not by batches too large, not by a full storage."""

import json

from playwright.sync_api import Page

from tests.browser import new_visitor
from tests.browser.chromium import wait_until_true

KEPT = "Object.keys(localStorage).filter(name => /^beheld\\..{8}\\.e/.test(name)).length"


def posts(collector):
    """The status of each answer to a batch so far."""
    return [request.status for request in collector.requests if request.what == "POST /v1/events"]


def nothing_kept(page: Page):
    """Wait until the collector has answered for every event."""
    wait_until_true(page, f"{KEPT} == 0")


def test_events_go_within_about_a_second_and_are_forgotten_after_the_answer(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    nothing_kept(visit.page)
    assert posts(visit.collector) == [202]


def test_what_a_closed_tab_left_is_sent_by_the_next_page(visit):
    visit.collector.server.stop()
    visit.shop["/script"] = "<script src=/beheld.js></script>"
    visit.collector.server.start()
    visit.open("<p>Hello", path="/closed")
    visit.collector.server.stop()
    visit.page.evaluate("beheld('goal', { goal: 'lost?' })")
    visit.until("goal")
    visit.page.close()
    visit.collector.server.start()
    next_page = visit.page.context.new_page()
    next_page.goto(visit.shop.url("/closed"))
    [goal] = visit.collector.wait_for("goal")
    views = visit.collector.wait_for("page_view", count=2)
    assert goal["view_id"] == views[0]["view_id"]
    nothing_kept(next_page)


def test_a_collector_that_was_down_gets_everything_once_it_is_back(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    visit.collector.server.stop()
    with visit.page.expect_event("requestfailed"):
        visit.page.evaluate("beheld('goal', { goal: 'one' })")
    visit.page.evaluate("beheld('goal', { goal: 'two' })")
    visit.collector.server.start()
    visit.collector.wait_for("goal", count=2)
    nothing_kept(visit.page)


def test_leaving_just_after_a_request_broke_off_tries_once_more(visit):
    """Chromium ends a request that is under way a moment before it tells the page that it is left."""
    visit.open("<p>Hello", clock=True)
    visit.collector.wait_for("page_view")
    visit.stop_time()  # so that only the leaving sends
    visit.collector.server.stop()
    visit.page.evaluate("beheld('goal', { goal: 'one' })")
    with visit.page.expect_event("requestfailed"):
        visit.pass_time(2)
    visit.collector.server.start()
    visit.leave()
    assert visit.stored("goal")


def test_a_batch_that_is_too_large_is_split(visit):
    sizes = []

    def refuse_large(route):
        sizes.append(len(json.loads(route.request.post_data)["events"]))
        route.fulfill(status=413) if sizes[-1] > 3 else route.continue_()

    visit.page.route("**/v1/events", refuse_large)
    visit.open("<p>Hello")
    visit.page.evaluate("for (let n = 0; n < 9; n++) beheld('goal', { goal: 'goal-' + n })")
    # Routes are answered only while Playwright is asked for something: waiting for the collector alone could be for ever.
    for _ in range(1200):
        if len(visit.collector.events("goal")) == 9:
            break
        visit.page.wait_for_timeout(50)
    nothing_kept(visit.page)
    assert len(visit.collector.events("goal")) == 9
    assert sizes[0] == 10
    assert visit.collector.events("page_view")


def test_a_bad_event_costs_no_other(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('goal', {}); beheld('nonsense', { a: 1 }); beheld('goal', { goal: 'good' })")
    visit.collector.wait_for("goal", name="good")
    nothing_kept(visit.page)


def test_batches_stay_under_thirty_kilobytes(visit):
    visit.open("<p>Hello")
    visit.page.evaluate(
        "for (let n = 0; n < 60; n++) beheld('custom', { name: 'n' + n, props: { text: '€'.repeat(400) } })"
    )
    visit.collector.wait_for("custom", count=60)
    assert 20_000 < max(request.bytes for request in visit.collector.requests) < 30_000


def test_an_event_too_heavy_for_keepalive_goes_without(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('custom', { name: 'heavy', props: { text: '€'.repeat(25000) } })")
    visit.collector.wait_for("custom", name="heavy")
    nothing_kept(visit.page)


def test_a_busy_collector_is_given_the_time_it_asks_for(visit):
    busy = {"retry-after": "3600", "access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}
    refused = []

    def refuse(route):
        refused.append(route.request.url)
        route.fulfill(status=429, headers=busy)

    visit.page.route("**/v1/events", refuse)
    with visit.page.expect_response("**/v1/events"):
        visit.open("<p>Hello", clock=True)
    visit.page.evaluate("beheld('goal', { goal: 'later' })")
    visit.stop_time()
    visit.pass_time(3000)
    # A request of this time would have been made before this one.
    visit.page.evaluate("fetch('/').then(answer => answer.text())")
    assert len(refused) == 1
    visit.page.unroute("**/v1/events")
    visit.pass_time(700)
    visit.collector.wait_for("goal", name="later")


def test_a_wrong_key_is_no_reason_to_go_on_trying(visit):
    visit.shop["/"] = visit.collector.snippet("data-debug").replace(visit.collector.keys["public"], "pk_wrong")
    visit.page.goto(visit.shop.url("/"))
    visit.collector.wait_until(lambda: posts(visit.collector) == [401])
    nothing_kept(visit.page)


def test_only_so_many_are_kept_and_the_rest_is_counted(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    visit.collector.server.stop()
    with visit.page.expect_event("requestfailed"):
        visit.page.evaluate("for (let n = 0; n < 520; n++) beheld('goal', { goal: 'goal-' + n })")
    visit.collector.server.start()
    [lost] = visit.collector.wait_for("custom", name="beheld_lost")
    assert lost["props"] == {"events": 20}
    visit.collector.wait_for("goal", count=500)
    assert visit.collector.events("goal", name="goal-519")
    assert not visit.collector.events("goal", name="goal-0")


def test_two_tabs_of_one_visitor_lose_nothing_and_double_nothing(visit):
    visit.open("<p>Hello")
    other = visit.page.context.new_page()
    other.goto(visit.shop.url("/"))
    for page in (visit.page, other):
        wait_until_true(page, "window.beheld && beheld.started")
        page.evaluate("for (let n = 0; n < 50; n++) beheld('goal', { goal: 'goal-' + n })")
    visit.collector.wait_for("goal", count=100)
    nothing_kept(visit.page)
    assert len({event["visitor"] for event in visit.collector.events()}) == 1
    assert len(visit.collector.events("goal")) == 100


def test_a_page_that_empties_the_storage_takes_nothing_away(visit):
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('goal', { goal: 'logout' }); localStorage.clear()")
    visit.collector.wait_for("goal")


def test_without_keepalive_a_beacon_carries_what_is_left(visit):
    visit.page.add_init_script("delete Request.prototype.keepalive")
    visit.open("<p>Hello")
    visit.page.evaluate("beheld('goal', { goal: 'bye' })")
    visit.leave()
    assert visit.stored("goal")


def test_visitors_do_not_share_what_they_keep(visit, chromium):
    visit.open("<p>Hello")
    somebody_else = new_visitor(chromium)
    page = somebody_else.new_page()
    page.goto(visit.shop.url("/"))
    views = visit.collector.wait_for("page_view", count=2)
    somebody_else.close()
    assert len({view["visitor"] for view in views}) == 2
