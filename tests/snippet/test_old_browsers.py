"""The oldest browsers that docs/snippet.md names: what they lack is taken away from the browser before the snippet runs."""

import pytest

from tests.snippet.seen_pages import WITNESS
from tests.snippet.test_delivery import BANNER

# Newer than Chrome 80, Firefox 74 or Safari 13.1.
LACKING = """
    delete AbortSignal.timeout; delete AbortSignal.any; delete AbortSignal.abort; delete window.structuredClone;
    delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks; delete window.BroadcastChannel;
    delete Array.prototype.at; delete Array.prototype.findLast; delete Array.prototype.toSorted; delete Object.hasOwn;
    delete Object.groupBy; delete String.prototype.at; delete String.prototype.replaceAll; delete String.prototype.matchAll;
    delete Promise.any; delete Promise.withResolvers; delete Promise.allSettled; delete window.WeakRef;
    delete window.requestIdleCallback; delete window.scheduler; delete window.navigation; delete window.CSS;
    delete Element.prototype.checkVisibility; delete Element.prototype.replaceChildren; delete Element.prototype.ariaPressed;
    delete Document.prototype.prerendering; delete window.ResizeObserver;
"""


@pytest.fixture
def old(visit):
    """A visitor with such a browser."""
    visit.page.add_init_script(LACKING)
    return visit


def test_a_browser_without_newer_functions_sends_what_was_seen(old):
    old.open(WITNESS + BANNER.format(style=""))
    old.until("deliver", action="banner")
    old.collector.wait_for("deliver", action="banner")
    old.leave()
    assert old.delivered() == ["banner", "witness"]


@pytest.mark.parametrize(
    ("around", "style", "by"),
    [
        ("", "display: none", "display"),
        ("", "visibility: hidden", "visibility"),
        ("", "opacity: 0", "opacity"),
        ("opacity: 0", "", "opacity"),
        ("display: none", "", "display"),
        ("visibility: hidden", "", "visibility"),
    ],
)
def test_what_styles_hide_is_hidden_in_old_browsers_too(old, around, style, by):
    old.open(WITNESS + f'<div style="{around}">' + BANNER.format(style=style) + "</div>")
    old.until("deliver", action="witness")
    old.leave()
    assert old.delivered() == ["witness"]
    assert old.evidence("banner")["detail"] == {"by": by}


def test_pages_named_with_a_star_are_matched_in_old_browsers_too(old):
    old.open("<p>Hello", path="/p/one")
    old.page.evaluate(
        """beheld("action", { action: "offer", trigger: { pages: ["/p/*"] }, place: () => document.body })"""
    )
    old.page.evaluate("""beheld("action", { action: "not", trigger: { pages: "/q/*" }, place: () => document.body })""")
    old.leave()
    assert [skip["action"] for skip in old.stored("skip")] == ["not"]
    assert old.stored("execute", action="offer")


def test_a_request_that_nobody_answers_ends_and_is_made_again(old):
    """Without AbortSignal.timeout, too, a collector that hangs is not waited for without end."""
    asked = []

    def hang_once(route):
        asked.append(route)
        if asked[1:]:
            route.continue_()

    old.open("<p>Hello", clock=True, patient=False)
    old.collector.wait_for("page_view")
    old.stop_time()
    old.page.route("**/v1/events", hang_once)
    old.page.evaluate("beheld('goal', { goal: 'patient' })")
    seconds = 0
    while len(asked) < 2 and seconds < 200:
        old.pass_time(1)
        seconds += 1
    assert 20 < seconds < 60
    old.collector.wait_for("goal", name="patient")
