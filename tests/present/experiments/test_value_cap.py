"""What one person counts for at most is known before an experiment begins."""

from __future__ import annotations

from collector.event import Event
from collector.present.experiments.changes import SiteExperiments
from collector.present.experiments.value_cap import value_cap
from tests.present.desk import Desk
from tests.present.experiments.conftest import HALVES
from tests.reports.building import CRAWLER, TEN_O_CLOCK, a_line

DAY = 86_400
NOW = TEN_O_CLOCK + 30 * DAY * 1000


def order(desk: Desk, buyer: int, price: float, *, day: float = 10, **fields: object) -> Event:
    line = a_line("tea", price)
    return desk.shop.order(day * DAY, line, order_id=f"{buyer} {price} {day}", visitor=f"v{buyer}", **fields)


def buyers(desk: Desk, count: int) -> list[Event]:
    """So many who spend 1, 2, 3 … in two orders each."""
    return [order(desk, buyer, buyer / 2, day=day) for buyer in range(1, count + 1) for day in (5, 20)]


def test_the_cap_is_what_99_of_100_buyers_do_not_exceed(desk: Desk) -> None:
    strangers = [
        order(desk, 901, 9999, context=CRAWLER),
        order(desk, 902, 9999, day=1.9),  # before the 28 days
        order(desk, 903, 9999, day=30),  # when it begins
        order(desk, 904, 9999, currency="XXX"),  # without a rate
        order(desk, 905, 0),
    ]
    desk.shop.send(*buyers(desk, 150), *strangers)
    assert value_cap(desk.store, desk.shop.site.site, NOW) == "149.00"  # the 149th of 150: 0.99 * 150 = 148.5
    assert value_cap(desk.store, desk.other.site.site, NOW) is None
    experiments = SiteExperiments(desk.store, desk.shop.site, "cli", now=lambda: NOW)
    assert experiments.set("hero", {"variations": HALVES})["value_cap"] == "149.00"
    experiments.set("later", {"variations": HALVES, "state": "draft"})
    assert experiments.one("later")["value_cap"] is None
    assert experiments.start("later")["value_cap"] == "149.00"


def test_below_100_buyers_there_is_none(desk: Desk) -> None:
    desk.shop.send(*buyers(desk, 99))
    assert value_cap(desk.store, desk.shop.site.site, NOW) is None
