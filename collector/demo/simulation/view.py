"""The events of one view: what was placed, seen, used and left alone, in the order in which it happens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.experiments import ONE_TEA, Assigned
from collector.demo.simulation.layout import BAR, CAMPAIGNS, CLUB, EXIT, FINDER, HERO, KINDS, PAIRS, Place, Placement
from collector.demo.simulation.page_visit import PageVisit, Sighting
from collector.demo.simulation.persons import Browser, Person
from collector.event import Context
from sdk_py import Item

CURRENCY = catalogue().currency
BY_POSITION = (40, 27, 19, 14)
FINDER_DELAY_MS = 8_000
MAX_FINDERS = 2


@dataclass(frozen=True)
class Appeal:
    """How likely somebody who saw an action does something with it, and where a click leads."""

    click: float
    quick_add: float = 0.0
    wish: float = 0.0
    leads_to: Place | None = None


NEW_PICTURE = Appeal(0.14, leads_to=Place("shelf"))
"""of the front page's banner, since it was edited"""
APPEALS = {
    HERO: Appeal(0.045, leads_to=Place("shelf")),
    "home-recs": Appeal(0.062, 0.06, 0.026),
    "home-journal": Appeal(0.035),
    PAIRS: Appeal(0.046, 0.042, 0.014),
    "cart-extras": Appeal(0.02, 0.09, 0.012),
    "article-more": Appeal(0.07),
    CLUB: Appeal(0.006, leads_to=Place("club")),
    "order-survey": Appeal(0.0),
    BAR: Appeal(0.045, leads_to=Place("shelf")),
    EXIT: Appeal(0.055, leads_to=Place("product", "high-mountain")),
    FINDER: Appeal(0.06, leads_to=Place("shelf")),
}
NAMED_TEA = Place("product", "morning-mist")
"""where the bar leads that names one tea"""
BEFORE_LEAVING = Appeal(0.9, leads_to=NAMED_TEA)
"""of that bar, for those who are about to leave and have not looked at any product"""
DISMISSES = 0.7
TARGETS = {
    HERO: "a.button Shop the picking",
    CLUB: "a.button.light See how it works",
    BAR: "a Fill a box",
    EXIT: "a.button Show me High Mountain",
    FINDER: "a A long afternoon",
}


