"""The page behind a link in a mail, as who opens it meets it: by the keyboard, narrow and wide, light and dark."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from sdk_py import Beheld
from tests.browser.chromium import new_visitor
from tests.browser.serving import LocalServer
from tests.wire.shop import Shop

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
FOUND = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map((one) => `${one.id}: ${one.nodes[0].html}`);
}"""
WORDS = "How likely are you to recommend us, in one very long word: " + "Donaudampfschifffahrt" * 3


def faults(page: Page) -> list[str]:
    """What axe-core finds in either theme and width, and where the page is wider than the window."""
    page.evaluate(AXE)
    found = []
    for width in (360, 1440):
        page.set_viewport_size({"width": width, "height": 700})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"wider than {width} px")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {width} px, {fault}" for fault in page.evaluate(FOUND, WCAG)]
    return found


def test_it_is_answered_by_the_keyboard_alone_and_has_no_fault_at_any_step(chromium: Browser, shop: Shop) -> None:
    with LocalServer(shop.app) as server, Beheld(server.origin, key=shop.keys["secret"]) as client:
        link = client.survey_link("nps", user_id="u17", action="order-mail", texts={"question": WORDS})
        page = new_visitor(chromium).new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

        page.goto(link)
        assert faults(page) == []
        page.locator("form").evaluate("(form) => { form.noValidate = true }")  # as browsers that check nothing
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_have_text("Please choose a number.")
        assert faults(page) == []

        page.goto(f"{link}?score=8")
        page.keyboard.press("Tab")
        expect(page.get_by_role("radio", name="8", exact=True)).to_be_focused()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Tab")
        page.keyboard.type("The second steep")
        assert faults(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading")).to_have_text("Thank you for your answer.")
        assert faults(page) == []

        page.goto(f"{server.origin}/s/cut")
        expect(page.get_by_role("heading")).to_have_text("This link is not valid")
        assert faults(page) == []
        page.context.close()
    (event,) = shop.store.query("select body from events where type = 'survey'")
    words = json.loads(event["body"])
    assert (words["score"], words["comment"]) == (9, "The second steep")
    assert [text for text in complaints if "400" not in text and "404" not in text] == []
