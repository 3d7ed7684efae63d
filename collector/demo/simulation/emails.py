"""What happens outside of the shop to somebody it knows: emails, and the tea club's subscription."""

from __future__ import annotations

from collector.demo.simulation.calendar import DAY_MS, DAYS, HOUR_MS, MINUTE_MS
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.persons import Person
from collector.demo.simulation.view import CURRENCY

OPENS = 0.5
CLICKS = 0.45
JOINS = 0.8
EMAIL = {"action": "restock-letter", "kind": "email", "campaign": "autumn-picking"}
MONTHLY = "12.00"
MONTHLY_FOR_TWO = "19.00"


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


def subscribe(person: Person, log: EventLog, *, after: float) -> None:
    """Perhaps join the club, and perhaps change one's mind later."""
    if not person.chance(JOINS):
        return
    subscription = {"user_id": person.user_id, "subscription_id": f"club-{log.names.next()[:8]}"}
    log.record(
        "subscription", after, **subscription, status="started", plan="four-teas", mrr=MONTHLY, currency=CURRENCY
    )
    later = after + person.random.randint(4, 16) * DAY_MS
    if later < DAYS * DAY_MS and person.chance(0.5):
        if person.chance(0.5):
            log.record("subscription", later, **subscription, status="cancelled")
        else:
            more = {"plan": "eight-teas", "mrr": MONTHLY_FOR_TWO, "currency": CURRENCY}
            log.record("subscription", later, **subscription, status="changed", **more)
