"""All visits of a period in the order of time, hour by hour, as events to store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from heapq import heappop, heappush
from operator import itemgetter
from random import Random

from collector.event import Event
from tests.bench.traffic import shop
from tests.bench.traffic.visit import Visit

FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
HOUR_MS = 3_600_000
EVENTS_A_VISIT = 27.5
VISITS_A_PERSON = 2.4
MAX_VIEWS = 25
KNOWN_USERS, DEVICES, BOTS = 0.2, 0.25, 0.03
BUSY_HOURS = [2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 10, 10, 11, 11, 10, 10, 10, 11, 13, 15, 16, 14, 9, 5]


class Traffic:
    """About `events` events in `days` days from FIRST_DAY: the same for the same numbers."""

    def __init__(self, events: int, *, days: int = 180, seed: int = 1) -> None:
        self.days, self.seed = days, seed
        self.visits = max(1, round(events / EVENTS_A_VISIT))
        self.persons = max(1, round(self.visits / VISITS_A_PERSON))
        self.contexts = shop.contexts(Random(seed))
        self.begin_ms = int(FIRST_DAY.timestamp() * 1000)

    def hours(self) -> Iterator[list[Event]]:
        """The events of each hour in which there are any, in order."""
        ahead: list[Event] = []
        late: list[tuple[int, str, Event]] = []
        for begin, visits in self._visits_by_hour():
            for person, ts in visits:
                visit = self._visit(person, ts)
                ahead += visit.events
                for event in visit.later:
                    heappush(late, (event.ts, event.id, event))
            end = begin + HOUR_MS
            while late and late[0][0] < end:
                ahead.append(heappop(late)[2])
            ahead.sort(key=itemgetter(4))
            now = [event for event in ahead if event.ts < end]
            ahead = ahead[len(now) :]
            yield now
        yield ahead

    def _visits_by_hour(self) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """Hours with the visits that begin in them: who, and when. A visit is anybody's of those who come back."""
        random = Random(f"{self.seed}-visits")
        hours = [BUSY_HOURS[hour] for hour in range(24)] * self.days
        shares = [busy * (1 + nth / len(hours) / 2) for nth, busy in enumerate(hours)]
        left, weight = float(self.visits), sum(shares)
        for nth, share in enumerate(shares):
            wanted = left * share / weight
            count = int(wanted) + (random.random() < wanted % 1)
            left, weight = left - count, weight - share
            begin = self.begin_ms + nth * HOUR_MS
            yield begin, [(self._somebody(random, nth), begin + random.randrange(HOUR_MS)) for _ in range(count)]

    def _somebody(self, random: Random, hour: int) -> int:
        """A person: new ones come all the time, and most visits are of those who came lately."""
        newest = self.persons * (hour + 1) / (24 * self.days)
        return (
            max(0, int(newest - random.expovariate(1 / (newest * 0.12 + 1)))) if random.random() < 0.55 else int(newest)
        )

    def _visit(self, person: int, ts: int) -> Visit:
        random = Random(f"{self.seed}-{person}-{ts}")
        habits = Random(f"{self.seed}-{person}")
        known, device = habits.random() < KNOWN_USERS, habits.random() < DEVICES and random.random() < 0.4
        bot = habits.random() < BOTS
        context = shop.CRAWLER if bot else self.contexts[(habits.getrandbits(20) + device) % len(self.contexts)]
        visitor = f"{person * 2_654_435_761 % 2**32:08x}-{person:x}-{int(device)}"
        user_id = f"user-{person}" if known and random.random() < 0.6 else None
        visit = Visit(random, visitor=visitor, user_id=user_id, context=context, ts=ts)
        visit.walk(1 if bot or random.random() < 0.35 else min(MAX_VIEWS, 2 + int(random.expovariate(0.28))))
        return visit
