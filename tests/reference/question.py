"""What is asked of the reports, and words that all of them share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .money import Rates
from .people import Event

DAY = 86_400_000
WEEK = 7 * DAY
MODELS = ("influenced", "last_touch", "first_touch", "linear", "time_decay", "position", "last_click")
Figures = dict[str, Any]
OF_ITEMS = (
    "executed", "measured", "delivered", "clicks", "quick_adds", "wishlist_adds",
    "found_revenue", "found_orders", "items_sold",
)  # fmt: skip


@dataclass(frozen=True)
class Question:
    """What is asked of the reports."""

    first: str
    last: str
    time_zone: str = "UTC"
    currency: str = "EUR"
    window: int = 30 * DAY
    goal: str = "purchase"
    min_fraction: float = 0
    min_ms: int = 0
    rates: Rates = field(default_factory=dict)
    believed: str = "1000000"
    segment: tuple[str, str | None] | None = None
    action: str | None = None
    campaign: str | None = None
    valued: dict[str, str] = field(default_factory=dict)
    nobodies: frozenset[str] = frozenset()

    def within(self, ts: int) -> bool:
        """Whole days of the site's time zone, both ends included."""
        return self.start <= ts < self.end

    @property
    def start(self) -> int:
        return self.midnight(self.first, 0)

    @property
    def end(self) -> int:
        return self.midnight(self.last, 1)

    def midnight(self, day: str, later: int) -> int:
        there = datetime.combine(date.fromisoformat(day) + timedelta(later), time(), ZoneInfo(self.time_zone))
        return round(there.timestamp() * 1000)


@dataclass(eq=False)
class Conversion:
    """A purchase that stands, or a goal."""

    event: Event
    value: int

    @property
    def ts(self) -> int:
        return int(self.event["ts"])


def share(above: float, below: float) -> float | None:
    return above / below if below else None
