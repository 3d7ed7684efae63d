"""What became of the items inside widgets, each time they were shown: counted here for all reports by item."""

from __future__ import annotations

from collector.reports.query import ReportQuery
from collector.reports.result import Record
from collector.reports.sql import run
from collector.store.protocol import Store


def item_placements(store: Store, query: ReportQuery, kind: str) -> list[Record]:
    """A row for each widget of this kind (`products`, `articles`), item and position that was placed."""
    return [*run(store, "item_placements.sql", query, kind=kind)]
