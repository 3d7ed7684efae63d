"""A limit of events per second and site, for owners who set one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from collector.errors import TooFast
from collector.event import PUBLIC, SECRET
from collector.store import Site
from collector.wire.pace import Pace
from collector.wire.sender import Sender
from tests.wire.shop import Shop, view


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def sender(site: int = 1, trust: int = PUBLIC) -> Sender:
    return Sender(Site(site, "shop", "UTC", "EUR", {}), trust)


def test_ten_seconds_worth_may_come_at_once_and_no_more() -> None:
    clock = Clock()
    pace = Pace(5, clock)
    pace.take(sender(), 50)
    with pytest.raises(TooFast) as refused:
        pace.take(sender(), 10)
    assert refused.value.retry_after == 2
    clock.now += 2
    pace.take(sender(), 10)


def test_what_was_turned_away_does_not_count() -> None:
    clock = Clock()
    pace = Pace(5, clock)
    pace.take(sender(), 50)
    for _ in range(100):
        with pytest.raises(TooFast):
            pace.take(sender(), 5)
    clock.now += 1
    pace.take(sender(), 5)


def test_a_batch_larger_than_all_that_may_come_at_once_still_has_its_turn() -> None:
    clock = Clock()
    pace = Pace(1, clock)
    pace.take(sender(), 500)
    with pytest.raises(TooFast):
        pace.take(sender(), 1)
    clock.now += 491
    pace.take(sender(), 1)


def test_sites_do_not_wait_for_each_other_and_servers_for_nobody() -> None:
    pace = Pace(1, Clock())
    pace.take(sender(1), 10)
    pace.take(sender(2), 10)
    pace.take(sender(1, SECRET), 1_000)


def test_without_a_limit_nothing_waits() -> None:
    pace = Pace(0, Clock())
    for _ in range(100):
        pace.take(sender(), 500)


def test_429_says_when_to_come_back(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(events_per_second=1)
    assert shop.send(*(view() for _ in range(10))).status_code == 202
    answer = shop.send(*(view() for _ in range(5)))
    assert (answer.status_code, answer.json["error"]["code"]) == (429, "too_fast")
    assert int(answer.headers["Retry-After"]) >= 4
    assert len(shop.stored()) == 10
