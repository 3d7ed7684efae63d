"""One session in the shop: from page to page, perhaps to the checkout."""

from __future__ import annotations

from decimal import Decimal

from collector.allocation import CONTROL
from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation.checkout import pay
from collector.demo.simulation.devices import Source
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.experiments import LOOKED, LOOKS_MS, QUESTION
from collector.demo.simulation.layout import BAR, Place
from collector.demo.simulation.offers import OFFERS_NOTHING, record_offers
from collector.demo.simulation.page_visit import some_page_visit
from collector.demo.simulation.persons import Browser, Person
from collector.demo.simulation.view import CURRENCY, View, put_in

READING_MS = 700
WISHES = 0.05
CHOOSES_ANOTHER = 0.3
JOINS_CLUB = 0.35
SIGNS_UP = 0.2
FOOTER = 300
GOES_ON_TO_CHECKOUT = 0.9
KNEW_WHAT_THEY_WANTED = 2.4
SURELY = 9.0
PUTS_BACK = 0.06
TEMPTED, TEMPTED_WITHOUT_BAR = 0.42, 0.14
"""to add something so as to save the shipping"""
# Where people go from a page when nothing on it took them elsewhere.
WAYS = {
    "home": (("shelf", 55), ("product", 25), ("journal", 12), ("club", 8)),
    "shelf": (("product", 86), ("shelf", 8), ("home", 6)),
    "product": (("shelf", 48), ("product", 34), ("home", 12), ("wishlist", 6)),
    "article": (("article", 30), ("product", 30), ("shelf", 25), ("home", 15)),
    "journal": (("article", 90), ("home", 10)),
}
READERS_WAYS = {
    "home": (("journal", 70), ("shelf", 30)),
    "article": (("article", 45), ("journal", 30), ("product", 25)),
}


