"""Streams of chosen events, small enough for a pencil."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .figures import Reports
from .people import Event
from .question import Question

NUMBERS = count(1)
SERVERS = ("purchase", "refund")
NOON = 1_743_332_400_000  # 2025-03-30 13:00 in Berlin


@dataclass
class Recorded:
    """A stream of chosen events."""

    events: list[Event] = field(default_factory=list)
    time_zone: str = "Europe/Berlin"
    middle: str = "2025-03-30"
    believed: str = "1000000"

    def record(self, type: str, ts: int, who: str | None = "ann", **fields: Any) -> Event:
        known = {"id": f"00000000-0000-4000-8000-{next(NUMBERS):012d}", "type": type, "ts": ts}
        visitor = {"visitor_id": who, "_device": "desktop"} if who else {}
        view = {"view_id": fields.pop("view_id", f"{who}-{ts}")} if type not in SERVERS and who else {}
        self.events.append(known | visitor | view | fields)
        return self.events[-1]

    def buy(self, ts: int, who: str | None = "ann", item: str = "b", **fields: Any) -> Event:
        """One piece for 10.00, unless said otherwise."""
        usual = {"order_id": f"{who}-{ts}", "currency": "EUR", "items": [{"item": item, "price": "10"}]}
        return self.record("purchase", ts, who, **usual | fields)

    def give_back(self, ts: int, order: str, **fields: Any) -> Event:
        return self.record("refund", ts, None, order_id=order, **fields)

    def reports(self, **more: Any) -> Reports:
        """What the reference makes of it."""
        usual: dict[str, Any] = {"first": "2025-01-01", "last": "2025-12-30", "time_zone": self.time_zone}
        return Reports(self.events, Question(**usual | more))
