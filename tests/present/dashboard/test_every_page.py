"""Every page of the house in a real browser: it fits, complains of nothing, and axe-core finds nothing against WCAG 2.1
A and AA, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from collector.present.dashboard.experiment_reports import PARTS
from tests.browser.serving import LocalServer
from tests.present.dashboard.experiment_reports import a_trial, concluded
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, a_visit
from tests.present.test_pages_in_a_browser import signed_in

DAYS = "from=2026-01-01&to=2026-01-31"
REPORTS = (
    "/overview", "/actions", "/actions?by=variation", "/actions/one?action=hero", "/actions/one?action=nowhere",
    "/overview?period=never",
    "/campaigns", "/delivery", "/recommendations", "/recommendations?by=item", "/content", "/engagement", "/goals",
    "/segments", "/customers", "/customers?by=first_delivered", "/retention", "/retention?cohort=first_visit",
    "/satisfaction", "/satisfaction?by=variation", "/satisfaction?by=seen", "/satisfaction/comments",
    "/baseline", "/baseline?by=category&against=weekdays", "/baseline?action=banner&segment=source:mail",
    "/subscriptions", "/subscriptions?by=first_delivered", "/subscriptions?by=source&period=never",
    "/calculators?cost=100&margin=40", "/settings/pieces",
    "/incremental", "/incremental?action=banner", "/incremental?period=7d", "/actions/one?action=banner",
    "/experiments", *(f"/experiments/one?experiment=hero&part={part}" for part in dict(PARTS)),
)  # fmt: skip
BESIDE = (
    "/live", "/visitors", "/visitors?q=zzz", "/visitors/u17", "/visitors/bob", "/visitors/nobody", "/welcome",
    "/visitor/erase?id=u17", "/checks", "/account", "/settings", "/settings/shares", "/settings/actions",
    "/settings/annotations", "/settings/costs", "/settings/baselines",
    "/settings/money", "/settings/collection", "/settings/keys",
    "/settings/people", "/settings/changes", "/experiments/edit", "/experiments/edit?experiment=hero",
)  # fmt: skip
PATHS = (*(f"{path}{'&' if '?' in path else '?'}{DAYS}" for path in REPORTS), *BESIDE)
WIDTHS = (360, 768, 1440)
CUT_OFF = """() => [...document.querySelectorAll(".scrolls caption")]
    .filter((caption) => caption.offsetWidth > caption.closest(".scrolls").clientWidth)
    .map((caption) => caption.textContent)"""
"""The captions that are wider than what is seen of their tables."""
AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async (options) => {
  const found = await axe.run(document, {...options, resultTypes: ["violations"]});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
}"""
EVERYTHING = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""What a theme can change."""


class Window(NamedTuple):
    """A browser window of an owner, what its console complained of, and where the collector is."""

    page: Page
    complaints: list[str]
    origin: str


@pytest.fixture(scope="module")
def window(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """After a visit, and after names that are hostile and long."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    a_visit(desk.shop)
    desk.shop.send(
        desk.shop.event("execute", 1, visitor="bob", view_id="b1", action=HOSTILE + "x" * 60, kind="banner"),
        desk.shop.event("evidence", 9, visitor="bob", view_id="b1", action="hero", max_fraction=0.0, reason="hidden"),
        desk.shop.event("goal", 0, visitor="bob", name=HOSTILE + "x" * 100, view_id="x" * 128),
    )
    desk.shop.send(
        desk.shop.from_server(
            "subscription", 0, user_id="u17", subscription_id="s", status="started", plan=HOSTILE + "x" * 100,
            amount_micros=9_000_000, currency="EUR",
        )
    )  # fmt: skip
    concluded(a_trial(desk.shop, name=HOSTILE + "x" * 60))
    desk.store.put_definition(1, "actions", "z" * 90, {"name": HOSTILE + "x" * 60, "goals": ["y" * 90, "call"]})
    with LocalServer(desk.app) as server:
        page = signed_in(chromium, desk, server.origin, key="admin")
        desk.store.add_account(f"{'a' * 60}@{'long.' * 20}example", 1, "analyst", by="cli")
        desk.store.add_share(1, ["/visitors?q=" + "x" * 120], by="owner@shop.example", account=1, lasts_ms=86_400_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Window(page, complaints, server.origin)
        page.context.close()
    desk.close()


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_and_has_no_fault(window: Window, path: str) -> None:
    page, complaints, origin = window
    complaints.clear()
    page.emulate_media(color_scheme="light")
    page.goto(origin + path)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"at {width} px"
        assert page.evaluate(CUT_OFF) == [], f"at {width} px"
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    page.evaluate(AXE.read_text("utf-8"))
    found = {}
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, options in (("light", EVERYTHING), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found[f"{width} px, {scheme}"] = page.evaluate(RUN, options)
    assert {where: faults for where, faults in found.items() if faults} == {}
    assert [text for text in complaints if "404" not in text and "400" not in text] == []
