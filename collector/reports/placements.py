"""What became of the actions of a period, each time they were placed: counted here for all reports that tell of it."""

from __future__ import annotations

from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.sql import run
from collector.store.protocol import Store


def placements(store: Store, query: ReportQuery) -> list[Record]:
    """A row for each action (with `by`, and segment) that was placed."""
    name = "placements_by_day.sql" if query.whole else "placements.sql"
    return [*run(store, name, query)]
