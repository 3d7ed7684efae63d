"""Random orders: known from two sides, edited, cancelled, and given back in every way."""

from __future__ import annotations

from typing import Any

from .chance import DAY, ITEMS, MINUTE, Chance
from .people import Event

PRICES = ("10.00", "19.99", "0.333333", "7", "100.5", "19.950000000000003")
QUANTITIES = (1, 2, 3, 3, 7, "0.5", 1.25, "0.333333", "2")
RATES = {"USD": {"2025-01-01": "0.91", "2025-03-30": "0.912345", "2025-11-02": "1.5"}}
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP")
WAYS_BACK = ("whole", *["items"] * 5, *["amount"] * 3, "cancel")
APART = (0, 1, -1, 900, -900, 5 * MINUTE, -5 * MINUTE, DAY, DAY, -DAY, -DAY, DAY + 1, -DAY - 1, 3 * DAY)


class Selling(Chance):
    """What is bought and given back."""

    buyers: list[str]
    browsers: list[str]

    def purchase(self, now: int, **who: Any) -> None:
        order = f"order-{self.random.randrange(20)}" if self.maybe(0.85) else None
        key = "public" if "view_id" in who and self.maybe(0.5) else None
        sent = self.send("purchase", now, **who, **self.sold(), order_id=order, _key=key)
        if order:
            if self.maybe(0.4):
                self.from_another_side(sent)
            if self.maybe(0.15):
                self.edited(sent)
        while self.maybe(0.4):
            self.refund(self.some_time(), sent if self.maybe(0.7) else None, **self.random.choice((who, {})))

    def sold(self) -> dict[str, Any]:
        """The lines of an order, and what was taken off all of it."""
        known = [self.like(*product) for product in self.touched[-3:]] if self.maybe(0.6) else ITEMS
        products = self.random.choices(known or ITEMS, k=self.random.choice((1, 2, 3)))
        items = [self.line(*product) for product in products]
        off = self.random.choice(("0.05", "1", "3.333333", "7.77", "1000")) if self.maybe(0.25) else None
        return {"items": items, "discount": off, "currency": self.random.choice(CURRENCIES), "tax": "5"}

    def like(self, item: str, group: str | None) -> tuple[str, str | None]:
        """The same product, or another of its group."""
        others = [product for product in ITEMS if group and product[1] == group]
        return self.random.choice(others) if others and self.maybe(0.7) else (item, group)

    def line(self, item: str, group: str | None) -> dict[str, Any]:
        line: dict[str, Any] = {"item": item, "price": self.random.choice(PRICES)} | ({"group": group} if group else {})
        if self.maybe(0.7):
            line["quantity"] = self.random.choice(QUANTITIES)
        if self.maybe(0.2):
            line["discount"] = self.random.choice(("0.1", "0.100001"))
        return line

    def from_another_side(self, known: Event) -> None:
        """The same order again: by the shop's server, from another page, or by a robot that guessed its number."""
        user, device = self.random.choice(self.buyers), self.random.choice(self.browsers)
        there = {"visitor_id": known.get("visitor_id", device)}
        side = self.random.choice(("server", "server", "server", "both", "page", "robot", "robot"))
        who = {"server": {"user_id": user}, "both": there | {"user_id": user}, "page": there, "robot": {}}[side]
        if side == "robot":
            who = {"visitor_id": "robot", "view_id": f"view-{self.random.randrange(10**9)}"}
        recorded: dict[str, Any] = {name: known[name] for name in ("items", "discount", "currency") if name in known}
        if self.maybe(0.2):
            recorded = self.sold()
        key = "public" if side == "page" or (side == "robot" and self.maybe(0.7)) else None
        now = known["ts"] + self.random.choice(APART)
        again = self.send("purchase", now, **who, **recorded, order_id=known["order_id"], _key=key)
        if self.maybe(0.2):
            self.from_another_side(again)

    def edited(self, known: Event) -> None:
        """The shop puts other lines in the place of those of an order."""
        who = {"user_id": self.random.choice(self.buyers)}
        for _ in range(self.random.choice((1, 1, 2))):
            now = known["ts"] + self.random.choice((-1, 0, 1, 5 * MINUTE, DAY, 9 * DAY))
            self.send("purchase", now, **who, **self.sold(), order_id=known["order_id"], replaces=True)

    def refund(self, now: int, of: Event | None = None, **who: Any) -> None:
        """One thing after the other given back of an order."""
        bought = [event for event in self.events if event["type"] == "purchase" and "order_id" in event]
        unknown: Event = {"order_id": "unknown", "items": []}
        some_order = self.random.choice(bought if bought and self.maybe(0.95) else [unknown])
        known = of if of and "order_id" in of else some_order
        again = f"refund-{self.random.randrange(6)}" if self.maybe(0.2) else None
        for _ in range(self.random.choice((1, 1, 2, 3, 4))):
            fields = self.given_back(known["items"])
            self.send("refund", now, **who, **fields, order_id=known["order_id"], refund_id=again)
            now += self.random.choice((0, 0, 1, MINUTE, DAY))

    def given_back(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        way = self.random.choice(WAYS_BACK)
        if way == "amount":
            return {"amount": self.random.choice(("0.01", "0.01", "1", "1", "3.333333", "10", "29.99", "500"))}
        if way == "cancel":
            return {"cancel": True} if self.maybe(0.4) else {}
        if way == "whole":
            return {}
        return {"items": [self.line_back(lines) for _ in range(self.random.choice((1, 1, 2)))]}

    def line_back(self, lines: list[dict[str, Any]]) -> dict[str, Any]:
        """Mostly of an item that was bought."""
        bought = [line["item"] for line in lines] if self.maybe(0.9) else []
        back: dict[str, Any] = {"item": self.random.choice(bought or [item for item, _ in ITEMS])}
        how = self.random.choice(("quantity", "quantity", "quantity", "amount", "both", "all"))
        if how in ("quantity", "both"):
            back["quantity"] = self.random.choice((1, 1, 2, 5, "0.5", 0.25, "0.111111"))
        if how in ("amount", "both"):
            back["amount"] = self.random.choice(("1.00", "0.333333", "0.333333", "2.5", "10.00", "19.99", "500"))
        return back
