"""What the lines of a person's timeline are made from, and what every line has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from collector.reports.moments import rfc3339


class Row(Protocol):
    """What a store answers a question with: columns by their names."""

    def __getitem__(self, column: str, /) -> Any:
        """The value of a column."""


class Line(NamedTuple):
    """One line of a timeline, with what it takes to put it in its place; no visitor for what a server sent."""

    ts: int
    id: str
    visitor: str
    entry: dict[str, Any]


class Known(NamedTuple):
    """What the store knows of a person in a time: own events, their items by event, and facts."""

    events: Sequence[Row]
    items: Mapping[int, Sequence[Row]]
    views: Sequence[Row]
    impressions: Sequence[Row]
    order_lines: Sequence[Row]
    refunds: Sequence[Row]
    cancelled: Sequence[Row]
    currency: str


def line_of(event: Row, fields: Mapping[str, Any]) -> Line:
    """The line of an event: when, what and in which view, then the fields of its type."""
    start = {"ts": rfc3339(event["ts"]), "type": event["type"], "id": event["id"], "view_id": event["view_id"]}
    return Line(event["ts"], event["id"], event["visitor"], {**start, **fields})
