"""One visit to the page, measured by the browser itself.

Chromium's `Performance.getMetrics` in the time domain `threadTicks`: seconds of CPU that the page's main thread used,
whatever else the machine did meanwhile. TaskDuration is all of it: scripts, styles, layout, painting, observers.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, CDPSession, Page

from tests.bench.page_cost import sample
from tests.bench.page_cost.contenders import Contender
from tests.bench.page_cost.sink import Sink
from tests.browser import new_visitor

LOADING_S = 3.0
SETTLING_S = 1.5
SENDING_S = 4.0

SCENES = ("start", "mutations at once", "mutations in each frame", "scroll", "idle")


@dataclass(frozen=True)
class Cost:
    """Milliseconds of the main thread: in all, in scripts, in styles and layout."""

    task: float
    script: float
    layout: float

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.task - other.task, self.script - other.script, self.layout - other.layout)


@contextmanager
def serving(contender: Contender) -> Iterator[Sink]:
    """The page with this tracker."""
    sink = Sink(contender)
    sink.pages["/"] = sample.page(contender)
    with sink.server:
        yield sink


def visit(browser: Browser, sink: Sink, *, idle_s: float) -> dict[str, Cost]:
    """What each scene costs in one visit of somebody new."""
    with new_visitor(browser) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        return dict(_scenes(page, session, f"{sink.server.origin}/", idle_s))


def _scenes(page: Page, session: CDPSession, address: str, idle_s: float) -> Iterator[tuple[str, Cost]]:
    before = _cost(session)

    def since() -> Cost:
        nonlocal before
        now, then = _cost(session), before
        before = now
        return now - then

    page.goto(address)
    time.sleep(LOADING_S)
    yield SCENES[0], since()
    calls = (
        f"mutations({sample.MUTATIONS})",
        f"steadily({sample.MUTATIONS_PER_FRAME}, {sample.FRAMES})",
        f"scroll({sample.STEPS})",
    )
    for scene, call in zip(SCENES[1:], calls, strict=False):
        page.evaluate(f"scenes.{call}")
        time.sleep(SETTLING_S)
        yield scene, since()
    time.sleep(SENDING_S)
    since()
    time.sleep(idle_s)
    yield SCENES[-1], since()


def _cost(session: CDPSession) -> Cost:
    found = {each["name"]: each["value"] * 1000 for each in session.send("Performance.getMetrics")["metrics"]}
    return Cost(found["TaskDuration"], found["ScriptDuration"], found["LayoutDuration"] + found["RecalcStyleDuration"])
