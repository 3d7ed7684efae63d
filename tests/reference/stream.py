"""Random streams of wire events, awkward on purpose: ties, shared devices, midnights, exact limits."""

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
STEPS = (0, 0, 1, 7, 1000, 1000, 5000, 20_000, MINUTE, HALF_HOUR, HALF_HOUR + 1)
ACTIONS = {
    "hero": ("banner", (None,)),
    "recs": ("products", (None,)),
    "test-recs": ("products", ("A", "B", "control")),
    "reading": ("articles", (None, None, "A", "control")),
    "popup": ("popup", ("control", "new")),
}
ITEMS = (("a-1", "a"), ("a-2", "a"), ("b", None), ("c-1", "c"), ("c-1", None), ("d", None))
REASONS = ("below_fold", "hidden", "covered", "removed", "tab_hidden")
PRICES = ("10.00", "19.99", "0.333333", "7", "100.5")
RATES = {"USD": {"2025-01-01": "0.91", "2025-03-30": "0.912345", "2025-11-02": "1.5"}}
VALUED = {"contact": "2.50"}


@dataclass
class Stream:
    """Events in the order in which they are sent, and the site that they are sent to."""

    seed: int
    events: list[Event] = field(default_factory=list)
    seen_at: list[int] = field(default_factory=list)
    chosen: str | None = None

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.time_zone, self.middle = PLACES[self.seed % len(PLACES)]
        there = datetime.fromisoformat(self.middle).replace(tzinfo=ZoneInfo(self.time_zone))
        self.midnights = [round((there + timedelta(day)).timestamp() * 1000) for day in range(-40, 5)]
        self.users = [f"user-{n}" for n in range(5)]
        self.crowd = [f"guest-{n}" for n in range(self.random.choice((9, 10, 11, 13)))]
        self.devices = [f"device-{n}" for n in range(7)]
        if self.maybe(0.5):
            self.queue_at_the_till()
        for _ in range(self.random.randint(8, 22)):
            self.visit(self.random.choice([*self.devices, "till", "robot"]))
        for _ in range(self.random.randint(4, 14)):
            self.happening()
        self.shuffle()

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
        if visitor == "robot":
            event["_bot"] = True
        elif visitor and event.get("view_id"):
            event["_device"] = "phone" if visitor in ("device-1", "device-2", "device-4") else "desktop"
        self.events.append(event)
        return event

    def queue_at_the_till(self) -> None:
        """One device on which all of a crowd sign in; what is done there before is nobody's, if they are many."""
        now = self.some_time()
        here = {"visitor_id": "till", "view_id": "view-till"}
        self.send("page_view", now, **here, page=self.page())
        now = self.showing(here, self.random.choice(["hero", "recs"]), now, []) if self.maybe(0.8) else now
        self.purchase(now, **here)
        for user in self.crowd:
            now += self.random.choice(STEPS)
            self.send("identify", now, **here, user_id=user)

    def visit(self, visitor: str) -> None:
        """A few views, one after the other."""
        now = self.some_time()
        users: list[str] = self.crowd if visitor == "till" else self.users
        for _ in range(self.random.randint(1, 4)):
            now = self.view(visitor, now, users)
            now += self.random.choice((*STEPS, 3 * HALF_HOUR))

    def view(self, visitor: str, now: int, users: list[str]) -> int:
        view = f"view-{self.random.randrange(10**9)}"
        here = {"visitor_id": visitor, "view_id": view}
        if self.maybe(0.9):
            self.send("page_view", now, **here, page=self.page())
        if self.maybe(0.35 if visitor != "till" else 0.8):
            now += self.random.choice(STEPS[:6])
            there = here if self.maybe(0.5) else {"visitor_id": visitor}
            self.send("identify", now, **there, user_id=self.random.choice(users))
        for action in self.random.sample(list(ACTIONS), self.random.randint(0, 3)):
            now = max(now, self.showing(here, action, now, users))
        for _ in range(self.random.choice((0, 0, 1, 1, 2))):
            now += self.random.choice(STEPS)
            self.doing(here, now, users)
        for _ in range(self.random.choice((0, 1, 1, 2))):
            self.send("page_leave", now, **here, engaged_ms=self.random.choice((0, 4000, 5000, 9999, 10_000)),
                      scroll=self.random.choice((0, 0.5, 0.89, 0.9, 1)))  # fmt: skip
        return now

    def page(self) -> dict[str, str]:
        path = self.random.choice(("/", "/shop", "/blog"))
        source = self.random.choice(("", "", "?utm_source=mail", "?utm_source=ads"))
        item = self.random.choice((None, "art-1", "art-2", "a-1", self.chosen, self.chosen, self.chosen))
        return {"url": f"https://shop.example{path}{source}"} | ({"item": item} if item else {})

    def showing(self, here: dict[str, str], action: str, start: int, users: list[str]) -> int:
        """One action in one view, with whatever happens to arrive of it."""
        kind, variations = ACTIONS[action]
        now = start
        for variation in self.random.sample(variations, 2 if len(variations) > 1 and self.maybe(0.15) else 1):
            mine = {**here, "action": action, "variation": variation}
            named = mine if self.maybe(0.9) else {**here, "action": action}
            now += self.random.choice(STEPS[:6])
            if self.maybe(0.1):
                self.send("skip", now, **here, action=action, reason="frequency_capped")
                continue
            if self.maybe(0.9):
                self.send("execute", now, **mine, kind=kind, campaign=self.campaign(kind), items=self.placed(),
                          page=self.page() if self.maybe(0.05) else None)  # fmt: skip
            if self.maybe(0.6):
                now += self.random.choice(STEPS)
                self.send("deliver", now, **mine, items=self.random.choice((None, ["b"], ["a-1", "d"])))
                self.seen_at.append(now)
            if self.maybe(0.6):
                self.evidence(mine, now + self.random.choice(STEPS[:7]))
            chance = 0.02 if variation == "control" else 0.35
            while self.maybe(chance):
                now += self.random.choice(STEPS)
                self.touch(named, kind, now, self.random.choice(users) if users and self.maybe(0.1) else None)
        return now

    def placed(self) -> list[str]:
        return self.random.choice((["a-1", "b"], ["b", "c-1", "a-2"], ["d"]))

    def campaign(self, kind: str) -> str | None:
        return "summer" if kind == "products" and self.maybe(0.8) else None

    def evidence(self, mine: dict[str, Any], now: int) -> None:
        for _ in range(self.random.choice((1, 1, 1, 2))):
            fraction = self.random.choice((0, 0, 0.3, 0.5, 1, None))
            measured = {
                "visible_ms": self.random.choice((0, 3000)),
                "longest_ms": self.random.choice((0, 999, 1000, 2000)) if fraction else 0,
            }
            reason = None if fraction else self.random.choice(REASONS)
            self.send("evidence", now, **mine, max_fraction=fraction, **measured, reason=reason)
            now += self.random.choice(STEPS[:6])

    def touch(self, mine: dict[str, Any], kind: str, now: int, user: str | None) -> None:
        item, group = self.random.choice(ITEMS)
        article = self.random.choice(("art-1", "art-2", None))
        self.chosen = article or self.chosen
        doing = self.random.choice(("click", "click", "quick_add", "wishlist_add", "dismiss", "survey"))
        if doing == "click":
            self.send(
                "click",
                now,
                **mine,
                item=article if kind == "articles" else self.random.choice((item, item, None)),
                user_id=user,
            )
        elif doing == "quick_add":
            self.send("quick_add", now, **mine, item=item, group=group, price="9.99", currency="EUR", user_id=user)
        elif doing == "wishlist_add":
            self.send("wishlist_add", now, **mine, item=item, group=group, user_id=user)
        elif doing == "survey":
            self.send("survey", now, **mine, instrument="nps", score=7, user_id=user)
        else:
            self.send("dismiss", now, **mine, user_id=user)

    def doing(self, here: dict[str, str], now: int, users: list[str]) -> None:
        """Something outside of any action."""
        item, group = self.random.choice(ITEMS)
        user = {"user_id": self.random.choice(users)} if self.maybe(0.1) else {}
        doing = self.random.choice(
            ("cart_add", "purchase", "purchase", "goal", "wishlist_add", "cart_remove", "custom")
        )
        if doing == "purchase":
            self.purchase(now, **here, **user)
        elif doing == "goal":
            self.goal(now, **here, **user)
        elif doing == "custom":
            self.send("custom", now, **here, **user, name="zoom")
        elif doing == "wishlist_add":
            self.send("wishlist_add", now, **here, **user, item=item, group=group)
        else:
            self.send(doing, now, **here, **user, item=item, group=group, price="9.99", currency="EUR")

    def goal(self, now: int, **who: Any) -> None:
        value = self.random.choice(
            (
                {},
                {"value": "3.15", "currency": "EUR"},
                {"value": "3.15", "currency": "USD"},
                {"value": "1", "currency": "GBP"},
            )
        )
        self.send("goal", now, **who, goal=self.random.choice(("contact", "call")), **value)

    def purchase(self, now: int, **who: Any) -> None:
        items = []
        for item, group in self.random.choices(ITEMS, k=self.random.choice((1, 2, 3))):
            line = {"item": item, "price": self.random.choice(PRICES)} | ({"group": group} if group else {})
            if self.maybe(0.6):
                line["quantity"] = self.random.choice((1, 2, 3))
            if self.maybe(0.2):
                line["discount"] = self.random.choice(("0.1", "0.33"))
            items.append(line)
        order = f"order-{self.random.randrange(12)}" if self.maybe(0.85) else None
        currency = self.random.choice(("EUR", "EUR", "EUR", "USD", "GBP"))
        self.send("purchase", now, **who, order_id=order, currency=currency, items=items, tax="5")
        while self.maybe(0.3):
            self.refund(self.some_time(), **self.random.choice((who, {})))

    def refund(self, now: int, **who: Any) -> None:
        bought = [event for event in self.events if event["type"] == "purchase" and "order_id" in event]
        order = self.random.choice(bought)["order_id"] if bought else "order-0"
        items = [self.given_back() for _ in range(self.random.choice((0, 1, 2)))] or None
        self.send("refund", now, **who, order_id=order, items=items)

    def given_back(self) -> dict[str, Any]:
        back: dict[str, Any] = {"item": self.random.choice(ITEMS)[0]}
        if self.maybe(0.6):
            back["quantity"] = self.random.choice((1, 2, 5))
        if self.maybe(0.5):
            back["amount"] = self.random.choice(("1.00", "10.00", "19.99", "500"))
        return back

    def happening(self) -> None:
        """Something that no page sent: an e-mail, a server's order, a refund, somebody without a browser."""
        now = self.some_time()
        user, device = self.random.choice(self.users), self.random.choice(self.devices)
        who = self.random.choice(({"user_id": user}, {"visitor_id": device}, {"visitor_id": device, "user_id": user}))
        what = self.random.choice(("purchase", "purchase", "refund", "mail", "goal", "wish", "skip"))
        if what == "purchase":
            self.purchase(now, **who)
        elif what == "refund":
            self.refund(now, **self.random.choice((who, {})))
        elif what == "goal":
            self.goal(now, **who)
        elif what == "skip":
            self.send("skip", now, **who, view_id=f"mail-{now}", action="letter", reason="no_consent")
        elif what == "wish":
            self.send("wishlist_add", now, **who, item="a-1", group="a")
        else:
            self.mail(now, who)

    def mail(self, now: int, who: dict[str, str]) -> None:
        mine = {**who, "view_id": f"mail-{self.random.randrange(10**9)}", "action": "letter"}
        self.send("execute", now, **mine, kind="email")
        if self.maybe(0.6):
            self.send("deliver", now + self.random.choice(STEPS), **mine)
        if self.maybe(0.4):
            self.send("click", now + self.random.choice(STEPS), **mine, item=self.random.choice(ITEMS)[0])

    def shuffle(self) -> None:
        """Some events arrive twice, some of those changed; in any order, but one sender after the other."""
        again = [dict(event) for event in self.events if self.maybe(0.08)]
        for event in again:
            if self.maybe(0.3):
                event["ts"] += 1000
        self.events += again
        self.random.shuffle(self.events)
        self.events.sort(key=sender)


def sender(event: Event) -> str:
    """Which of the user agents an event comes with."""
    return "robot" if event.get("_bot") else str(event.get("_device", "server"))
