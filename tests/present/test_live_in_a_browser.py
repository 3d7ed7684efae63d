"""The page of events as they arrive, in a real browser: what is sent by HTTP appears by itself, and by reloading."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, expect

from tests.browser.serving import LocalServer
from tests.present.desk import Desk
from tests.present.test_pages_in_a_browser import signed_in


def send(desk: Desk, origin: str, **fields: Any) -> None:
    """Send one event with the public key."""
    body = json.dumps({"key": desk.keys["public"], "events": [fields]}).encode()
    request = urllib.request.Request(f"{origin}/v1/events", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        response.read()


def an_event(type: str, number: int, **fields: Any) -> dict[str, Any]:
    ts = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": f"00000000-0000-4000-8000-{number:012d}", "type": type, "ts": ts, "visitor_id": "ann", **fields}


def test_events_appear_as_they_arrive_and_the_first_turns_the_card_green(chromium: Browser, desk: Desk) -> None:
    with LocalServer(desk.app) as server:
        page = signed_in(chromium, desk, server.origin)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{server.origin}/live")
        expect(page.locator("#waiting")).to_be_visible()
        expect(page.get_by_text("New events appear by themselves.")).to_be_visible()

        send(desk, server.origin, **an_event("page_view", 1, view_id="w1", page={"url": "https://shop.example/tea"}))
        expect(page.locator("#arrived")).to_contain_text("1 × page_view")
        expect(page.locator(".live .accepted")).to_contain_text("/tea")

        send(desk, server.origin, **an_event("goal", 2))
        expect(page.locator(".live .rejected")).to_contain_text("goal")
        expect(page.locator(".live > li")).to_have_count(2)
        assert complaints == []
        page.context.close()


def test_without_javascript_one_looks_again(chromium: Browser, desk: Desk) -> None:
    with LocalServer(desk.app) as server:
        page = signed_in(chromium, desk, server.origin, java_script_enabled=False)
        page.goto(f"{server.origin}/live")
        expect(page.locator("#waiting")).to_be_visible()

        send(desk, server.origin, **an_event("goal", 1, goal="newsletter"))
        page.get_by_role("link", name="Look again").click()

        expect(page.locator("#arrived")).to_be_visible()
        expect(page.locator(".live .accepted")).to_contain_text("newsletter")
        page.context.close()
