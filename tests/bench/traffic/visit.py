"""One visit of one person, event by event, as the snippet would have sent them."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any
from zlib import crc32

from collector.event import PUBLIC, SECRET, Context, Event, Item, Page
from tests.bench.traffic import shop
from tests.bench.traffic.shop import Placement, Thing

UNSEEN = ("below_fold",) * 8 + ("hidden", "covered", "tab_hidden", "offscreen")
NOT_PLACED = ("exit_intent_not_fired",) * 6 + ("frequency_capped", "selector_missing", "delay_not_elapsed")
LOST = 0.04
CLICKED, QUICK_ADDED, WISHED, DISMISSED = 0.05, 0.012, 0.01, 0.02
CART, BUYS, REFUNDED, GOAL, FOLLOWED = 0.09, 0.35, 0.06, 0.03, 0.7
ANSWERED, SUBSCRIBED, ENDED = 0.3, 0.25, 0.4
DAY_MS = 86_400_000
MICROS = 1_000_000


class Visit:
    """Makes the events of a visit; `events` has them in the order they happened, and `later` what comes days after."""

    def __init__(self, random: Random, *, visitor: str, user_id: str | None, context: Context, ts: int) -> None:
        self.random, self.ts = random, ts
        self.visitor, self.user_id, self.context = visitor, user_id, context
        self.view_id, self.page = "", shop.HOME_PAGE
        self.variation = ("control", "a", "a", "a", "a", "b", "b", "b", "b", "b")[crc32(visitor.encode()) % 10]
        self.assigned = False
        self.events: list[Event] = []
        self.later: list[Event] = []
        self.cart: list[Thing] = []

    def record(self, type: str, **fields: Any) -> None:
        """Something happened now, in this view."""
        own = (self.ts, self.ts, self.visitor, self.user_id, self.view_id)
        self.events.append(Event(1, PUBLIC, event_id(self.random, self.ts), type, *own, context=self.context, **fields))

    def wait(self, most_ms: int) -> None:
        """Time goes by."""
        self.ts += 50 + int(self.random.random() * most_ms)

    def walk(self, views: int) -> None:
        """Land somewhere, go from page to page, and perhaps buy what was put into the cart."""
        random = self.random
        landing = random.choice(shop.LANDING_PAGES)
        banner = shop.BANNERS[self.ts // (30 * DAY_MS) % len(shop.BANNERS)]
        chosen = self.view(landing, (banner, *shop.ON_HOME))
        if random.random() < 0.3:
            self.record(
                "skip", action=shop.POPUP.action, kind="popup", campaign="newsletter", reason=random.choice(NOT_PLACED)
            )
        for _ in range(views - 1):
            chosen = self.next_view(chosen)
        if random.random() < GOAL:
            self.record("goal", name="newsletter")
        if self.cart:
            self.view(shop.CART_PAGE, shop.IN_CART)
            if random.random() < BUYS:
                self.buy()

    def next_view(self, chosen: Thing | None) -> Thing | None:
        """Follow what was clicked, or look for oneself."""
        random = self.random
        where = random.random()
        if chosen is None and where < 0.25:
            category = random.randrange(shop.CATEGORIES)
            return self.view(shop.CATEGORY_PAGE[category], shop.ON_CATEGORY[category])
        if chosen is None and where < 0.4:
            chosen = shop.ARTICLE[shop.POPULAR_ARTICLE[random.getrandbits(16)]]
        chosen = chosen or shop.THING[shop.POPULAR_THING[random.getrandbits(16)]]
        if not chosen.price_micros:
            return self.view(chosen.page, shop.ON_ARTICLE)
        return self.view(chosen.page, shop.ON_THING, offered=chosen)

    def view(self, page: Page, placements: Iterable[Placement], offered: Thing | None = None) -> Thing | None:
        """One page view from its beginning to its end; returns what was clicked."""
        random = self.random
        began, scroll, clicked = self.ts, random.random(), None
        self.view_id = f"{random.getrandbits(64):016x}"
        self.record("page_view", page=page)
        self.page = page
        for placement in placements:
            clicked = self.placed(placement, scroll) or clicked
        if offered is not None and random.random() < CART:
            self.cart.append(offered)
            self.wait(8_000)
            item = offered.shown
            self.record("cart_add", item=item.item, item_group=item.item_group, quantity_micros=1_000_000,
                        amount_micros=offered.price_micros, currency="EUR", page=page)  # fmt: skip
        self.wait(30_000)
        self.record("page_leave", engaged_ms=int((self.ts - began) * 0.8), scroll=round(scroll, 2), page=page)
        self.wait(4_000)
        return clicked if random.random() < FOLLOWED else None

    def placed(self, placement: Placement, scroll: float) -> Thing | None:
        """An action is placed, perhaps seen, perhaps clicked; returns what was clicked."""
        random, action = self.random, placement.action
        things = self.shown(placement)
        items = tuple([thing.shown for thing in things])
        which: dict[str, Any] = {"action": action, "kind": placement.kind, "page": self.page}
        if action == shop.TESTED:
            self.assign()
            which["variation"] = self.variation
        self.record("execute", campaign=placement.campaign, items=items, **which)
        self.wait(400)
        seen = scroll >= placement.depth and random.random() < 0.97
        clicked = None
        if seen:
            self.record("deliver", items=items[: 1 + int(len(items) * random.random())], **which)
            self.wait(6_000)
            if which.get("variation") != "control":
                clicked = self.engaged(placement, things, which)
        if random.random() > LOST:
            self.measured(which, seen=seen)
        return clicked

    def assign(self) -> None:
        """Take part in the experiment, told once a visit."""
        if not self.assigned:
            self.assigned = True
            body = '{"allocation":1}'
            self.record("assign", name=shop.EXPERIMENT, variation=self.variation, body=body, page=self.page)

    def shown(self, placement: Placement) -> list[Thing]:
        """The items of a widget, no item twice."""
        known, numbers = (
            (shop.THING, shop.POPULAR_THING) if placement.kind == "products" else (shop.ARTICLE, shop.POPULAR_ARTICLE)
        )
        bits = self.random.getrandbits
        return [known[number] for number in dict.fromkeys([numbers[bits(16)] for _ in range(placement.shown)])]

    def engaged(self, placement: Placement, things: list[Thing], which: dict[str, Any]) -> Thing | None:
        """What the visitor does with an action that is in sight."""
        random = self.random
        thing = random.choice(things) if things else None
        item: dict[str, Any] = {"item": thing.shown.item, "item_group": thing.shown.item_group} if thing else {}
        luck = random.random()
        if placement.kind == "survey":
            if luck < ANSWERED:
                self.answer(which)
            return None
        if luck < CLICKED:
            self.record("click", **which, **item)
            return thing
        if luck < CLICKED + QUICK_ADDED and thing is not None and thing.price_micros:
            self.cart.append(thing)
            self.record(
                "quick_add",
                quantity_micros=1_000_000,
                amount_micros=thing.price_micros,
                currency="EUR",
                **which,
                **item,
            )
        elif luck < CLICKED + QUICK_ADDED + WISHED and thing is not None:
            del which["kind"]
            self.record("wishlist_add", **which, **item)
        elif luck > 1 - DISMISSED and not things:
            self.record("dismiss", **which)
        return None

    def answer(self, which: dict[str, Any]) -> None:
        """Say how likely one is to recommend the shop."""
        score = min(10, int(self.random.triangular(0, 12, 9)))
        body = f'{{"instrument":"nps","scale":10,"score":{score}}}'
        self.record("survey", action=which["action"], body=body, page=self.page)

    def measured(self, which: dict[str, Any], *, seen: bool) -> None:
        """What the page tells of an action when it is left."""
        random = self.random
        if seen:
            visible = int(random.random() * 20_000)
            self.record("evidence", max_fraction=round(0.2 + 0.8 * random.random(), 3), visible_ms=visible,
                        longest_ms=int(visible * random.random()), **which)  # fmt: skip
            return
        reason = random.choice(UNSEEN)
        body = None
        if reason == "below_fold":
            top = int(900 + 2_000 * random.random())
            body = f'{{"detail":{{"deepest":{int(top * random.random())},"page":{top + 900},"top":{top}}}}}'
        self.record("evidence", max_fraction=0.0, visible_ms=0, longest_ms=0, reason=reason, body=body, **which)

    def buy(self) -> None:
        """Buy all that is in the cart; half of the shop's orders are told by its server. Some are given back later."""
        random, order_id = self.random, f"{self.random.getrandbits(48):012x}"
        lines = tuple(
            Item(thing.shown.item, thing.shown.item_group, MICROS * (1 + (random.random() < 0.1)), thing.price_micros,
                 category=thing.shown.category)
            for thing in self.cart
        )  # fmt: skip
        self.record("purchase", order_id=order_id, currency="EUR", items=lines, page=shop.THANKS_PAGE)
        if random.random() < 0.5:
            self.events[-1] = self.events[-1]._replace(trust=SECRET, view_id=None, page=None, context=Context())
        self.cart = []
        self.view(shop.THANKS_PAGE, shop.AFTERWARDS)
        if self.user_id and random.random() < SUBSCRIBED:
            self.subscribe(f"club-{order_id}")
        if random.random() < REFUNDED:
            ts = self.ts + int(random.expovariate(1 / (6 * DAY_MS)))
            given_back = (Item(lines[0].item),) if len(lines) > 1 else ()
            self.later.append(
                Event(1, SECRET, event_id(random, ts), "refund", ts, ts, order_id=order_id, items=given_back)
            )

    def subscribe(self, id: str) -> None:
        """Pay for something each month from now on, and perhaps end it some months later."""
        plan = f'"plan":"plan-{self.random.randrange(3)}"'
        self.subscription(self.ts, f'{{{plan},"status":"started","subscription_id":"{id}"}}', amount_micros=12 * MICROS)
        if self.random.random() < ENDED:
            after = int(self.random.expovariate(1 / (60 * DAY_MS)))
            self.subscription(self.ts + after, f'{{"status":"cancelled","subscription_id":"{id}"}}')

    def subscription(self, ts: int, body: str, **fields: Any) -> None:
        """What the shop's server says of a subscription."""
        own = (ts, ts, None, self.user_id)
        event = Event(1, SECRET, event_id(self.random, ts), "subscription", *own, currency="EUR", body=body, **fields)
        self.later.append(event)


def event_id(random: Random, ts: int) -> str:
    """An id as version 7 of UUIDs has it: growing with time."""
    stamp, rest = f"{ts:012x}", f"{random.getrandbits(72):018x}"
    return f"{stamp[:8]}-{stamp[8:]}-7{rest[:3]}-8{rest[3:6]}-{rest[6:]}"
