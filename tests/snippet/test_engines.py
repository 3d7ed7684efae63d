"""The same pages in Firefox and WebKit, which measure boxes, shadows and failed pictures differently; and how a visit ends there.

Chromium with its windows, too: it hides tabs and keeps pages for going back, which it does not as the other tests run it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import RunningCollector, Shop
from tests.browser.collecting import Stored
from tests.browser.firefox import PATIENCE_S, Firefox, path_of_firefox
from tests.browser.webdriver import Driven, chromium_with_windows, path_of_chromedriver, path_of_webkit, webkit
from tests.snippet.conftest import STYLE
from tests.snippet.seen_pages import WITNESS
from tests.snippet.test_appears import APPEARS
from tests.snippet.test_gestures import CAROUSEL, DIALOG, SHOWN
from tests.snippet.test_seen import SEEN
from tests.snippet.test_unseen import UNSEEN

CARD = """<section data-bh-action="it" data-bh-kind="products"><article data-bh-item="sku-1">
<a href="#x" style="position: fixed; left: 0; top: 50px">Product</a>
<button data-bh-quick-add style="position: fixed; left: 0; top: 100px">Add</button>
<label style="position: fixed; left: 0; top: 150px">I want <input type="checkbox"></label></article></section>"""


Engine = Firefox | Driven


def start_firefox() -> Iterator[Engine]:
    browser = Firefox()
    yield browser
    browser.quit()


def start_webkit() -> Iterator[Engine]:
    with webkit(*path_of_webkit()) as browser:
        yield browser


def start_chromium() -> Iterator[Engine]:
    with chromium_with_windows(*path_of_chromedriver()) as browser:
        yield browser


ENGINES = {
    "firefox": (start_firefox, path_of_firefox, "firefox-esr"),
    "webkit": (start_webkit, path_of_webkit, "webkit2gtk-driver and xvfb"),
    "chromium": (start_chromium, path_of_chromedriver, "chromium-driver and xvfb"),
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """One browser of each kind for all tests here."""
    start, path, packages = ENGINES[request.param]
    if path() is None:
        pytest.skip(f"there is no {request.param}: install Debian's {packages}")
    for browser in start():
        print(f"The snippet runs in {browser.version} too.")
        yield browser


class Visit:
    """A visitor with one of these."""

    def __init__(self, engine: Engine, shop: Shop, collector: RunningCollector) -> None:
        self.do, self.engine, self.shop, self.collector = engine.do, engine, shop, collector
        self.noted: list[dict[str, Any]] = []
        self.here = False
        shop["/empty"] = ""

    def open(self, body: str) -> None:
        """Put a page with the snippet into the shop, and open it: as somebody new the first time."""
        self.noted.clear()
        self.engine.console.queue.clear()
        head = f"<!doctype html><title>/</title>{STYLE}{self.engine.in_head}"
        self.shop["/"] = f"{head}<body>{body}{self.collector.snippet('data-debug')}"
        self.do("goto" if self.here else "visit", self.shop.url("/"))
        self.here = True

    def until(self, type: str, **fields: object) -> dict[str, Any]:
        """Wait until the snippet has noted down such an event."""
        wanted = fields | {"type": type}
        while True:
            for event in self.noted:
                if all(event.get(name) == value for name, value in wanted.items()):
                    return event
            text = self.engine.console.get(timeout=PATIENCE_S)
            if text.startswith("beheld: {"):
                self.noted.append(json.loads(text.removeprefix("beheld: ")))

    def leave(self) -> list[Stored]:
        """Go on to an empty page; what is stored of the view then."""
        view = self.until("page_view")["view_id"]
        self.do("goto", self.shop.url("/empty"))
        self.collector.wait_for("page_leave", view_id=view)
        return self.collector.events(view_id=view)


@pytest.fixture
def visit(engine: Engine, shop: Shop, collector: RunningCollector) -> Iterator[Visit]:
    yield Visit(engine, shop, collector)
    assert not engine.thrown


def deliveries(events: list[Stored]) -> list[str]:
    return sorted({event["action"] for event in events if event["type"] == "deliver"})


def test_what_is_seen_is_delivered(visit: Visit) -> None:
    for body in SEEN:
        visit.open(WITNESS + body)
        visit.until("deliver", action="it")


def test_what_is_not_seen_is_not_delivered(visit: Visit) -> None:
    for body, reason, detail in UNSEEN:
        visit.open(WITNESS + body)
        visit.until("deliver", action="witness")
        events = visit.leave()
        [evidence] = [event for event in events if event["type"] == "evidence" and event["action"] == "it"]
        assert (deliveries(events), evidence["reason"], evidence["detail"]) == (["witness"], reason, detail), body


def test_it_is_delivered_when_it_comes_to_be_seen_without_an_event_of_the_document(visit: Visit) -> None:
    for body, script in APPEARS.values():
        visit.open(WITNESS + body + "<script>it.append('')</script>" * ("firstChild" in script))
        visit.until("deliver", action="witness")
        visit.do("evaluate", f"(() => {{ {script} }})()")
        visit.until("deliver", action="it")


HAND = [
    (CARD, lambda visit: visit.do("click", 10, 60), ["click"]),
    (CARD, lambda visit: visit.do("click", 10, 110), ["quick_add"]),
    (CARD, lambda visit: visit.do("click", 10, 160), ["click"]),
    (CAROUSEL.format('<div data-bh-item="s1" style="width: 600px; height: 200px">one</div>'),
     lambda visit: visit.do("drag", 400, 100, 200, 100), []),
    ('<div data-bh-action="it" class="box" style="font-size: 24px">Use the code SUMMER24</div>',
     lambda visit: visit.do("drag", 5, 15, 200, 15), []),
    (DIALOG.format("10 % off") + SHOWN, lambda visit: (visit.do("press", "Escape"), visit.until("dismiss")), ["dismiss"]),
]  # fmt: skip
WHEEL = [
    (CARD, lambda visit: visit.do("click", 10, 60, "middle"), ["click"]),
    (CARD, lambda visit: visit.do("click", 10, 110, "middle"), []),
]


def test_what_the_hand_does_is_recorded(visit: Visit) -> None:
    tell_of(visit, HAND)


@pytest.mark.parametrize("engine", ["firefox", "chromium"], indirect=True)  # WebKit's driver lets go of the left button
def test_the_wheel_opens_links_and_presses_no_button(visit: Visit) -> None:
    tell_of(visit, WHEEL)


def tell_of(visit: Visit, cases: list[tuple[str, Callable[[Visit], Any], list[str]]]) -> None:
    for body, does, recorded in cases:
        visit.open(body)
        visit.until("deliver")
        does(visit)
        assert [
            event["type"] for event in visit.leave() if event["type"] in ("click", "quick_add", "dismiss")
        ] == recorded


def test_a_page_left_and_gone_back_to_is_two_views_with_their_evidence(visit: Visit) -> None:
    visit.open(WITNESS)
    visit.until("deliver", action="witness")
    visit.leave()
    visit.do("back")
    [first, second] = visit.collector.wait_for("page_view", count=2)
    assert visit.collector.wait_for("deliver", view_id=second["view_id"])
    assert visit.collector.events("evidence", view_id=first["view_id"])


@pytest.mark.parametrize("engine", ["webkit", "chromium"], indirect=True)  # driven by BiDi, Firefox keeps none
def test_a_page_that_the_browser_kept_comes_back_as_a_view_of_its_own(visit: Visit) -> None:
    # When everybody has heard that the page is back.
    tells = "setTimeout(() => beheld('goal', { goal: event.persisted ? 'kept' : 'loaded' }))"
    visit.open(WITNESS + f"<script>addEventListener('pageshow', event => {tells})</script>")
    visit.until("deliver", action="witness")
    for returns in range(1, 6):  # whether it keeps a page is for the browser to decide, each time
        visit.leave()
        visit.do("back")
        goals = visit.collector.wait_for("goal", count=returns + 1)
        if kept := [goal["view_id"] for goal in goals if goal["name"] == "kept"]:
            break
    assert kept
    views = visit.collector.wait_for("page_view", count=len(goals))
    assert sorted(view["view_id"] for view in views) == sorted({goal["view_id"] for goal in goals})
    assert visit.collector.wait_for("deliver", view_id=kept[0])


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)  # the others hide no tab when they are driven
def test_nothing_is_delivered_in_a_tab_behind_another(visit: Visit) -> None:
    comes = "document.hidden && main.insertAdjacentHTML('beforeend', '<p data-bh-action=late>Late</p>')"
    visit.open(f"<main id=main>{WITNESS}</main><script>document.onvisibilitychange = () => {comes}</script>")
    visit.until("deliver", action="witness")
    visit.do("hide")
    visit.collector.wait_for("execute", action="late")
    assert not visit.collector.events("deliver", action="late")
    visit.do("show")
    visit.until("deliver", action="late")


def test_a_closed_tab_sends_what_was_measured(visit: Visit) -> None:
    visit.open(WITNESS + '<div class="tall"></div><p data-bh-action="low">Low</p>')
    visit.until("deliver", action="witness")
    visit.collector.wait_for("deliver", action="witness")
    visit.do("close")
    visit.collector.wait_for("page_leave")
    [evidence] = visit.collector.wait_for("evidence", action="low")
    assert evidence["reason"] == "below_fold"


def test_a_router_makes_views(visit: Visit) -> None:
    visit.open('<main id="main">One</main>')
    visit.until("page_view")
    visit.do("evaluate", "history.pushState({}, '', '/two'); main.innerHTML = '<p data-bh-action=two>Two</p>'")
    delivered = visit.until("deliver", action="two")
    visit.until("page_view", view_id=delivered["view_id"])


def test_a_visitor_stays_the_same_until_they_refuse_and_that_is_remembered(visit: Visit) -> None:
    visit.open(WITNESS)
    visit.until("deliver", action="witness")
    first = visit.leave()
    visit.open(WITNESS)
    visit.until("deliver", action="witness")
    second = visit.leave()
    assert len({event["visitor"] for event in first + second}) == 1
    visit.open(WITNESS)
    for type in ("page_view", "deliver"):
        visit.collector.wait_for(type, count=3)
    visit.do("evaluate", "beheld('consent', 'denied')")
    stored = len(visit.collector.events())
    visit.do("goto", visit.shop.url("/"))
    visit.do("goto", visit.shop.url("/empty"))
    kept = "[document.cookie, ...Object.keys(localStorage).map(name => name.split('.').pop())]"
    tells = f"console.debug('beheld: ' + JSON.stringify({{ type: 'kept', kept: {kept} }}))"
    visit.shop["/kept"] = f"<!doctype html>{visit.engine.in_head}<script>{tells}</script>"
    visit.do("goto", visit.shop.url("/kept"))
    assert visit.until("kept")["kept"] == ["", "consent"]
    assert len(visit.collector.events()) == stored


def test_what_the_collector_did_not_take_goes_with_the_next_page_and_counts_once(visit: Visit) -> None:
    visit.collector.troubles += ["busy", "lost", "busy"]
    visit.open(WITNESS)
    visit.until("deliver", action="witness")
    visit.do("evaluate", "beheld('goal', { goal: 'kept' })")
    visit.do("goto", visit.shop.url("/empty"))
    visit.do("goto", visit.shop.url("/"))
    visit.collector.wait_for("page_view", count=2)
    visit.collector.wait_for("page_leave")
    assert len(visit.collector.wait_for("goal")) == 1
    assert len({event["visitor"] for event in visit.collector.events()}) == 1
