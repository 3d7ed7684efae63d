"""Impressions: what was executed, and whether it was seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from .people import Event, instant
from .placed import WITH_ITEM, names, placing_of
from .sessions import Session

DID_SOMETHING = {"click", "quick_add", "wishlist_add", "dismiss", "survey"}


@dataclass(eq=False)
class Impression:
    """One action in one variation on one view of one visitor; `events` in order of time."""

    events: list[Event]
    min_fraction: float = 0
    min_ms: int = 0

    @property
    def action(self) -> str:
        return str(self.events[0]["action"])

    @property
    def ghost(self) -> bool:
        return bool(self.events[0]["_variation"] == "control")

    @property
    def executed_at(self) -> int:
        return int(self.events[0]["ts"])

    @property
    def person(self) -> str:
        return str(self.events[0]["_person"])

    @property
    def session(self) -> Session | None:
        session: Session | None = self.events[0]["_session"]
        return session

    def of(self, *types: str) -> list[Event]:
        return [event for event in self.events if event["type"] in types]

    @property
    def did_something(self) -> list[Event]:
        return self.of(*DID_SOMETHING)

    @property
    def bot(self) -> bool:
        return any(event.get("_bot") for event in self.events)

    @property
    def kind(self) -> str:
        """Of the kinds that its events name, the last in the alphabet."""
        return max((event["kind"] for event in self.events if event.get("kind")), default="other")

    @property
    def campaign(self) -> str | None:
        """Of the campaigns that its events name, the last in the alphabet."""
        return max((event["campaign"] for event in self.events if event.get("campaign")), default=None)

    @property
    def delivered_at(self) -> int | None:
        proofs = self.of("deliver") + self.did_something
        proofs = proofs or [event for event in self.of("evidence") if event.get("max_fraction", 0) > 0]
        return min((event["ts"] for event in proofs), default=None)

    @property
    def state(self) -> str:
        if self.delivered_at is None:
            return "undelivered" if self.of("evidence") else "unmeasured"
        if self.did_something or not (self.min_fraction or self.min_ms):
            return "delivered"
        measured = [event for event in self.of("evidence") if "max_fraction" in event]
        if not measured:
            return "unmeasured"
        fraction = max(event["max_fraction"] for event in measured)
        longest = max(event.get("longest_ms", 0) for event in self.of("evidence"))
        return "delivered" if fraction >= self.min_fraction and longest >= self.min_ms else "undelivered"

    @property
    def viewable(self) -> bool:
        long = any(event.get("longest_ms", 0) >= 1000 for event in self.of("evidence"))
        return self.state == "delivered" and (long or bool(self.did_something))

    @property
    def reason(self) -> Any:
        if self.delivered_at is not None:
            return "unknown"
        reasons = [event["reason"] for event in self.of("evidence") if event.get("reason")]
        return reasons[-1] if reasons else "unknown"


def find_impressions(events: list[Event], min_fraction: float, min_ms: int) -> list[Impression]:
    """All impressions of the stream."""
    views: dict[tuple[Any, ...], list[Event]] = defaultdict(list)
    for event in events:
        if event.get("action") and event.get("view_id") and event["type"] != "skip":
            views[placing_of(event)].append(event)
    named: dict[tuple[Any, ...], list[Event]] = defaultdict(list)
    for place, of in views.items():
        known = {event["variation"] for event in of if event.get("variation")}
        usual = min(known, key=lambda variation: (variation == "control", variation), default=None)
        for event in of:
            event["_variation"] = event.get("variation") or usual
            named[*place, event["_variation"]].append(event)
    return [Impression(sorted(of, key=instant), min_fraction, min_ms) for of in named.values()]


@dataclass(eq=False)
class ShownItem:
    """One item in one placing of an action; it is that of the first variation that is not control."""

    item: str
    impression: Impression
    events: list[Event]

    def of(self, type: str) -> list[Event]:
        return [event for event in self.events if event["type"] == type]

    @property
    def position(self) -> int | None:
        placed = [names(event).index(self.item) + 1 for event in self.of("execute") if self.item in names(event)]
        return min(placed, default=None)

    def name(self, by: str) -> Any:
        return self.item if by == "item" else self.position

    def is_of(self, engagement: Event) -> bool:
        first = self.impression.events[0]
        same = all(first.get(name) == engagement.get(name) for name in ("visitor_id", "view_id", "action"))
        return same and self.item == engagement["item"] and self.impression.person == engagement["_person"]

    def counts(self) -> dict[str, int]:
        """What one item of one impression adds to each figure. It was seen if a delivery names it or by being used."""
        used = [event for event in self.events if event.get("item") == self.item and event["type"] in WITH_ITEM]
        named = [event for event in self.events if event["type"] == "deliver" and self.item in names(event)]
        one_by_one = any(names(event) for event in self.of("deliver"))
        return {
            "executed": 1,
            "measured": int(one_by_one or bool(used)),
            "delivered": int(bool(named or used)),
            "clicks": int(any(event["type"] == "click" for event in used)),
            "quick_adds": int(any(event["type"] == "quick_add" for event in used)),
            "wishlist_adds": sum(event["type"] == "wishlist_add" for event in used),
        }


def find_shown_items(impressions: list[Impression]) -> list[ShownItem]:
    """All items of all placings."""
    placings: dict[tuple[Any, ...], list[Impression]] = defaultdict(list)
    for impression in impressions:
        placings[placing_of(impression.events[0])].append(impression)
    found = []
    for placing in placings.values():
        own = min(placing, key=lambda impression: (impression.ghost, impression.events[0]["_variation"] or ""))
        events = [event for impression in placing for event in impression.events]
        listed = {item for event in events for item in names(event)}
        used = {event["item"] for event in events if event["type"] in WITH_ITEM and event.get("item")}
        found += [ShownItem(item, own, events) for item in sorted(listed | used)]
    return found
