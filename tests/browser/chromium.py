"""One Chromium for a whole test run, and visitors with a cookie jar of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

# Without the last two every page would say navigator.webdriver, and what is sent while a page is left (which a user agent
# set per window does not reach) would come from HeadlessChrome: every visitor would be a bot.
HUMAN = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-blink-features=AutomationControlled",
    f"--user-agent={HUMAN}",
]


PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)  # as patient as all else: five seconds are not enough beside other work

POLL_MS = 50

_shared: list[Browser] = []


def installed() -> str | None:
    """Debian's Chromium; none where only Playwright's own is. The shell has the same engine without the windows around it:
    a new visitor costs a quarter of the time."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One for every conftest that imports this."""
    if _shared:  # pytest keeps a fixture once for each conftest, but Playwright can be started only once
        yield _shared[0]
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        _shared.append(browser)
        yield browser
        _shared.clear()
        browser.close()


def new_visitor(browser: Browser, **options: Any) -> BrowserContext:
    """A browser window of somebody never seen before, who does not look like a robot."""
    context = browser.new_context(**{"viewport": {"width": 1000, "height": 600}} | options)
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Page]:
    """A page of a new visitor. Anything the page throws fails the test."""
    context = new_visitor(chromium)
    page = context.new_page()
    thrown: list[str] = []
    context.on("weberror", lambda error: thrown.append(str(error.error)))
    yield page
    context.close()
    assert not thrown, f"the page threw: {thrown}"


def wait_until_true(page: Page, expression: str) -> None:
    """Wait until an expression is true in a page. Polled by time: on a busy machine a browser may paint no frame for long,
    and Playwright's own way is to look at each frame."""
    page.wait_for_function(expression, polling=POLL_MS)
