"""Random placings of actions on pages, with whatever happens to arrive of them."""

from __future__ import annotations

from typing import Any

from .chance import ITEMS, MINUTE, STEPS
from .selling import Selling

ACTIONS: dict[str, tuple[str, tuple[str | None, ...]]] = {
    "hero": ("banner", (None,)),
    "recs": ("products", (None,)),
    "test-recs": ("products", ("A", "B", "control")),
    "reading": ("articles", (None, None, "A", "control")),
    "popup": ("popup", ("control", "new")),
    "ask": ("survey", (None,)),
}
REASONS = ("below_fold", "hidden", "covered", "removed", "tab_hidden", "passed")
PLACED: tuple[list[Any], ...] = (
    ["a-1", "b"],
    ["b", "c-1", "a-2"],
    ["d"],
    [{"item": "a-1", "group": "a"}, {"item": "c-1", "group": "c"}],
    [{"item": "a-2", "group": "a"}, {"item": "b", "group": "a"}],
    [{"item": "c-1", "group": "z"}, {"item": "a-2", "group": "a"}, "b"],
    [{"item": "d", "group": "a"}, {"item": "a-1", "group": "c"}],
)


class Placing(Selling):
    """Where actions stand, and what is done in them."""

    chosen: str | None = None
    stands: list[Any] = PLACED[0]

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
                self.send("deliver", now, **mine, items=self.placed() if self.maybe(0.6) else None)
                self.seen_at.append(now)
            if self.maybe(0.6):
                self.evidence(mine, now + self.random.choice(STEPS[:7]))
            chance = 0.02 if variation == "control" else 0.4
            while self.maybe(chance):
                now += self.random.choice(STEPS)
                self.touch(named, kind, now, self.random.choice(users) if users and self.maybe(0.1) else None)
        return now

    def confirmation(self, here: dict[str, str], start: int, users: list[str]) -> int:
        """A page that tells of an order or a goal soon after it began, with actions used before and after."""
        if self.maybe(0.8):
            self.send("page_view", start, **here, page=self.page())
        done = start + self.random.choice((0, 92, 92, 5000, 9999, 10_000, 10_001))
        for action in self.random.sample(list(ACTIONS), self.random.choice((1, 2))):
            kind, variations = ACTIONS[action]
            mine = {**here, "action": action, "variation": self.random.choice(variations)}
            self.send("execute", start + self.random.choice((0, 40)), **mine, kind=kind, items=self.placed())
            if self.maybe(0.8):
                self.send("deliver", start + self.random.choice((0, 40, 5000)), **mine)
            if self.maybe(0.5):
                self.touch(mine, kind, max(start, done + self.random.choice((-50, 0, 1, MINUTE))), None)
        if self.maybe(0.8):
            self.purchase(done, **here)
        else:
            self.goal(done, **here)
        return done + self.random.choice((1, MINUTE))

    def goal(self, now: int, **who: Any) -> None:
        value = self.random.choice(
            (
                {},
                {"value": "3.15", "currency": "EUR"},
                {"value": "3.15", "currency": "USD"},
                {"value": "1", "currency": "GBP"},
            )
        )
        key = "public" if "view_id" in who and self.maybe(0.5) else None
        self.send("goal", now, **who, goal=self.random.choice(("contact", "call")), **value, _key=key)

    def page(self) -> dict[str, str]:
        path = self.random.choice(("/", "/shop", "/blog"))
        source = self.random.choice(("", "", "?utm_source=mail", "?utm_source=ads"))
        item = self.random.choice((None, "art-1", "art-2", "a-1", self.chosen, self.chosen, self.chosen))
        return {"url": f"https://shop.example{path}{source}"} | ({"item": item} if item else {})

    def placed(self) -> list[Any]:
        self.stands = self.random.choice(PLACED)
        return self.stands

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
        """Something done inside an action; mostly without the group of its item."""
        who = {**mine, "user_id": user}
        item, group = self.product()
        self.touched.append((item, group))
        of_item = {"item": item, "group": group if self.maybe(0.25) else None}
        ways = ("survey", "survey", "dismiss") if kind == "survey" else ("click", "click", "quick_add", "wishlist_add",
                                                                         "dismiss", "survey")  # fmt: skip
        doing = self.random.choice(ways)
        if doing == "click" and kind == "articles":
            self.choose(who, now)
        elif doing == "click":
            self.send("click", now, **who, **(of_item if self.maybe(0.7) else {}))
        elif doing == "quick_add":
            self.send("quick_add", now, **who, **of_item, price="9.99", currency="EUR")
        elif doing == "wishlist_add":
            self.send("wishlist_add", now, **who, **of_item)
        elif doing == "survey":
            self.send("survey", now, **who, instrument="nps", score=7)
        else:
            self.send("dismiss", now, **who)

    def product(self) -> tuple[str, str | None]:
        """Mostly one that was placed last."""
        if self.maybe(0.4):
            return self.random.choice(ITEMS)
        placed = self.random.choice(self.stands)
        return (placed, None) if isinstance(placed, str) else (placed["item"], placed["group"])

    def choose(self, who: dict[str, Any], now: int) -> None:
        """A click on an article, or a double click."""
        article = self.random.choice(("art-1", "art-2", None))
        self.chosen = article or self.chosen
        for _ in range(self.random.choice((1, 1, 2, 3))):
            self.send("click", now, **who, item=article)
            now += self.random.choice((0, 1, 400))
