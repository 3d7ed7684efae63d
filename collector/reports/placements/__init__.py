"""What became of the actions of a period, each time they were placed: counted here for all reports that tell of it."""

from __future__ import annotations

from collector.reports.answer import Record
from collector.reports.asked import Asked
from collector.reports.sql import run
from collector.store.protocol import Store


def placements(store: Store, asked: Asked) -> list[Record]:
    """A row for each action (with `by`, and segment) that was placed."""
    name = "placements/by_day.sql" if asked.whole else "placements/placements.sql"
    return [*run(store, name, asked)]
