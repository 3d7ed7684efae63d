"""`python -m tests.bench snippet`: what the snippet costs a page, beside none and an earlier revision of itself."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.bench.page_cost import contenders, measured, sample
from tests.bench.page_cost.contenders import BARE, Contender
from tests.bench.page_cost.measured import SCENES, Cost
from tests.bench.servers import beheld
from tests.bench.tables import note, table
from tests.browser.chromium import ARGUMENTS, installed

Medians = Mapping[str, Mapping[str, Cost]]
"""By contender and scene."""


def snippet(folder: Path, *, against: Sequence[str], repeats: int, idle_s: float) -> None:
    """Measure, and print what each scene costs beyond the page without a snippet."""
    with beheld(folder / "beheld.db") as server:
        known = {"collector": f"http://127.0.0.1:{server.port}", "key": server.key}
        revisions = [contenders.beheld(each, contenders.files_at(each), **known) for each in against]
        now = contenders.beheld("Beheld", contenders.files_of_now(), **known)
        found = medians([BARE, *revisions, now], repeats=repeats, idle_s=idle_s)
    note(
        f"A page of {sample.ACTIONS} actions of {sample.ITEMS} items each; CPU milliseconds of its main thread (all "
        f"tasks; of them in scripts), medians of {repeats} visits in turn. Start: load and "
        f"{measured.LOADING_S:.0f} s. Then {sample.MUTATIONS:,} mutations at once; {sample.MUTATIONS_PER_FRAME} in "
        f"each of {sample.FRAMES} frames; {sample.STEPS} steps of scrolling through all; {idle_s:.0f} s of nothing."
    )
    table(["", *found], [[scene, *(_figures(found[name][scene]) for name in found)] for scene in SCENES])
    if revisions:
        _beyond(found, [each.name for each in revisions], now.name)


def medians(compared: Sequence[Contender], *, repeats: int, idle_s: float) -> Medians:
    """The middle of several visits with each, one after the other in turn."""
    with sync_playwright() as playwright, ExitStack() as open_until_the_end:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        note(f"Chromium {browser.version}.")
        pages = {each.name: open_until_the_end.enter_context(measured.serving(each)) for each in compared}
        runs = [
            {name: measured.visit(browser, address, idle_s=idle_s) for name, address in pages.items()}
            for _ in range(repeats)
        ]
        browser.close()
    return {name: {scene: _median([run[name][scene] for run in runs]) for scene in SCENES} for name in pages}


def _median(costs: Sequence[Cost]) -> Cost:
    return Cost(*(statistics.median(getattr(cost, part) for cost in costs) for part in ("task", "script", "layout")))


def _figures(cost: Cost) -> str:
    return f"{cost.task:,.1f} ({cost.script:,.1f})"


def _beyond(found: Medians, revisions: Sequence[str], now: str) -> None:
    rows = []
    for scene in SCENES:
        bare, ours = (found[name][scene].task for name in (BARE.name, now))
        earlier = [found[name][scene].task - bare for name in revisions]
        costs = [f"{cost:,.1f}" for cost in (*earlier, ours - bare)]
        rows.append([scene, *costs, *(f"{(ours - bare) / cost:.2f}" for cost in earlier)])
    table(["ms beyond no tracker", *revisions, now, *(f"of {name}" for name in revisions)], rows)
