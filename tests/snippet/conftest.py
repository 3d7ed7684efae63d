"""Every test of the snippet walks through real pages in a real browser, and reads what the real collector stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Error, Page

from tests.browser import RunningCollector, Shop, chromium, collector, shop, visitor
from tests.browser.collecting import Stored

__all__ = ["chromium", "collector", "shop", "visit", "visitor"]

STYLE = "<style>body { margin: 0 } .tall { height: 2000px } .box { height: 200px; background: #eee }</style>"

# Time that a test lets pass at once must not end a request that is really under way.
ENDLESS_PATIENCE = "AbortController.prototype.abort = () => {}"

# A variation is told once the settings of now are known. Where there is a holdout, asking tells who is in it.
SETTLED = "() => new Promise(done => beheld('variation', 'of nothing', done))"


class Visit:
    """A visitor in a shop: opens pages, waits for what the snippet notes down, leaves, and then looks into the collector."""

    def __init__(self, page: Page, shop: Shop, collector: RunningCollector) -> None:
        self.page, self.shop, self.collector = page, shop, collector
        self.noted: list[dict[str, Any]] = []
        page.on("console", self._hear)

    def open(
        self,
        body: str,
        *,
        path: str = "/",
        attributes: str = "",
        head: str = "",
        clock: bool = False,
        patient: bool = True,
        settled: bool = True,
        **headers: str,
    ) -> None:
        """Put a page with the snippet into the shop, and go there. With a clock, requests may take as long as they do.

        Back when the page knows the settings of now, for which actions wait; without `settled`, once its view has begun.
        """
        if clock:
            self.page.clock.install()
        script = self.collector.snippet(f"data-debug {attributes}")
        self.shop.add(path, f"<!doctype html><title>{path}</title>{STYLE}{head}<body>{body}{script}", **headers)
        self.page.goto(self.shop.url(path))
        if clock and patient:
            self.page.evaluate(ENDLESS_PATIENCE)
        self.until("page_view", url=self.shop.url(path))
        if settled:
            self.page.evaluate(SETTLED)

    def until(self, type: str, *, count: int = 1, **fields: object) -> list[dict[str, Any]]:
        """Wait until the snippet has noted down that many such events."""
        while len(found := _such(self.noted, type, fields)) < count:
            self.page.wait_for_event("console")
        return found

    def looked(self) -> None:
        """Wait until the browser has told everybody what is in view now."""
        self.page.evaluate(
            """() => new Promise(done => {
                const observer = new IntersectionObserver(() => done(observer.disconnect()));
                observer.observe(document.documentElement);
            })"""
        )

    def stop_time(self) -> None:
        """From now on time passes in `pass_time` only; for pages that were opened with `clock=True`."""
        for ahead_s in (
            1,
            10,
            100,
        ):  # time goes on until the browser has heard of it, which takes long on a busy machine
            try:
                return self.page.clock.pause_at(self.page.evaluate("Date.now()") / 1000 + ahead_s)
            except Error as error:
                past = error
        raise past

    def pass_time(self, seconds: float) -> None:
        """Let time pass at once, with all that would happen in it."""
        self.page.clock.run_for(round(seconds * 1000))

    def leave(self, *, hidden: bool = False, script: str = "") -> None:
        """Go to an empty page, and wait until what the page says at its end is stored; a hidden one has said it before.

        `script` runs in the page at the very moment before.
        """
        self.shop["/empty"] = ""
        view = self.noted[-1]["view_id"]
        leaves = len(_such(self.noted, "page_leave", {"view_id": view})) + (not hidden)
        with self.page.expect_navigation(url="**/empty"):
            self.page.evaluate(f"() => {{ {script}; location.href = '/empty' }}")
        self.collector.wait_for("page_leave", view_id=view, count=leaves)
        self.collector.wait_until(lambda: self._ids() <= {event["id"] for event in self.collector.events()}, "the rest")

    def _ids(self) -> set[str]:
        return {event["id"] for event in self.noted}

    def stored(self, type: str, **fields: object) -> list[Stored]:
        """Such events in the collector."""
        return self.collector.events(type, **fields)

    def evidence(self, action: str) -> Stored:
        """The last evidence of an action that is stored."""
        return self.stored("evidence", action=action)[-1]

    def delivered(self) -> list[str]:
        """The actions that were delivered."""
        return sorted({event["action"] for event in self.stored("deliver")})

    def _hear(self, message: ConsoleMessage) -> None:
        if message.text.startswith("beheld: {"):
            self.noted.append(json.loads(message.text.removeprefix("beheld: ")))


def _such(events: list[dict[str, Any]], type: str, fields: dict[str, object]) -> list[dict[str, Any]]:
    wanted = fields | {"type": type}
    return [e for e in events if all((e | (e.get("page") or {})).get(name) == value for name, value in wanted.items())]


@pytest.fixture
def visit(visitor: Page, shop: Shop, collector: RunningCollector) -> Visit:
    """A visitor, a shop and a collector for one test."""
    return Visit(visitor, shop, collector)


@pytest.fixture
def hide(visitor: Page) -> Callable[[bool], None]:
    """Hide the tab, or show it again with hide(False). Playwright's Chromium never does so by itself, so the state is set."""

    def change(hidden: bool = True) -> None:
        visitor.evaluate(
            """(hidden) => {
                Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
                document.dispatchEvent(new Event("visibilitychange"));
            }""",
            hidden,
        )

    return change
