"""axe-core finds nothing against WCAG 2.1 A and AA on any page of the house, in either theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.serving import LocalServer
from tests.present.dashboard.test_pages_fit import PATHS, SETTINGS
from tests.present.desk import Desk
from tests.present.test_pages import a_visit
from tests.present.test_pages_in_a_browser import signed_in

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => {
  const found = await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}"""
BESIDE = ("/visitors", "/visitors/u17", "/checks", "/account", "/settings/shares", "/visitor/erase?id=u17")


@pytest.fixture
def origin(desk: Desk) -> Iterator[str]:
    """Where the desk's collector is served, after a visit."""
    a_visit(desk.shop)
    with LocalServer(desk.app) as server:
        yield server.origin


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(chromium: Browser, desk: Desk, origin: str, scheme: str, width: int) -> None:
    page = signed_in(chromium, desk, origin, key="admin", color_scheme=scheme, viewport={"width": width, "height": 800})
    axe = AXE.read_text("utf-8")
    violations = {}
    reports = (f"{path}{'&' if '?' in path else '?'}from=2026-01-01&to=2026-01-31" for path in PATHS)
    for path in (*reports, *BESIDE, *SETTINGS):
        page.goto(origin + path)
        for details in page.locator("details").all():
            details.evaluate("details => { details.open = true; }")
        page.evaluate(axe)
        if found := page.evaluate(RUN):
            violations[path] = found
    page.context.close()
    assert violations == {}
