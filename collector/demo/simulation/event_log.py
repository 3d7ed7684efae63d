"""What one simulated person does, written down as the events that would be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from collector.demo.simulation.calendar import Calendar
from collector.demo.simulation.experiments import Schedule

Event = dict[str, Any]


class Names:
    """Ids that are the same whenever the same simulation is run: made from what it is, by counting."""

    def __init__(self, *simulation: object) -> None:
        self._stem = "/".join(str(part) for part in simulation)
        self._given = 0

    def next(self) -> str:
        """One more id, a UUID."""
        self._given += 1
        hashed = hashlib.blake2b(f"{self._stem}/{self._given}".encode(), digest_size=16).hexdigest()
        return f"{hashed[:8]}-{hashed[8:12]}-4{hashed[13:16]}-a{hashed[17:20]}-{hashed[20:]}"


class EventLog:
    """Events of one person. Times are milliseconds since the first day of the simulation began."""

    def __init__(self, names: Names, calendar: Calendar, schedule: Schedule) -> None:
        self.names, self.calendar, self.schedule = names, calendar, schedule
        self._events: list[Event] = []

    def record(self, type: str, at: float, **fields: Any) -> None:
        """Something happened. Fields that are None are left out."""
        given = {name: value for name, value in fields.items() if value is not None}
        self._events.append({"type": type, "ts": self.ts(at), "id": self.names.next(), **given})

    def ts(self, at: float) -> int:
        """The same time as epoch ms."""
        return self.calendar.began_at + round(at)

    def of(self, type: str) -> list[Event]:
        """What happened of this type by now, in order of time."""
        return [event for event in self if event["type"] == type]

    def since_began(self, event: Event) -> int:
        """When an event happened, as the log has times."""
        return int(event["ts"]) - self.calendar.began_at

    def __iter__(self) -> Iterator[Event]:
        """All of it, in order of time."""
        return iter(sorted(self._events, key=itemgetter("ts")))
