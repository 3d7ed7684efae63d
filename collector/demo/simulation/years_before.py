"""Orders from before the simulated months, as a shop brings them from its old system: who bought what when, no more.

Some are of customers who are simulated too, and sign in; most of others, who did not come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate
from random import Random

from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation.calendar import DAYS, WEEK, Calendar
from collector.demo.simulation.checkout import line_of
from collector.demo.simulation.event_log import Event, Names
from collector.demo.simulation.view import CURRENCY
from collector.rules import DAY_MS, HOUR_MS

DAYS_BEFORE = 700
"""so many that the same weekdays a year before have windows enough beside them"""
GROWTH = 0.12
"""of trade, over these days"""
SEASON = (1.12, 1.06, 1.0, 0.94, 0.9, 0.86, 0.84, 0.88, 0.98, 1.08, 1.16, 1.3)
"""How much tea is bought in each month, from January on."""
KNOWN, OTHERS = 0.6, 0.9
"""Who is simulated and signs in was a customer before; somebody else was, for each who is simulated."""
ORDERS_AGAIN = {True: 0.72, False: 0.46}
"""after each order, those who are simulated too, and others"""
LEAST_DAYS, MEAN_DAYS = 9, 52.0
"""between two orders"""
LINES = ((1, 52), (2, 33), (3, 15))


def orders_before(seed: int, number: int, *, day: date, events: Iterable[Event]) -> list[Event]:
    """What the simulated person of this number, whose events these are, ordered in the years before, or somebody else
    did."""
    random = Random(f"years before {seed}/{number}")
    names = Names("beheld demo years before", seed, day, number)
    known = next((event["user_id"] for event in events if event["type"] == "identify"), None)
    if random.random() >= (KNOWN if known else OTHERS):
        return []
    customer = known or f"customer-{names.next()[:8]}"
    return [_order(random, names, customer, ts) for ts in _times(random, day, again=ORDERS_AGAIN[known is not None])]


def _times(random: Random, day: date, *, again: float) -> Iterator[int]:
    """When somebody ordered, as epoch ms."""
    began_at = _calendar(day).began_at - DAYS_BEFORE * DAY_MS
    nth = random.choices(range(DAYS_BEFORE), cum_weights=_busyness(day))[0]
    while nth < DAYS_BEFORE:
        yield began_at + nth * DAY_MS + 8 * HOUR_MS + random.randrange(13 * HOUR_MS)
        nth += LEAST_DAYS + round(random.expovariate(1 / MEAN_DAYS))
        if random.random() >= again:
            return


def _order(random: Random, names: Names, customer: str, ts: int) -> Event:
    products = list(catalogue().products.values())
    weights = [1 / (3 + rank) for rank in range(len(products))]
    count = random.choices([count for count, _ in LINES], [weight for _, weight in LINES])[0]
    bought = dict.fromkeys(random.choice(one.variants).item for one in random.choices(products, weights, k=count))
    return {
        "type": "purchase",
        "ts": ts,
        "id": names.next(),
        "user_id": customer,
        "order_id": f"OLD-{names.next()[:8].upper()}",
        "currency": CURRENCY,
        "items": [line_of(item, 2 if random.random() < 0.15 else 1) for item in bought],
    }


_calendar = lru_cache(1)(Calendar)


@lru_cache(1)
def _busyness(day: date) -> list[float]:
    """How likely somebody comes first on each day, added up."""
    days = (day - timedelta(DAYS + DAYS_BEFORE - nth) for nth in range(DAYS_BEFORE))
    return list(accumulate(
        (1 + GROWTH * nth / DAYS_BEFORE) * WEEK[each.weekday()] * SEASON[each.month - 1]
        for nth, each in enumerate(days)
    ))  # fmt: skip
