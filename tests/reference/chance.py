"""What random streams are made of: times that are awkward on purpose, and events with what is known of their sender."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from .people import Event

MINUTE = 60_000
HALF_HOUR = 30 * MINUTE
DAY = 86_400_000
PLACES = (
    ("Europe/Berlin", "2025-03-30"),
    ("Europe/Berlin", "2025-10-26"),
    ("America/New_York", "2025-03-09"),
    ("America/New_York", "2025-11-02"),
    ("Asia/Kolkata", "2025-06-01"),
    ("UTC", "2025-05-01"),
)
BELIEVED = ("1000000", "3.15", "100.5", "40", "3")
"""The most that a site believes of its public key."""
STEPS = (0, 0, 1, 7, 1000, 1000, 5000, 20_000, MINUTE, HALF_HOUR, HALF_HOUR + 1)
ITEMS = (("a-1", "a"), ("a-2", "a"), ("b", None), ("c-1", "c"), ("c-1", None), ("d", None))
NOBODIES = ("null", " Undefined ", "0", "[object Object]", "{{ user.id }}", "GUEST")


@dataclass
class Chance:
    """Events in the order in which they are sent, and the site that they are sent to."""

    seed: int
    events: list[Event] = field(default_factory=list)
    seen_at: list[int] = field(default_factory=list)
    touched: list[tuple[str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.time_zone, self.middle = PLACES[self.seed % len(PLACES)]
        self.believed = BELIEVED[self.seed % len(BELIEVED)]
        there = datetime.fromisoformat(self.middle).replace(tzinfo=ZoneInfo(self.time_zone))
        self.midnights = [round((there + timedelta(day)).timestamp() * 1000) for day in range(-40, 5)]

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def some_time(self) -> int:
        """Near a midnight, near something else, or exactly a window after something was seen."""
        if self.seen_at and self.maybe(0.25):
            return (
                self.random.choice(self.seen_at)
                + self.random.choice((7, 30, 30, 1)) * DAY
                + self.random.choice((-1, 0, 0, 1))
            )
        if self.events and self.maybe(0.5):
            return int(self.random.choice(self.events)["ts"]) + self.random.choice((*STEPS, 10 * MINUTE, 2 * HALF_HOUR))
        middle = self.random.choice(self.midnights if self.maybe(0.5) else self.midnights[-8:-1])
        return middle + self.random.choice((-1, 0, 0, 1, -MINUTE, 3 * HALF_HOUR, 12 * HALF_HOUR, 30 * HALF_HOUR))

    def send(self, type: str, ts: int, **fields: Any) -> Event:
        event = {"id": str(UUID(int=self.random.getrandbits(128), version=4)), "type": type, "ts": ts}
        event |= {name: value for name, value in fields.items() if value is not None}
        visitor = event.get("visitor_id", "")
        if visitor and not event.get("user_id") and self.maybe(0.02):
            event["user_id"] = self.random.choice(NOBODIES)
        if visitor == "robot":
            event["_bot"] = True
        elif visitor and event.get("view_id"):
            event["_device"] = "phone" if visitor in ("device-1", "device-2", "device-4") else "desktop"
        self.events.append(event)
        return event

    def shuffle(self) -> None:
        """Some events arrive twice, some of those changed; in any order, but one sender after the other."""
        again = [dict(event) for event in self.events if self.maybe(0.08)]
        for event in again:
            if self.maybe(0.3):
                event["ts"] += 1000
        self.events += again
        self.random.shuffle(self.events)
        self.events.sort(key=sender)


def sender(event: Event) -> tuple[str, str, int]:
    """The key and the user agent that an event comes with; a public key tells of the last few days only."""
    if event.get("_key") == "public":
        agent, day = event.get("_device", "desktop"), event["ts"] // DAY
    else:
        agent, day = event.get("_device", "server"), 0
    return event.get("_key", "secret"), "robot" if event.get("_bot") else agent, day
