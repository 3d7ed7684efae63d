"""`python -m tests.bench snippet` and `trackers`: what a tracker costs a page, and what it tells of what is seen."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.bench.page_cost import contenders, measured, sample, trackers
from tests.bench.page_cost.contenders import BARE, Contender
from tests.bench.page_cost.measured import SCENES, Cost
from tests.bench.page_cost.seen_or_not import CASES, TELLS_OF_A_VIEW, verdicts_of
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
        with browsing() as browser:
            found, _ = compare(browser, [BARE, *revisions, now], repeats=repeats, idle_s=idle_s)
    _explain(repeats, idle_s)
    table(["", *found], [[scene, *(_figures(found[name][scene]) for name in found)] for scene in SCENES])
    if revisions:
        _beyond(found, [each.name for each in revisions], now.name)


def beside_others(*, repeats: int, idle_s: float) -> None:
    """Measure other trackers in the same way, and print that, and what each tells of small pages."""
    others = trackers.others()
    with browsing() as browser:
        result = {each.name: verdicts_of(browser, each) for each in others if each.name in TELLS_OF_A_VIEW}
        found, loaded = compare(browser, [BARE, *others], repeats=repeats, idle_s=idle_s)
    note(f"{', '.join(f'{name} {version}' for name, version in trackers.PACKAGES.items())}.")
    rows = [
        [case.name, "yes" if case.seen else "no", *("yes" if result[name][nth] else "no" for name in result)]
        for nth, case in enumerate(CASES)
    ]
    table(["what the visitor is shown", "seen", *result], rows)
    _explain(repeats, idle_s)
    bare = found[BARE.name]
    costs = [
        [name, f"{loaded[name]:,}", *(f"{found[name][scene].task - bare[scene].task:,.1f}" for scene in SCENES)]
        for name in found
        if name != BARE.name
    ]
    table(["ms beyond no tracker", "bytes, brotli", *SCENES], costs)
    note("No tracker: " + ", ".join(f"{scene} {bare[scene].task:,.1f}" for scene in SCENES) + ".")


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=ARGUMENTS)
        note(f"Chromium {browser.version}.")
        yield browser
        browser.close()


def _explain(repeats: int, idle_s: float) -> None:
    note(
        f"A page of {sample.ACTIONS} actions of {sample.ITEMS} items each; CPU milliseconds of its main thread (all "
        f"tasks; of them in scripts), medians of {repeats} visits in turn. Start: load and "
        f"{measured.LOADING_S:.0f} s. Then {sample.MUTATIONS:,} mutations at once; {sample.MUTATIONS_PER_FRAME} in "
        f"each of {sample.FRAMES} frames; {sample.STEPS} steps of scrolling through all; {idle_s:.0f} s of nothing."
    )


def compare(
    browser: Browser, compared: Sequence[Contender], *, repeats: int, idle_s: float
) -> tuple[Medians, dict[str, int]]:
    """The middle of several visits with each, one after the other in turn; and the bytes of the files each loads."""
    with ExitStack() as open_until_the_end:
        sinks = {each.name: open_until_the_end.enter_context(measured.serving(each)) for each in compared}
        runs = [
            {name: measured.visit(browser, sink, idle_s=idle_s) for name, sink in sinks.items()} for _ in range(repeats)
        ]
    found = {name: {scene: _median([run[name][scene] for run in runs]) for scene in SCENES} for name in sinks}
    return found, {name: sum(map(trackers.brotli, sink.loaded_files())) for name, sink in sinks.items()}


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
