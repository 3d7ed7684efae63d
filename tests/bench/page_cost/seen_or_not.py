"""Small pages with one action, of which a visitor sees something or not, and what trackers tell of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.bench.page_cost.contenders import Contender
from tests.bench.page_cost.sink import SLOW_PATH, Sink
from tests.browser import new_visitor

TELLS_OF_A_VIEW: Mapping[str, str] = {
    "observer of 20 lines": '"seen":',
    "Beheld": '"type":"deliver"',
    "Snowplow": "expose_element",
    "walkerOS": '"name":"action view"',
}
"""What each sends once it takes an action for seen; PostHog has no event for that."""

LOOKING_MS = 2_000
SENDING_MS = 4_000


@dataclass(frozen=True)
class Case:
    """A page: its body, with ACTION for the attributes of the action; whether the visitor sees it, and what they do."""

    name: str
    body: str
    seen: bool
    do: Callable[[Page], object] = lambda page: None


def _to_the_end(page: Page) -> None:
    page.evaluate("scrollTo(0, 1e6)")


def _hover(page: Page) -> None:
    page.mouse.move(20, 20)


TALL = "<div style='height: 3000px'></div>"
BOX = "height: 100px; background: #eee"
SHADOW = """<shadow-host></shadow-host><script>
    const root = document.querySelector("shadow-host").attachShadow({ mode: "open" })
    root.innerHTML = "<div ACTION style='BOX'>Summer</div>"
</script>""".replace("BOX", BOX)
ANIMATED = """<div ACTION id=late style="opacity: 0; BOX">Summer</div><script>
    setTimeout(() => late.animate({ opacity: [0, 1] }, { duration: 200, fill: "forwards" }), 600)
</script>""".replace("BOX", BOX)
HOVER = """<style>.menu { display: none } nav:hover .menu { display: block }</style>
    <nav style="height: 40px">Menu <div ACTION class=menu>Summer</div></nav>"""
COVER = "<div style='position: fixed; inset: 0; background: #fff'>News</div>"

CASES = (
    Case("below the fold", f"{TALL}<div ACTION style='{BOX}'>Summer</div>", False),
    Case("display: none", "<div ACTION style='display: none'>Summer</div>", False),
    Case("opacity: 0", f"<div ACTION style='opacity: 0; {BOX}'>Summer</div>", False),
    Case("behind a modal over the page", f"<div ACTION style='{BOX}'>Summer</div>{COVER}", False),
    Case(
        "in a box without height",
        f"<div style='height: 0; overflow: hidden'><div ACTION style='{BOX}'>Summer</div></div>",
        False,
    ),
    Case(
        "scrolled out of its box",
        f"<div style='height: 100px; overflow: auto'><div style='height: 300px'></div><div ACTION style='{BOX}'>Summer"
        "</div></div>",
        False,
    ),
    Case(
        "room kept for a picture on its way",
        f"<div ACTION><img src='{SLOW_PATH}' width=300 height=200 alt=''></div>",
        False,
    ),
    Case("after scrolling", f"{TALL}<div ACTION style='{BOX}'>Summer</div>", True, _to_the_end),
    Case("content in a portal", f"<div ACTION><div style='position: fixed; top: 50px; {BOX}'>Summer</div></div>", True),
    Case("display: contents", f"<div ACTION style='display: contents'><p style='{BOX}'>Summer</p></div>", True),
    Case("in an open shadow root", SHADOW, True),
    Case("shown by element.animate", ANIMATED, True),
    Case("shown by :hover", HOVER, True, _hover),
)


def verdicts_of(browser: Browser, contender: Contender) -> list[bool]:
    """Whether a tracker tells of a view of each case's action, each seen by a visitor of its own."""
    sink = Sink(contender)
    mark = TELLS_OF_A_VIEW[contender.name]
    head = (
        f"<!doctype html><meta charset=utf-8><title>A shop</title><style>body {{ margin: 0 }}</style>{contender.tags}"
    )
    for nth, case in enumerate(CASES):
        body = case.body.replace("ACTION", f"data-bh-action=summer {contender.on_action}")
        sink.pages[f"/{nth}"] = f"{head}<body>{body}"
    sink.pages["/empty"] = ""
    with sink.server, ExitStack() as visitors:
        pages = [visitors.enter_context(new_visitor(browser)).new_page() for _ in CASES]
        addresses = [f"{sink.server.origin}/{nth}" for nth in range(len(CASES))]
        for page, address in zip(pages, addresses, strict=True):
            page.goto(address, wait_until="commit")
        pages[0].wait_for_timeout(LOOKING_MS)
        for page, case in zip(pages, CASES, strict=True):
            case.do(page)
        pages[0].wait_for_timeout(SENDING_MS)
        for page in pages:
            page.goto(f"{sink.server.origin}/empty")
        pages[0].wait_for_timeout(LOOKING_MS)
    return [any(mark in body for body in sink.of(nth)) for nth in range(len(CASES))]
