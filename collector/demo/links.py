"""What the demo prints when all is there: where to look, and with which key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

from collector.demo.simulation.calendar import DAYS, DAYS_SINCE_CARRIER, DAYS_SINCE_MOVE, edited_on
from collector.demo.simulation.experiments import QUESTION
from collector.demo.simulation.layout import BAR, HERO, PAIRS
from collector.demo.site import SIMULATED, demo_site
from collector.sql_files import sql_reader
from collector.store import Store

STORIES = sql_reader(Path(__file__).parent)("stories")
STORY_TITLES = {
    "bought": "bought what a widget showed",
    "unseen": "never scrolled to the widget",
    "two_devices": "one person on two devices",
}


def lines(store: Store, url: str, read_key: str) -> Iterator[str]:
    """The links, one a line."""
    simulated = demo_site(store).settings.get(SIMULATED, [])
    visited = bool(simulated and simulated[-1]["visitors"])
    yield ""
    yield _line("What personalization earned last month", f"{url}/overview?period=last_month")
    yield _line("Sign in with", read_key)
    yield _line("The shop", f"{url}/demo/")
    if visited:
        day = date.fromisoformat(simulated[-1]["day"])
        yield _line("Simulated visits", _when(day))
        yield "\n  What changed:"
        edited = f"the home banner got a new picture on {edited_on(day):%-d %B}"
        yield _line(edited, f"{url}/actions/one?action={HERO}")
        moved = day - timedelta(days=DAYS_SINCE_MOVE)
        yield _line(f"a widget moved down on {moved:%-d %B}", f"{url}/actions/one?action={PAIRS}")
        carrier = day - timedelta(days=DAYS_SINCE_CARRIER)
        yield _line(f"a new carrier since {carrier:%-d %B}: satisfaction fell", f"{url}/satisfaction?period=90d")
        yield "\n  What was tested:"
        yield _line("naming one tea: more look at a product, promoted", _experiment(url, BAR))
        yield _line("two questions of a pop-up, too early to tell", _experiment(url, QUESTION))
    stories = {row["story"]: row["visitor"] for row in store.query(STORIES, {"site": demo_site(store).site})}
    if stories:
        yield "\n  Visitors worth reading:"
    for story, title in STORY_TITLES.items():
        if story in stories:
            yield _line(title, f"{url}/visitor?id={quote(stories[story], safe='')}")
    yield "\n  Walk through the shop, then find your own visit: it is the newest."
    yield "  Ctrl-C ends the demo; what it sent stays.\n"


def _when(day: date) -> str:
    first, last = day - timedelta(days=DAYS), day - timedelta(days=1)
    return f"{first:%-d %B} to {last:%-d %B %Y} (beheld demo --again adds three months up to today)"


def _experiment(url: str, id: str) -> str:
    return f"{url}/experiments/one?experiment={id}"


def _line(what: str, where: str) -> str:
    return f"  {what:<54}{where}"
