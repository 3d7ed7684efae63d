"""Pictures of the main pages on the demo's data: `make screenshots` writes them to build/screenshots/.

Those of the README are the ones in docs/images/, which `make screenshots` renews too.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import ARGUMENTS, installed, new_visitor
from tests.demo.conftest import ROOT, Demo

FOLDER, KEPT_FOLDER = ROOT / "build" / "screenshots", ROOT / "docs" / "images"
WIDTH, HEIGHT = 1440, 1100
NARROW = 390
PAGES = {
    "overview": "/overview",
    "actions": "/actions",
    "action": "/actions/one?action=home-hero",
    "delivery": "/delivery",
    "recommendations": "/recommendations",
    "content": "/content",
    "engagement": "/engagement",
    "goals": "/goals",
    "experiments": "/experiments",
    "experiment": "/experiments/one?experiment=free-shipping-bar",
    "experiment-over-time": "/experiments/one?experiment=free-shipping-bar&part=time",
    "experiment-running": "/experiments/one?experiment=tea-finder-question",
    "incremental": "/incremental",
    "baseline": "/baseline",
    "customers": "/customers",
    "retention": "/retention",
    "subscriptions": "/subscriptions",
    "satisfaction": "/satisfaction?period=90d",
    "comments": "/satisfaction/comments",
    "segments": "/segments?by=country",
    "calculators": "/calculators",
    "visitors": "/visitors",
    "live": "/live",
    "checks": "/checks",
}
KEPT = ("overview", "action", "experiment", "visitor")
MAX_KEPT_BYTES = 150_000
COLOURS = 128


def main() -> None:
    """Take all pictures; fails if one that is kept is too large for a repository."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    KEPT_FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        demo = Demo(Path(folder) / "beheld.db")
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        try:
            pages = PAGES | {"visitor": demo.path_of("bought what a widget showed")}
            for width in (WIDTH, NARROW):
                take(signed_in(browser, demo, width), demo.url, pages, "" if width == WIDTH else f"-{width}")
        finally:
            browser.close()
            demo.stop()
    for name in KEPT:
        keep(name)


def signed_in(browser: Browser, demo: Demo, width: int) -> Page:
    """A page of somebody who is signed in to the demo with the key that it printed."""
    page = new_visitor(browser, viewport={"width": width, "height": HEIGHT}, locale="en-GB").new_page()
    page.goto(f"{demo.url}/sign-in")
    page.locator("input[name=key]").fill(demo.read_key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/overview")
    return page


def take(page: Page, url: str, paths: dict[str, str], suffix: str) -> None:
    """One picture of each page, as a whole; of those that are kept, also of their beginning."""
    for name, path in paths.items():
        page.goto(url + path)
        page.screenshot(path=FOLDER / f"{name}{suffix}.png", full_page=True, animations="disabled")
        if name in KEPT and not suffix:
            page.screenshot(path=FOLDER / f"{name}-top.png", animations="disabled")


def keep(name: str) -> None:
    """Put the picture of a page's beginning where the README shows it; few colours take a third of the bytes."""
    kept = KEPT_FOLDER / f"{name}.png"
    with Image.open(FOLDER / f"{name}-top.png") as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, optimize=True)
    if (size := kept.stat().st_size) >= MAX_KEPT_BYTES:
        sys.exit(f"{kept} has {size:,} bytes; keep it under {MAX_KEPT_BYTES:,}.")


if __name__ == "__main__":
    main()
