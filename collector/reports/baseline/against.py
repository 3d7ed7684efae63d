"""What a period is compared with: the days before, the same weekdays a year before, or a baseline. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from collector.errors import BadRequest
from collector.reports.definitions import Definitions
from collector.reports.figures import MILLION
from collector.reports.query import ReportQuery
from collector.reports.segments import values_of

PREVIOUS, WEEKDAYS, PERIOD, FIGURES = "previous", "weekdays", "period", "figures"
KINDS = (PREVIOUS, WEEKDAYS, PERIOD, FIGURES)
"""Those of a baseline that is set: the first two move with the period, `period` has days of its own, `figures` also the
figures of them, from before there were events."""
YEAR_OF_WEEKDAYS = timedelta(364)
"""52 weeks: a year back and the same weekday."""
Segments = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Given:
    """The figures of days from before there were events, as somebody set them; orders may not be known."""

    revenue_micros: int
    orders: int | None


@dataclass(frozen=True)
class Against:
    """Which days a period is compared with, both ends included, and what people call them."""

    kind: str
    name: str
    first_day: date
    last_day: date
    segments: Segments = ()
    given: Given | None = None

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last_day - self.first_day).days + 1


def against_of(query: ReportQuery, baselines: Definitions) -> Against:
    """What the query is compared with; BadRequest where it names a baseline that is not set."""
    if query.against in (PREVIOUS, WEEKDAYS):
        return _moving(query.against, query)
    body = baselines.get(query.against)
    if body is None:
        known = ", ".join((PREVIOUS, WEEKDAYS, *sorted(baselines)))
        message = f"No baseline {query.against!r} is set. There are: {known}."
        raise BadRequest(message, fields={"against": [message]})
    return _set(body, query)


def _moving(kind: str, query: ReportQuery, name: str = "", segments: Segments = ()) -> Against:
    if kind == PREVIOUS:
        usual = "the day before" if query.days == 1 else f"the {query.days} days before"
        before = query.previous()
        return Against(kind, name or usual, before.first_day, before.last_day, segments)
    first, last = query.first_day - YEAR_OF_WEEKDAYS, query.last_day - YEAR_OF_WEEKDAYS
    return Against(kind, name or "the same weekdays a year before", first, last, segments)


def _set(body: Mapping[str, Any], query: ReportQuery) -> Against:
    name, segments = str(body.get("name") or query.against), segments_of(body.get("segments") or ())
    if body["kind"] in (PREVIOUS, WEEKDAYS):
        return _moving(body["kind"], query, name, segments)
    first, last = (date.fromisoformat(body[each]) for each in ("day_from", "day_to"))
    given = None
    if body["kind"] == FIGURES:
        orders = body.get("orders")
        given = Given(int(Decimal(body["revenue"]) * MILLION), None if orders is None else int(orders))
    return Against(body["kind"], name, first, last, segments, given)


def segments_of(texts: Any) -> Segments:
    """Segments as the registry keeps them: DIMENSION:VALUE, or DIMENSION:VALUE|VALUE."""
    pairs = (text.partition(":") for text in texts)
    return tuple((dimension, values_of(values)) for dimension, _, values in pairs)
