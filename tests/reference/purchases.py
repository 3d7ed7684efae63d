"""The purchase events of one order: which one stands, whose lines count, and whose browser it was."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from .people import Event, instant

A_DAY = 86_400_000


@dataclass(eq=False)
class Purchases:
    """All purchase events of one order, in order of time."""

    events: list[Event]

    @property
    def canonical(self) -> Event:
        """People before bots, the secret key before the public one, then the earliest."""
        plain = [event for event in self.events if not replaces(event)]
        return min(plain or self.events, key=lambda e: (bool(e.get("_bot")), e.get("_key") == "public", instant(e)))

    @property
    def with_lines(self) -> Event:
        """The event whose lines, discount and currency count: the latest that replaces, later than what stands."""
        later = [event for event in self.events if replaces(event) and instant(event) > instant(self.canonical)]
        return max(later, key=instant, default=self.canonical)

    @property
    def reported(self) -> Event | None:
        """Where the canonical event names no visitor: the earliest other one within a day that does, but no bot's."""
        canonical = self.canonical
        if canonical.get("visitor_id"):
            return None
        others = [event for event in self.events if event is not canonical and event.get("visitor_id")]
        near = [event for event in others if abs(event["ts"] - canonical["ts"]) <= A_DAY]
        return next((event for event in near if canonical.get("_bot") or not event.get("_bot")), None)

    @property
    def on_page(self) -> Event | None:
        """The purchase whose view is that of the order: what stands, or that browser's earliest that has one."""
        canonical = self.canonical
        browser = (self.reported or canonical).get("visitor_id")
        of_browser = [event for event in self.events if browser and event.get("visitor_id") == browser]
        near = [event for event in of_browser if abs(event["ts"] - canonical["ts"]) <= A_DAY and event.get("view_id")]
        taken = [event for event in near if canonical.get("_bot") or not event.get("_bot")]
        return canonical if canonical in taken else next(iter(taken), None)


def replaces(event: Event) -> bool:
    """Only the shop itself may edit an order."""
    return bool(event.get("replaces")) and event.get("_key") != "public"


def find_purchases(events: list[Event]) -> list[Purchases]:
    """By order; without an order id, each is its own. Sets `_browser` and `_on_page` of what stands."""
    named: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event["type"] == "purchase":
            named[event.get("order_id") or "event " + event["id"]].append(event)
    found = [Purchases(of) for of in named.values()]
    for purchases in found:
        if reported := purchases.reported:
            purchases.canonical["_browser"] = reported["visitor_id"]
        purchases.canonical["_on_page"] = purchases.on_page or purchases.canonical
    return found


def identified(purchases: list[Purchases]) -> list[Event]:
    """What orders known from two sides tell of visitors, as if these had been identified at that moment."""
    canonical = [one.canonical for one in purchases if one.canonical.get("_browser") and one.canonical.get("user_id")]
    return [
        {"ts": event["ts"], "id": event["id"], "visitor_id": event["_browser"], "user_id": event["user_id"]}
        for event in canonical
    ]
