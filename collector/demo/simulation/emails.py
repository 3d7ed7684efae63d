"""What happens outside of the shop to somebody it knows: emails, and the tea club's subscription."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from collector.demo.simulation.calendar import DAYS, MINUTE_MS
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.persons import Person
from collector.demo.simulation.view import CURRENCY
from collector.rules import DAY_MS, HOUR_MS

OPENS = 0.5
CLICKS = 0.45
JOINS = 0.8
EMAIL = {"action": "restock-letter", "kind": "email", "campaign": "autumn-picking"}
FOUR_TEAS = {"plan": "four-teas", "mrr": "12.00", "currency": CURRENCY}
EIGHT_TEAS = {"plan": "eight-teas", "mrr": "19.00", "currency": CURRENCY}
AGAIN: dict[str, tuple[float, tuple[int, int]]] = {
    "started": (0.3, (20, 50)),
    "changed": (0.6, (6, 25)),
    "cancelled": (0.7, (5, 25)),
}
"""How likely somebody changes their mind once more after a status, and after how many days."""
NEXT: dict[str, dict[str, Any]] = {
    "started": {"status": "cancelled"},
    "changed": {"status": "changed", **FOUR_TEAS},
    "cancelled": {"status": "started", **FOUR_TEAS},
}


def send_email(person: Person, log: EventLog, *, before: float) -> bool:
    """An email on the morning before a session; says whether it was opened and clicked, and so led to the session."""
    view_id = f"letter-{log.names.next()}"
    which = {"user_id": person.user_id, "view_id": view_id}
    log.record("execute", before - 3 * HOUR_MS, **which, **EMAIL)
    if not person.chance(OPENS):
        return False
    log.record("deliver", before - 2 * MINUTE_MS, **which, action=EMAIL["action"])
    if not person.chance(CLICKS):
        return False
    log.record("click", before - 2_000, **which, action=EMAIL["action"], target="a.button Back on the shelf")
    return True


@dataclass(frozen=True)
class Membership:
    """Somebody's subscription to the club, with the latest status and when it came, as the log has times."""

    subscription: dict[str, str]
    status: str
    at: float


def subscribe(person: Person, log: EventLog, *, after: float) -> Membership | None:
    """Perhaps join the club, and perhaps change one's mind soon."""
    if not person.chance(JOINS):
        return None
    subscription = {"user_id": person.user_id, "subscription_id": f"club-{log.names.next()[:8]}"}
    log.record("subscription", after, **subscription, status="started", **FOUR_TEAS)
    later = after + person.random.randint(4, 16) * DAY_MS
    if later < DAYS * DAY_MS and person.chance(0.5):
        if person.chance(0.5):
            log.record("subscription", later, **subscription, status="cancelled")
            return Membership(subscription, "cancelled", later)
        log.record("subscription", later, **subscription, status="changed", **EIGHT_TEAS)
        return Membership(subscription, "changed", later)
    return Membership(subscription, "started", after)


def think_again(membership: Membership, log: EventLog, random: Random) -> None:
    """Perhaps change one's mind once more, weeks later: come back, take fewer teas again, or leave.

    It has random numbers of its own, and comes last: what else somebody does, and its ids, stay as they are.
    """
    again, days = AGAIN[membership.status]
    later = membership.at + random.randint(*days) * DAY_MS
    if random.random() < again and later < DAYS * DAY_MS:
        log.record("subscription", later, **membership.subscription, **NEXT[membership.status])
