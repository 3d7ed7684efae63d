"""What became of the actions of a period, each time they were placed: counted here for all reports that tell of it."""

from __future__ import annotations

from collector.reports.answer import Record
from collector.reports.asked import Asked
from collector.reports.questions import ask
from collector.store.protocol import Store


def placements(store: Store, asked: Asked) -> list[Record]:
    """A row for each action (with `by`, and segment) that was placed."""
    name = "placements/by_day" if asked.whole else "placements/placements"
    return [*ask(store, name, asked.bound())]
