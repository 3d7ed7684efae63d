"""Random streams of wire events, awkward on purpose: ties, shared devices, midnights, exact limits."""

from __future__ import annotations

from .chance import HALF_HOUR, ITEMS, STEPS
from .placing import ACTIONS, Placing

VALUED = {"contact": "2.50"}


class Stream(Placing):
    """What many visitors do, on pages and elsewhere."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.buyers = [f"user-{n}" for n in range(5)]
        self.crowd = [f"guest-{n}" for n in range(self.random.choice((9, 10, 11, 13)))]
        self.browsers = [f"device-{n}" for n in range(7)]
        if self.maybe(0.5):
            self.account_of_many()
        if self.maybe(0.7):
            self.queue_at_the_till()
        for _ in range(self.random.randint(10, 22)):
            self.visit(self.random.choice([*self.browsers, "till", "robot"]))
        for _ in range(self.random.randint(4, 14)):
            self.happening()
        self.shuffle()

    def account_of_many(self) -> None:
        """One user of about fifty visitors, some of which do more than sign in."""
        for number in range(self.random.choice((50, 51))):
            self.send("identify", self.some_time(), visitor_id=f"walk-in-{number}", user_id="account")
        self.browsers += [f"walk-in-{number}" for number in range(3)]

    def queue_at_the_till(self) -> None:
        """One device on which all of a crowd sign in; what is done there before is nobody's, if they are many."""
        now = self.some_time()
        here = {"visitor_id": "till", "view_id": "view-till"}
        elsewhere = {"visitor_id": "device-0", "view_id": "view-home", "user_id": self.crowd[0]}
        self.send("deliver", now - self.random.choice((1, HALF_HOUR)), **elsewhere, action="hero")
        self.send("page_view", now, **here, page=self.page())
        now = self.showing(here, self.random.choice(["hero", "recs"]), now, []) if self.maybe(0.8) else now
        self.purchase(now, **here)
        for user in self.crowd:
            now += self.random.choice(STEPS)
            self.send("identify", now, **here, user_id=user)

    def visit(self, visitor: str) -> None:
        """A few views, one after the other."""
        now = self.some_time()
        users = self.crowd if visitor == "till" else self.buyers
        users = ["account", "user-0"] if visitor.startswith("walk-in") else users
        for _ in range(self.random.randint(1, 4)):
            now = self.view(visitor, now, users)
            now += self.random.choice((*STEPS, 3 * HALF_HOUR))

    def view(self, visitor: str, now: int, users: list[str]) -> int:
        view = f"view-{self.random.randrange(10**9)}"
        here = {"visitor_id": visitor, "view_id": view}
        if self.maybe(0.2):
            return self.confirmation(here, now, users)
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

    def doing(self, here: dict[str, str], now: int, users: list[str]) -> None:
        """Something outside of any action."""
        item, group = self.random.choice(ITEMS)
        group = group if self.maybe(0.7) else None
        user = {"user_id": self.random.choice(users)} if self.maybe(0.1) else {}
        doing = self.random.choice(
            ("cart_add", "purchase", "purchase", "purchase", "goal", "wishlist_add", "cart_remove", "custom")
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

    def happening(self) -> None:
        """Something that no page sent: an e-mail, a server's order, a refund, somebody without a browser."""
        now = self.some_time()
        user, device = self.random.choice(self.buyers), self.random.choice(self.browsers)
        who = self.random.choice(({"user_id": user}, {"visitor_id": device}, {"visitor_id": device, "user_id": user}))
        what = self.random.choice(("purchase", "purchase", "refund", "mail", "goal", "wish", "skip"))
        if what == "purchase":
            self.purchase(now, **who)
        elif what == "refund":
            self.refund(now, None, **self.random.choice((who, {})))
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