class View:
    """Records one view in an event log. After `record_offers`, `next` is where a click led, if there was one."""

    def __init__(self, person: Person, browser: Browser, log: EventLog, visit: PageVisit) -> None:
        self.person, self.browser, self.log, self.visit = person, browser, log, visit
        self.view_id = log.names.next()
        self.next: Place | None = None
        self.seen: dict[str, Sighting] = {}
        device = browser.device
        self._who = {
            "visitor_id": browser.visitor_id,
            "view_id": self.view_id,
            "context": Context(
                user_agent=device.user_agent,
                language=person.home.language,
                screen=device.screen,
                viewport=device.viewport,
                time_zone=person.home.time_zone,
                country=person.home.country,
                city=person.city,
            ),
        }

    def record(self, type: str, at: float, **fields: Any) -> None:
        """Something happened in this view."""
        self.log.record(type, at, **self._who, **fields)

    def assigned(self, experiment: str) -> Assigned | None:
        """What this browser was in as the view began."""
        bucket = self.browser.buckets[experiment]
        return self.log.schedule.assigned(experiment, bucket, self.log.ts(self.visit.opened))

    def variation(self, experiment: str) -> str | None:
        """The variation of it that the page got."""
        assigned = self.assigned(experiment)
        return assigned and assigned.variation

    def show(self, placement: Placement, *, at: float, variation: str | None = None) -> None:
        """An action is placed, and seen as far as it is."""
        action, kind = placement.action, KINDS[placement.action]
        items = self.visit.place.items_of(action) or None
        which = {"action": action, "variation": variation}
        self.record("execute", at, **which, kind=kind, campaign=CAMPAIGNS.get(action), items=items)
        sighting = self.visit.sighting(placement)
        if sighting:
            self.seen[action] = sighting
            for when, part in self._as_seen(max(at + 20, sighting.at), items):
                self.record("deliver", when, **which, items=part)

    def measure(self, placement: Placement, *, variation: str | None = None) -> None:
        """At the end of the view: what was seen of it, or why it was not."""
        sighting = self.seen.get(placement.action)
        measured = sighting or Sighting(0, 0.0, 0, 0)
        self.record(
            "evidence",
            self.visit.left,
            action=placement.action,
            variation=variation,
            max_fraction=measured.fraction,
            visible_ms=measured.visible_ms,
            longest_ms=measured.longest_ms,
            **({} if sighting else self.visit.why_not(placement)),
        )

    def use(self, action: str, *, variation: str | None = None, appeal: Appeal | None = None) -> None:
        """Do with a seen action what somebody like this does; a click is the last thing in a view."""
        appeal, keen = appeal or self._appeal(action, variation), self.person.habit.curiosity
        sighting = self.seen[action]
        which = {"action": action, "variation": variation}
        items = self.visit.place.items_of(action)
        soon = sighting.at + 0.3 * (self.visit.left - sighting.at)
        if items and self.person.chance(appeal.wish * keen):
            self._wish(soon, some_item(self.person, items), which)
        if items and self.person.chance(appeal.quick_add * keen):
            self._quick_add(soon + 900, some_item(self.person, items), which)
        if self.next is None and self.person.chance(appeal.click * keen):
            self._click(some_item(self.person, items) if items else None, which)
            self.next = self.next or appeal.leads_to

    def skip(self, action: str, at: float, reason: str, *, variation: str | None = None, **detail: Any) -> None:
        """An action was meant for this view and was not placed."""
        self.record("skip", at, action=action, variation=variation, reason=reason, detail=detail or None)

    def _appeal(self, action: str, variation: str | None) -> Appeal:
        if action == HERO and self.log.calendar.has_new_picture(self.visit.opened):
            return NEW_PICTURE
        usual = APPEALS[action]
        return replace(usual, leads_to=NAMED_TEA) if variation == ONE_TEA else usual

    def _as_seen(self, at: float, items: list[Item | str] | None) -> list[tuple[float, list[Item | str] | None]]:
        """Items come into view one after the other where they stand in a row that has to be pushed aside."""
        if not items or self.visit.device != "phone" or isinstance(items[0], str):
            return [(at, items)]
        pushed = at + 2_400 < self.visit.left and self.person.chance(0.45)
        return [(at, items[:2]), (at + 2_300, items[2:])] if pushed else [(at, items[:2])]

    def _wish(self, at: float, item: Item | str, which: dict[str, Any]) -> None:
        if isinstance(item, Item) and item.item not in self.browser.wishes:
            self.browser.wishes.add(str(item.item))
            self.record("wishlist_add", at, **which, item=item.item, group=item.group)

    def _quick_add(self, at: float, item: Item | str, which: dict[str, Any]) -> None:
        if isinstance(item, Item):
            price = str(catalogue().by_item[str(item.item)][1].price)
            put_in(self.browser, str(item.item))
            added = {"item": item.item, "group": item.group, "quantity": 1, "price": price, "currency": CURRENCY}
            self.record("quick_add", at, **which, **added)

    def _click(self, item: Item | str | None, which: dict[str, Any]) -> None:
        name = item.item if isinstance(item, Item) else item
        target = f"a {_words(item)}" if item else TARGETS.get(which["action"])
        self.record("click", self.visit.left - 90, **which, item=name, target=target)
        if isinstance(item, Item):
            self.next = Place("product", str(item.group))
        elif item:
            self.next = Place("article", item)


def _words(item: Item | str) -> str:
    """What the link to an item says."""
    return catalogue().products[str(item.group)].name if isinstance(item, Item) else catalogue().articles[item].title


def some_item(person: Person, items: list[Item | str]) -> Item | str:
    """One of the items, the first more likely than the last."""
    return person.random.choices(items, BY_POSITION[: len(items)])[0]


def put_in(browser: Browser, item: str, quantity: int = 1) -> None:
    """Put an item into the browser's cart."""
    browser.cart[item] = browser.cart.get(item, 0) + quantity
