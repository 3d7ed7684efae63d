"""Page changes: everything arrives, and hardly anything twice, however pages are left."""

from __future__ import annotations

import json
import re

from tests.browser.chromium import wait_until_true
from tests.snippet.answered import ANSWERED, NOTHING_IN_DOUBT

BODY = """<p data-bh-action="banner">Hello</p> <a href="/two" data-bh-action="link">Two</a>
    <div data-bh-action="a">A</div><div data-bh-action="b">B</div><div style="height: 2000px"></div>
    <div data-bh-action="low" data-bh-kind="products"><i data-bh-item="1">1</i></div>"""


def counted(collector):
    """How many events the collector took, and how many it knew already."""
    text = collector.app.test_client().get("/metrics").text
    return tuple(
        int(float(match[1]))
        if (match := re.search(rf'^beheld_events_total{{[^}}]*"{what}"[^}}]*}} (\S+)', text, re.M))
        else 0
        for what in ("accepted", "duplicate")
    )


def requests_of(visit):
    """The ids of the events of each request that was made."""
    made = []
    visit.page.context.on(
        "request",
        lambda request: (
            made.append([event["id"] for event in json.loads(request.post_data)["events"]])
            if request.url.endswith("/v1/events") and request.post_data
            else None
        ),
    )
    return made


def walk(visit, made):
    """By link, reload, back, within an app, and by script; then close the tab. Each page waits until its first batch went."""
    page = visit.page
    for path in ("/", "/two", "/three"):
        visit.shop[path] = f"<title>{path}</title>" + visit.collector.snippet("data-debug") + BODY
    steps = [
        lambda: page.goto(visit.shop.url("/")),
        lambda: page.click("a"),
        lambda: page.reload(),
        lambda: page.go_back(),
        lambda: page.evaluate("location.href = '/three'"),
    ]
    for n, step in enumerate(steps, 1):
        step()
        visit.until("deliver", action="link", count=n)
        visit.collector.wait_for("page_view", count=n)
        visit.collector.wait_until(
            lambda n=n: len(visit.stored("page_leave")) == n - 1, "what the page said at its end"
        )
        wait_until_true(page, ANSWERED)
    page.evaluate("history.pushState({}, '', '/app')")
    visit.until("deliver", action="link", count=6)
    visit.collector.wait_for("page_view", count=6)
    page.close(run_before_unload=True)


def test_everything_of_a_walk_arrives_and_each_page_change_repeats_one_event_at_most(visit):
    made = requests_of(visit)
    walk(visit, made)
    visit.collector.wait_for("page_leave", count=6)
    for type in ("page_view", "page_leave"):
        assert len(visit.stored(type)) == 6
    assert len(visit.stored("evidence")) == 6 * 5
    assert {event["id"] for event in visit.noted} <= {event["id"] for event in visit.collector.events()}
    accepted, duplicates = counted(visit.collector)
    assert accepted == len(visit.collector.events())
    assert 0 < duplicates <= 4, (accepted, duplicates)


def settled(visit):
    """A page of which everything was answered so far."""
    visit.open(BODY)
    visit.until("deliver", action="banner")
    visit.collector.wait_for("deliver", action="banner")
    wait_until_true(visit.page, ANSWERED)


def test_what_a_page_sent_at_its_end_in_vain_is_sent_again_in_full(visit):
    settled(visit)
    visit.collector.troubles.append("busy")
    visit.page.goto("about:blank")
    visit.collector.wait_until(lambda: not visit.collector.troubles)
    visit.shop["/two"] = visit.collector.snippet()
    visit.page.goto(visit.shop.url("/two"))
    visit.collector.wait_for("page_leave")
    visit.collector.wait_for("evidence", count=5)
    assert counted(visit.collector)[1] == 0


def test_a_question_whose_answer_is_lost_is_not_taken_for_an_answer(visit):
    """The event that is asked with is stored by asking; the others are not for that."""
    settled(visit)
    visit.collector.troubles += ["busy", "lost"]
    visit.page.goto("about:blank")
    visit.collector.wait_until(lambda: len(visit.collector.troubles) == 1)
    visit.shop["/two"] = visit.collector.snippet()
    visit.page.goto(visit.shop.url("/two"))
    visit.collector.wait_for("page_leave")
    assert not visit.stored("evidence")
    visit.page.goto("about:blank")
    visit.page.goto(visit.shop.url("/two"))
    visit.collector.wait_for("evidence", count=5)


def test_what_arrived_though_its_answer_was_lost_is_not_sent_again(visit):
    settled(visit)
    visit.collector.troubles.append("lost")
    visit.page.goto("about:blank")
    visit.collector.wait_for("evidence", count=5)
    visit.shop["/two"] = visit.collector.snippet()
    visit.page.goto(visit.shop.url("/two"))
    visit.collector.wait_for("page_view", count=2)
    assert counted(visit.collector)[1] == 1
    wait_until_true(visit.page, NOTHING_IN_DOUBT)


def test_without_locks_everything_arrives_too(visit):
    visit.page.add_init_script("delete Navigator.prototype.locks")
    walk(visit, requests_of(visit))
    visit.collector.wait_for("page_leave", count=6)
    assert {event["id"] for event in visit.noted} <= {event["id"] for event in visit.collector.events()}


def test_what_another_tab_has_sent_is_not_sent_again(visit):
    visit.open("<p>Hello")
    visit.collector.wait_for("page_view")
    other = visit.page.context.new_page()
    other.goto(visit.shop.url("/"))
    visit.collector.wait_for("page_view", count=2)
    for page in (visit.page, other):
        wait_until_true(page, ANSWERED)
    for n in range(5):
        for page in (visit.page, other):
            page.evaluate(f"beheld('goal', {{ goal: 'goal-{n}' }})")
        visit.collector.wait_for("goal", count=2 * n + 2)
        for page in (visit.page, other):
            wait_until_true(page, ANSWERED)
    assert counted(visit.collector)[1] == 0
