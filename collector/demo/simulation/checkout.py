"""The checkout and what follows it: the order, the survey, and perhaps a refund some days later."""

from __future__ import annotations

from decimal import Decimal

from collector.demo.shop.catalogue import catalogue
from collector.demo.simulation.calendar import DAYS
from collector.demo.simulation.event_log import EventLog
from collector.demo.simulation.persons import Browser, Person
from collector.demo.simulation.view import CURRENCY, View
from collector.rules import DAY_MS, HOUR_MS
from sdk_py import Item

DISCOUNT = Decimal("0.10")
LENDS_DISCOUNT = 0.08
ANSWERS = 0.38
SCORES = ((10, 30), (9, 27), (8, 19), (7, 11), (6, 5), (5, 3), (3, 2), (1, 2), (0, 1))
COMMENTS = {
    10: ("Third order. The tins are now in every room.", "Packed like a present."),
    9: ("Lovely tea, and the second steep really is better.",),
    8: ("Good. Shipping took a day longer than said.",),
    5: ("The mug is smaller than I thought.",),
    3: ("Too smoky for me.",),
    1: ("The lid arrived in two pieces.",),
}
GIVES_BACK = 0.09
ALL_OF_IT = 0.35
REASONS = ("Arrived broken", "Not to my taste", "Ordered twice")


def pay(person: Person, browser: Browser, view: View) -> None:
    """Order what is in the cart, which is empty then; some answer the survey, some send things back."""
    order_id = f"SS-{view.log.names.next()[:8].upper()}"
    bought = [line_of(item, quantity) for item, quantity in sorted(browser.cart.items())]
    if person.chance(LENDS_DISCOUNT):
        bought[0] = _cheaper(bought[0])
    goods = sum((Decimal(str(line.price)) * Decimal(line.quantity or 1) for line in bought), Decimal())
    shipping = "0.00" if goods >= catalogue().free_shipping_from else str(catalogue().shipping)
    at = view.visit.opened + 260
    view.record("purchase", at, order_id=order_id, currency=CURRENCY, items=bought, shipping=shipping)
    browser.cart.clear()
    if "order-survey" in view.seen and person.chance(ANSWERS):
        _answer(person, view)
    if person.chance(GIVES_BACK):
        _give_back(person, view.log, at, order_id, bought)


def line_of(item: str, quantity: int) -> Item:
    """A line of an order, as the shop sends it."""
    product, variant = catalogue().by_item[item]
    return Item(item, group=product.group, quantity=quantity, price=str(variant.price), category=product.kind)


def _cheaper(line: Item) -> Item:
    discount = (Decimal(str(line.price)) * Decimal(line.quantity or 1) * DISCOUNT).quantize(Decimal("0.01"))
    return Item(
        line.item,
        group=line.group,
        quantity=line.quantity,
        price=line.price,
        category=line.category,
        discount=str(discount),
    )


def _answer(person: Person, view: View) -> None:
    score = person.random.choices([score for score, _ in SCORES], [weight for _, weight in SCORES])[0]
    comment = person.random.choice(COMMENTS[score]) if score in COMMENTS and person.chance(0.5) else None
    at = view.visit.left - 1_000
    view.record("click", at - 40, action="order-survey", target="button.button")
    view.record("survey", at, instrument="nps", score=score, comment=comment, action="order-survey")


def _give_back(person: Person, log: EventLog, bought_at: float, order_id: str, bought: list[Item]) -> None:
    """Some days later, in the morning, the shop's server says so; if the simulation goes on that long."""
    day = int(bought_at // DAY_MS) + person.random.randint(2, 9)
    at = day * DAY_MS + 9 * HOUR_MS + person.random.randrange(HOUR_MS)
    whole = person.chance(ALL_OF_IT)
    line = person.random.choice(bought)
    reason = person.random.choice(REASONS)
    if day < DAYS:
        log.record("refund", at, order_id=order_id, items=None if whole else [_returned(line)], reason=reason)


def _returned(line: Item) -> Item:
    price = Decimal(str(line.price)) - Decimal(str(line.discount or 0))
    return Item(line.item, quantity=1, amount=str(price))
