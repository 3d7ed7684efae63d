"""The days of a simulation: how busy each is, and since when the shop looks as it does now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from collector.rules import DAY_MS

MINUTE_MS = 60_000
DAYS = 92
"""so many that last month and the month before lie within, whichever day it is"""
TIME_ZONE = "Europe/Berlin"
GROWTH = 0.3
WEEK = (0.96, 0.9, 0.92, 0.95, 0.9, 1.12, 1.25)
"""How busy the days of a week are, from Monday on."""
EDITED_ON = 12
"""the day of the month on which the banner of the front page got another picture"""
MIN_DAYS_SINCE_EDIT = 12
DAYS_SINCE_MOVE = 26
"""so long ago the tea club's banner on product pages changed places with the widget above it"""
DAYS_SINCE_CARRIER = 45
"""so long ago another carrier began to bring the parcels: enough answered since, and before within 90 days"""


class Calendar:
    """The days before `day` (not included). Times are milliseconds since the first of them began."""

    def __init__(self, day: date) -> None:
        self.day = day
        midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(TIME_ZONE))
        self.began_at = round(midnight.timestamp() * 1000) - DAYS * DAY_MS

    @cached_property
    def busyness(self) -> list[float]:
        """How likely somebody comes on each day: weekends are busier, and trade grows a little."""
        first = self.day - timedelta(DAYS)
        return [
            (1 + GROWTH * nth / DAYS) * WEEK[(first + timedelta(nth)).weekday()] for nth in range(DAYS)
        ]  # fmt: skip

    def has_new_picture(self, at: float) -> bool:
        """Whether the banner of the front page was edited by then."""
        return at >= self._begins(edited_on(self.day))

    def has_moved(self, at: float) -> bool:
        """Whether the tea club's banner stands above the widget of product pages by then."""
        return at >= (DAYS - DAYS_SINCE_MOVE) * DAY_MS

    def has_new_carrier(self, at: float) -> bool:
        """Whether another carrier brings what is ordered then."""
        return at >= (DAYS - DAYS_SINCE_CARRIER) * DAY_MS

    def _begins(self, day: date) -> int:
        return (DAYS - (self.day - day).days) * DAY_MS


def edited_on(day: date) -> date:
    """The last 12th that lies far enough back, on `day`, for its effect to show."""
    latest = day - timedelta(MIN_DAYS_SINCE_EDIT)
    if latest.day < EDITED_ON:
        latest = latest.replace(day=1) - timedelta(1)
    return latest.replace(day=EDITED_ON)