class Session:
    """A session of one person with one browser, recorded in their event log."""

    def __init__(self, person: Person, browser: Browser, log: EventLog, *, shop: str, at: float) -> None:
        self.person, self.browser, self.log, self.shop = person, browser, log, shop
        self.clock = at
        self._exit_seen = False
        self._assigned: set[str] = set()
        self._previous: str | None = None
        self._clicked = False

    def walk(self, source: Source) -> None:
        """Come from somewhere, look around, and buy if that is how it goes."""
        place = self._landing(source)
        self._previous, parameters = source.referrer, source.parameters
        hurried = self.person.chance(self.person.habit.hurry)
        views = 1 if hurried else self.person.random.randint(*self.person.habit.views)
        while views:
            view = self.see(place, parameters=parameters, last=views == 1, hurried=hurried)
            self._do_there(place, view)
            self._clicked, hurried = view.next is not None, False
            views = max(views - 1, int(self._clicked))  # a click is always followed
            place, parameters = view.next or self._onwards(place), ""
        if self.browser.cart and self.person.chance(self.person.habit.buys):
            self._buy()

    def see(self, place: Place, *, parameters: str = "", last: bool = False, hurried: bool = False) -> View:
        """One view of a page, begun and ended."""
        device = self.browser.device
        visit = some_page_visit(self.person.random, place, (device.kind, device.fold), self.clock)
        if hurried:
            visit.hurry(self.person.random)
        view = View(self.person, self.browser, self.log, visit)
        page = place.page(self.shop, parameters=parameters, referrer=self._previous)
        view.record("page_view", visit.opened, page=page)
        self._assign(view)
        self._look(view)
        self._exit_seen = record_offers(view, last=last, exit_seen=self._exit_seen)
        if not visit.killed:
            engaged = 0 if visit.hidden else round(visit.stay_ms * self.person.random.uniform(0.6, 0.98))
            scroll = 0.0 if visit.hidden else min(1.0, round(visit.depth / visit.height, 4))
            view.record("page_leave", visit.left, engaged_ms=engaged, scroll=scroll)
        self._previous = page.url
        self.clock = visit.left + READING_MS
        return view

    def _assign(self, view: View) -> None:
        """Record the variation of each experiment, with the first page of the session that asks for it."""
        kind = view.visit.place.kind
        fits = {BAR: kind not in OFFERS_NOTHING, QUESTION: kind == "shelf"}
        for experiment, suited in fits.items():
            assigned = view.assigned(experiment) if suited and experiment not in self._assigned else None
            if assigned:
                self._assigned.add(experiment)
                view.record("assign", view.visit.opened + 120, experiment=experiment, **assigned._asdict())

    def _look(self, view: View) -> None:
        """Reach the goal of looking at a product, once in a browser's life."""
        visit, looked = view.visit, self.browser.looked
        if visit.place.kind == "product" and not looked and not visit.hidden and visit.stay_ms > LOOKS_MS:
            self.browser.looked = True
            view.record("goal", visit.opened + LOOKS_MS, goal=LOOKED)

    def sign_in(self) -> None:
        """Say who one is, if that was not said in this browser."""
        if not self.browser.signed_in:
            self.browser.signed_in = True
            view = self.see(Place("account"))
            traits = {"taste": self.person.taste}
            view.record("identify", view.visit.left - 300, user_id=self.person.user_id, traits=traits)
            self._follow(view)

    def _landing(self, source: Source) -> Place:
        landings = source.landings
        if self.person.habit.reads:
            landings = tuple(one for one in landings if one.startswith("article")) or ("home",)
        kind, _, what = self.person.random.choice(landings).partition(":")
        return Place(kind, what) if what else self._some(kind)

    def _some(self, kind: str) -> Place:
        """A page of that kind; what stands first in the catalogue is more popular."""
        names = {"product": list(catalogue().products), "article": list(catalogue().articles)}.get(kind)
        if not names:
            return Place(kind)
        weights = [1 / (3 + rank) for rank in range(len(names))]
        return Place(kind, self.person.random.choices(names, weights)[0])

    def _onwards(self, place: Place) -> Place:
        own = READERS_WAYS if self.person.habit.reads else {}
        ways = own.get(place.kind) or WAYS.get(place.kind) or (("shelf", 60), ("home", 40))
        return self._some(self.person.random.choices([way for way, _ in ways], [weight for _, weight in ways])[0])

    def _do_there(self, place: Place, view: View) -> None:
        if view.visit.depth > view.visit.height - FOOTER and not view.visit.hidden and self.person.chance(SIGNS_UP):
            view.record("goal", view.visit.left - 1_900, goal="newsletter")
        if place.kind == "club" and self.person.chance(JOINS_CLUB * self.person.habit.curiosity):
            price = str(catalogue().club_price)
            view.record("goal", view.visit.left - 500, goal="tea_club", value=price, currency=CURRENCY)
        if place.kind == "product" and not view.visit.hidden:
            self._want(view, keen=KNEW_WHAT_THEY_WANTED if self._clicked else 1.0)

    def _want(self, view: View, *, keen: float) -> None:
        """On a product's own page: choose a variant, give it a heart, put it in the cart."""
        product = catalogue().products[view.visit.place.what]
        variant = product.variants[0]
        when = view.visit.opened + 0.6 * view.visit.stay_ms
        if len(product.variants) > 1 and self.person.chance(CHOOSES_ANOTHER):
            variant = self.person.random.choice(product.variants[1:])
            view.record("custom", when, name="variant_chosen", props={"item": variant.item})
        which = {"item": variant.item, "group": product.group}
        if self.person.chance(WISHES):
            view.record("wishlist_add", when + 300, **which)
        if self.person.chance(min(0.95, self.person.habit.adds * keen)):
            quantity = 2 if self.person.chance(0.14) else 1
            put_in(self.browser, variant.item, quantity)
            bought = {**which, "quantity": quantity, "price": str(variant.price), "currency": CURRENCY}
            view.record("cart_add", when + 600, **bought)

    def _buy(self) -> None:
        """To the cart, perhaps for something more to save the shipping, and to the checkout."""
        view = self._see_and_follow(Place("cart"))
        short = self._goods() < catalogue().free_shipping_from
        without_bar = view.variation(BAR) == CONTROL
        if short and self.person.chance(TEMPTED_WITHOUT_BAR if without_bar else TEMPTED):
            self._want(self._see_and_follow(self._some("product")), keen=SURELY)
            view = self._see_and_follow(Place("cart"))
        if len(self.browser.cart) > 1 and self.person.chance(PUTS_BACK):
            self._put_back(view)
        if self.person.chance(self.person.habit.signs_in):
            self.sign_in()
        self.see(Place("checkout"))
        if self.person.chance(GOES_ON_TO_CHECKOUT):
            thanks = self.see(Place("thanks"))
            pay(self.person, self.browser, thanks)
            self._follow(thanks)

    def _see_and_follow(self, place: Place) -> View:
        view = self.see(place)
        self._follow(view)
        return view

    def _follow(self, view: View) -> None:
        """Go where a click led, and wherever one leads from there."""
        while view.next:
            place = view.next
            view = self.see(place)
            self._clicked = True
            self._do_there(place, view)

    def _goods(self) -> Decimal:
        prices = catalogue().by_item
        return sum((prices[item][1].price * quantity for item, quantity in self.browser.cart.items()), Decimal())

    def _put_back(self, view: View) -> None:
        item = self.person.random.choice(sorted(self.browser.cart))
        quantity = self.browser.cart.pop(item)
        product, variant = catalogue().by_item[item]
        taken = {"item": item, "group": product.group, "quantity": quantity, "price": str(variant.price)}
        view.record("cart_remove", view.visit.left - 200, **taken, currency=CURRENCY)
