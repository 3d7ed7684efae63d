"""Who comes to the simulated shop: where they live, what they browse with, and how they tend to behave."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from collector.demo.simulation.calendar import DAYS, MINUTE_MS, Calendar
from collector.demo.simulation.devices import CITY_SIZES, Device, Home, some_device, some_home
from collector.demo.simulation.event_log import Names
from collector.demo.simulation.experiments import fits, some_buckets
from collector.rules import DAY_MS, HOUR_MS

TWO_DEVICES = 0.75
# How likely each hour of the local day is, from midnight on.
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 9, 9, 11, 10, 8, 8, 9, 11, 14, 18, 21, 19, 12, 6)


@dataclass(frozen=True)
class Habit:
    """A way to behave: from-to ranges of sessions and of views per session, and likelihoods."""

    share: int
    sessions: tuple[int, int]
    views: tuple[int, int]
    curiosity: float
    adds: float
    buys: float
    signs_in: float = 0.0
    reads: bool = False
    hurry: float = 0.0


PASSER_BY = Habit(share=37, sessions=(1, 1), views=(1, 3), curiosity=0.6, adds=0.02, buys=0.05, hurry=0.62)
LOOKER = Habit(share=28, sessions=(1, 3), views=(2, 6), curiosity=1.0, adds=0.11, buys=0.3, signs_in=0.1, hurry=0.35)
READER = Habit(
    share=12, sessions=(1, 4), views=(2, 5), curiosity=1.0, adds=0.06, buys=0.4, signs_in=0.15, reads=True, hurry=0.3
)
SHOPPER = Habit(share=16, sessions=(1, 4), views=(3, 8), curiosity=1.3, adds=0.3, buys=0.62, signs_in=0.4, hurry=0.16)
REGULAR = Habit(share=7, sessions=(3, 7), views=(2, 6), curiosity=1.4, adds=0.34, buys=0.6, signs_in=1.0, hurry=0.12)
HABITS = (PASSER_BY, LOOKER, READER, SHOPPER, REGULAR)


@dataclass
class Browser:
    """One browser of a person, and what it remembers of the shop."""

    device: Device
    visitor_id: str
    buckets: dict[str, int]
    """by experiment"""
    cart: dict[str, int] = field(default_factory=dict)
    wishes: set[str] = field(default_factory=set)
    finders_seen: int = 0
    looked: bool = False
    """at a product"""
    signed_in: bool = False


@dataclass
class Person:
    """One simulated human."""

    random: Random
    habit: Habit
    home: Home
    city: str
    browsers: list[Browser]
    user_id: str
    taste: str
    sessions: list[int]
    """when each session begins, in milliseconds since the first day began, earliest first"""

    def chance(self, likelihood: float) -> bool:
        """Whether something that is so likely happens."""
        return self.random.random() < likelihood


def some_person(random: Random, names: Names, calendar: Calendar) -> Person:
    """Somebody. The same random numbers give the same person, but for the ids."""
    habit = random.choices(HABITS, [habit.share for habit in HABITS])[0]
    home = some_home(random)
    kinds = ["phone", "desktop"] if habit is REGULAR and random.random() < TWO_DEVICES else [None]
    browsers = [_some_browser(random, names, kind) for kind in kinds]
    return Person(
        random=random,
        habit=habit,
        home=home,
        city=random.choices(home.cities, CITY_SIZES[: len(home.cities)])[0],
        browsers=browsers,
        user_id=f"customer-{names.next()[:8]}",
        taste=random.choice(("green", "oolong", "black", "herbal")),
        sessions=_some_sessions(random, habit, home, calendar),
    )


def _some_browser(random: Random, names: Names, kind: str | None) -> Browser:
    """A browser whose visitor id fits buckets chosen beforehand, so that behaviour never depends on ids."""
    device = some_device(random, kind)
    buckets = some_buckets(random)
    visitor_id = names.next()
    while not fits(visitor_id, buckets):
        visitor_id = names.next()
    return Browser(device, visitor_id, buckets)


def _some_sessions(random: Random, habit: Habit, home: Home, calendar: Calendar) -> list[int]:
    """Some days apart; what would lie behind the last day lies before, so that no day is left out."""
    day = random.choices(range(DAYS), calendar.busyness)[0]
    days = set()
    for _ in range(random.randint(*habit.sessions)):
        days.add(day % DAYS)
        day += 1 + int(random.expovariate(1 / 3.2))
    return [day * DAY_MS + _some_time(random, home) for day in sorted(days)]


def _some_time(random: Random, home: Home) -> int:
    """A time of the shop's day that is a likely hour where they live, and leaves room for a session before midnight."""
    hour = random.choices(range(24), HOURS)[0]
    time = hour * HOUR_MS + random.randrange(HOUR_MS) - home.ahead_minutes * MINUTE_MS
    return min(max(time % DAY_MS, 0), DAY_MS - 2 * HOUR_MS)
