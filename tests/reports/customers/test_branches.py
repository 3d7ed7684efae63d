"""Which categories customers branch into: by hand, and as a second computation finds it of random shops."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from random import Random
from typing import Any, NamedTuple

import pytest

from collector.event import Event, Item
from collector.reports.customers import branches as branching
from collector.reports.customers.branches import branches
from collector.reports.customers.report import customers
from collector.reports.query import ReportQuery
from collector.reports.sql import run
from tests.facts.streams import PHONE
from tests.reports.building import CRAWLER, DAY, DESKTOP, Shop
from tests.reports.in_duckdb import InDuckdb

JANUARY = date(2026, 1, 1), date(2026, 1, 31)
LAST_AT = 29
"""Days after the second of January that are in it; the first is one before."""
CONTEXTS = {"desktop": DESKTOP, "phone": DESKTOP._replace(user_agent=PHONE), "bot": CRAWLER}
CATEGORIES = ("tea", "cups", "pots", "books", None)


class Bought(NamedTuple):
    """One order: `day` is counted from the second of January."""

    visitor: str
    day: int
    categories: tuple[str | None, ...]
    device: str = "desktop"
    currency: str = "EUR"
    cancelled: bool = False


def events_of(shop: Shop, orders: Iterable[Bought]) -> list[Event]:
    found = []
    for nth, each in enumerate(orders):
        lines = [Item(f"i{line}", None, 1_000_000, 5_000_000, 0, None, category)
                 for line, category in enumerate(each.categories)]  # fmt: skip
        found.append(
            shop.order(
                each.day * DAY,
                *lines,
                order_id=f"{nth:04d}",
                visitor=each.visitor,
                view_id=f"{each.visitor}{each.day}",
                context=CONTEXTS[each.device],
                currency=each.currency,
            )
        )
        if each.cancelled:
            found.append(shop.from_server("refund", each.day * DAY + 60, order_id=f"{nth:04d}", cancel=True))
    return found


def pairs(found: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(each["from"], each["to"], each["customers"], each["came_back"], each["share"]) for each in found]


def test_from_the_first_order_to_what_was_new_later(shop: Shop) -> None:
    """Of ten who began with tea six came back: five of them, and one with cups in the same order, bought pots."""
    began = [Bought(f"v{nth}", 0, ("tea", "tea", "cups") if nth == 5 else ("tea", None)) for nth in range(10)]
    later = [Bought(f"v{nth}", 3, ("pots", "pots", "tea")) for nth in range(5)]
    more = [Bought("v5", 3, ("pots",)), Bought("v5", 4, ("cups", "tea")), Bought("v0", 4, ("pots",))]
    shop.send(*events_of(shop, [*began, *later, *more]))
    found = customers(shop.store, ReportQuery(shop.site, *JANUARY))
    assert pairs(found.more["branches"]) == [("tea", "pots", 6, 6, 1.0)]
    assert "From 5 customers on" in found.basis["branches"]


def test_whoever_came_back_for_anything_is_counted_below_the_line(shop: Shop) -> None:
    shop.send(
        *events_of(shop, [Bought(f"v{nth}", 0, ("tea",)) for nth in range(9)]),
        *(shop.order(DAY, Item("i", None, 10**6, 10**6, 0, None, "pots" if nth < 5 else None), order_id=f"later{nth}",
                     visitor=f"v{nth}", view_id=f"later{nth}") for nth in range(8)),
    )  # fmt: skip
    (found,) = branches(shop.store, ReportQuery(shop.site, *JANUARY))
    assert (found["customers"], found["came_back"], found["share"]) == (5, 8, 0.625)
    assert (found["low"], found["high"]) == pytest.approx((0.3057, 0.8632), abs=1e-4)


def test_a_branch_of_four_persons_is_not_shown(shop: Shop) -> None:
    orders = [Bought(f"v{nth}", day, (what,)) for nth in range(4) for day, what in ((0, "tea"), (1, "pots"))]
    shop.send(*events_of(shop, orders))
    assert branches(shop.store, ReportQuery(shop.site, *JANUARY)) == []


@pytest.mark.parametrize("seed", range(3))
def test_a_second_computation_finds_the_same_in_random_shops(
    shop: Shop, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = a_random_shop(Random(seed))
    shop.send(*events_of(shop, orders))
    report_query = ReportQuery(shop.site, *JANUARY)
    for most in (50, 3):
        monkeypatch.setattr(branching, "MAX_CATEGORIES", most)
        found, on_phones = (
            branches(shop.store, each)
            for each in (report_query, replace(report_query, segments=(("device", ("phone",)),)))
        )
        assert len(found) > 3
        assert pairs(found) == by_hand(orders, devices=("desktop", "phone"), most=most)
        assert pairs(on_phones) == by_hand(orders, devices=("phone",), most=most)


def test_another_engine_says_the_same(shop: Shop) -> None:
    shop.send(*events_of(shop, a_random_shop(Random(7))))
    report_query = ReportQuery(shop.site, *JANUARY)
    limits = {"max_categories": 4, "min_customers": 2, "max_branches": 20}
    duck = InDuckdb(shop.store)
    ours, theirs = (run(each, "customers/branches.sql", report_query, **limits) for each in (shop.store, duck))
    duck.close()
    assert [dict(row) for row in ours] == [dict(row) for row in theirs] != []


def a_random_shop(random: Random) -> list[Bought]:
    """What 150 visitors bought from November to February, some of it twice on a day; a few are bots."""
    found = []
    for nth in range(150):
        device = random.choices(("desktop", "phone", "bot"), (5, 4, 1))[0]
        for _ in range(random.choice((1, 2, 3, 5))):
            categories = tuple(random.choices(CATEGORIES, (5, 4, 3, 2, 2), k=random.choice((1, 1, 2, 3))))
            currency = "USD" if random.random() < 0.1 else "EUR"
            found.append(
                Bought(f"v{nth}", random.randrange(-20, 40, 3), categories, device, currency, random.random() < 0.1)
            )
    random.shuffle(found)
    return found


def by_hand(orders: list[Bought], *, devices: tuple[str, ...], most: int) -> list[tuple[Any, ...]]:
    """The same from the orders alone: in the order of their time, then of their number."""
    histories: dict[str, list[Bought]] = defaultdict(list)
    for each in sorted(orders, key=lambda each: each.day):
        if each.device in devices and each.currency == "EUR" and not each.cancelled and each.day <= LAST_AT:
            histories[each.visitor].append(each)
    mine = [each for each in histories.values() if any(order.day >= -1 for order in each)]
    buyers = Counter(category for each in mine for category in {c for order in each for c in order.categories if c})
    common = set(sorted(buyers, key=lambda category: (-buyers[category], category))[:most])
    came_back: Counter[str] = Counter()
    went: Counter[tuple[str, str]] = Counter()
    for first, *later in mine:
        if later:
            begun = common & set(first.categories)
            new = common & {category for order in later for category in order.categories} - set(first.categories)
            came_back.update(begun)
            went.update(product(begun, new))
    return [
        (*pair, count, came_back[pair[0]], count / came_back[pair[0]])
        for pair, count in sorted(went.items(), key=lambda each: (-each[1], each[0]))
        if count >= 5
    ][:20]
