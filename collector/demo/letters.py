"""What happens outside of the shop to somebody it knows: letters, and the tea club's subscription."""

from __future__ import annotations

from collector.demo.diary import Diary
from collector.demo.persons import DAY_MS, DAYS, HOUR_MS, MINUTE_MS, Person
from collector.demo.view import CURRENCY

OPENS = 0.5
CLICKS = 0.45
JOINS = 0.8
LETTER = {"action": "restock-letter", "kind": "email", "campaign": "autumn-picking"}
MONTHLY = "12.00"
MONTHLY_FOR_TWO = "19.00"


def send_letter(person: Person, diary: Diary, *, before: float) -> bool:
    """A letter on the morning before a visit; whether it was opened and clicked, and so led to the visit."""
    showing = f"letter-{diary.names.next()}"
    which = {"user_id": person.user_id, "view_id": showing}
    diary.note("execute", before - 3 * HOUR_MS, **which, **LETTER)
    if not person.chance(OPENS):
        return False
    diary.note("deliver", before - 2 * MINUTE_MS, **which, action=LETTER["action"])
    if not person.chance(CLICKS):
        return False
    diary.note("click", before - 2_000, **which, action=LETTER["action"], target="a.button Back on the shelf")
    return True


def subscribe(person: Person, diary: Diary, *, after: float) -> None:
    """Perhaps join the club, and perhaps change one's mind later."""
    if not person.chance(JOINS):
        return
    subscription = {"user_id": person.user_id, "subscription_id": f"club-{diary.names.next()[:8]}"}
    diary.note(
        "subscription", after, **subscription, status="started", plan="four-teas", mrr=MONTHLY, currency=CURRENCY
    )
    later = after + person.random.randint(4, 16) * DAY_MS
    if later < DAYS * DAY_MS and person.chance(0.5):
        if person.chance(0.5):
            diary.note("subscription", later, **subscription, status="cancelled")
        else:
            more = {"plan": "eight-teas", "mrr": MONTHLY_FOR_TWO, "currency": CURRENCY}
            diary.note("subscription", later, **subscription, status="changed", **more)
