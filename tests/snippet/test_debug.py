"""?beheld=debug: what is recorded, drawn over the page for whoever builds it, without changing what is recorded."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.chromium import PATIENCE_MS

STATIC = Path(__file__).parents[2] / "static"
AXE = STATIC.parent / "node_modules" / "axe-core" / "axe.min.js"
STRICT = "default-src 'none'; script-src {0}; connect-src {0}; require-trusted-types-for 'script'"

# Not by wait_for_function, which such a policy forbids.
SAYS = """([text, patience]) => new Promise((done, fail) => {
  const look = () => (window.panel?.textContent.includes(text) ? done() : setTimeout(look, 50));
  setTimeout(() => fail(Error(text + " is not in: " + window.panel?.textContent)), patience);
  look();
})"""

# It stands in a closed root, which a test keeps a key to.
KEYS = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (given) { return (window.panel = attach.call(this, given)) };
"""
OPEN = KEYS.replace("(this, given)", "(this, { mode: 'open' })")

PAGE = f"""
<div data-bh-action="&lt;img src=x onerror=alert(1)&gt;" data-bh-kind=banner>Seen</div>
<div data-bh-action=hidden hidden>Hidden</div>
{"<br>" * 200}
<div data-bh-action=beneath>Beneath</div>
"""


def go(visit, body, *, query="?beheld=debug", path="/", attributes="", keys=KEYS, **headers):
    tag = visit.collector.snippet(f"data-debug {attributes}")
    visit.shop.add(path, f"<!doctype html><html lang=en><title>{path}</title><body>{body}{tag}", **headers)
    visit.page.add_init_script(keys)
    visit.page.goto(visit.shop.url(path) + query)
    visit.until("page_view", url=visit.shop.url(path) + query)


def shows(visit, *words):
    """Wait until the panel says all of these."""
    for text in words:
        visit.page.evaluate(SAYS, [text, PATIENCE_MS])


def hosts(visit):
    return visit.page.locator("beheld-debug").count()


def test_it_shows_what_is_held_stored_and_rejected_and_why_something_is_not_seen(visit):
    go(
        visit,
        PAGE,
        attributes="data-consent=pending",
        Content_Security_Policy=STRICT.format(visit.collector.origin),
    )
    shows(visit, "<img src=x onerror=alert(1)>", "Delivered")  # words, whatever they look like
    shows(visit, "pending: everything is held", "no id before consent", "page_viewheld")
    shows(visit, "Below the fold", "deepest 600 px", "Hidden", "by display", "Check its styles")
    visit.page.evaluate("beheld('action', { action: 'never', selector: '#never', trigger: { device: 'none' } })")
    shows(visit, "never", "Not placed: Not for this device")
    visit.page.evaluate("beheld('consent', 'granted')")
    visit.collector.wait_for("deliver")
    visit.page.evaluate("beheld('goal', {}); beheld('cart_add', { item: 'a', price: 'free', currency: 'EUR' })")
    shows(visit, "stored", "rejected: goal is missing", "stored, but price must be an amount", "202, 1 stored")
    (goal,) = visit.until("goal")
    shows(visit, goal["visitor_id"], goal["view_id"])
    visit.page.evaluate("beheld('consent', 'denied')")
    shows(visit, "denied: nothing is recorded")


WRONG = """
<div data-bh-action=a data-bh-kind=baner data-bh-foo=1>
  <button data-bh-quick-add>Add</button>
  <p data-bh-item=b data-bh-price=5><button id=gone data-bh-quick-add disabled>Sold out</button>
</div>
<p data-bh-item=undefined>
"""


def test_it_says_what_in_the_markup_is_why_something_is_not_done(visit):
    go(visit, WRONG)
    shows(visit, "data-bh-foo is unknown", "data-bh-kind is not “baner”: that counts as other")
    shows(visit, "data-bh-quick-add stands in no data-bh-item", "data-bh-item has no id")
    shows(visit, "data-bh-price stands in no data-bh-currency: a price without a currency is left out", "Markup (5)")
    visit.page.locator("#gone").click(force=True)
    shows(visit, "button#gonewas pressed while it was disabled, which is no click")


def test_each_attribute_that_is_documented_is_known_to_it():
    (listed,) = re.findall(r"const ATTRIBUTES = \[(.+?)\]", (STATIC / "debug" / "markup.js").read_text(), re.DOTALL)
    manual = (STATIC.parent / "docs" / "snippet.md").read_text()
    in_tables = re.findall(r"^\| (`data-bh-.+?) \|", manual, re.MULTILINE)
    assert set(re.findall(r'"(.+?)"', listed)) == set(re.findall(r"`data-bh-([a-z-]+)`", " ".join(in_tables)))


def test_what_lies_below_it_is_delivered_as_without_it(visit):
    corner = "position: fixed; right: 20px; bottom: 20px; width: 200px; height: 150px; background: #eee"
    go(visit, "<p>Hello")
    shows(visit, "Visitor")
    visit.page.evaluate(
        "(style) => document.body.insertAdjacentHTML('beforeend', `<div data-bh-action=below style='${style}'>Below</div>`)",
        corner,
    )
    assert (
        visit.page.evaluate("document.elementFromPoint(innerWidth - 100, innerHeight - 100).localName")
        == "beheld-debug"
    )
    visit.until("deliver", action="below")
    shows(visit, "below", "Delivered")
    visit.leave()
    assert visit.evidence("below")["max_fraction"] == 1
    assert not visit.stored("click")


def test_it_is_moved_and_closed_by_keyboard_and_stays_in_its_tab_until_it_is_off(visit):
    go(visit, "<p>Hello", query="")
    assert not hosts(visit)
    visit.page.set_viewport_size({"width": 360, "height": 740})
    go(visit, f"<main><h1>Shop</h1>{PAGE}</main>", path="/debug", keys=OPEN)
    shows(visit, "Delivered")
    visit.page.add_script_tag(path=AXE)
    run = "axe.run(document.querySelector('beheld-debug')).then(found => found.violations.map(each => each.id))"
    for theme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=theme)
        assert visit.page.evaluate(run) == [], theme
    panel = visit.page.locator("section")
    box = panel.bounding_box()
    assert 0 <= box["x"] <= 360 - box["width"]
    visit.page.get_by_role("button", name="Move").focus()
    for corner in ("bottom left", "top left", "top right", "bottom right"):
        visit.page.keyboard.press("Enter")
        assert panel.get_attribute("class") == corner
    visit.page.keyboard.press("Escape")
    assert not hosts(visit)
    go(visit, "<p>Next", query="", path="/next")
    shows(visit, "Visitor")
    go(visit, "<p>Off", query="?beheld=off", path="/off")
    go(visit, "<p>After", query="", path="/after")
    visit.page.evaluate("beheld('goal', { goal: 'done' })")
    visit.collector.wait_for("goal")
    assert not hosts(visit)
    visit.page.evaluate("beheld('debug')")
    shows(visit, "Visitor")
