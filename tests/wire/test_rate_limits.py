"""Limits of events per second: of each site and each address, for what comes with the public key."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from collector.config import Config
from collector.errors import TooFast
from collector.event import PUBLIC, SECRET
from collector.store import Site
from collector.wire.credentials import Sender
from collector.wire.metrics import Metrics
from collector.wire.rate_limits import EventRateLimits
from tests.wire.shop import Shop, view

OpenShop = Callable[..., Shop]


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def sender(site: int = 1, trust: int = PUBLIC) -> Sender:
    return Sender(Site(site, "shop", "UTC", "EUR", {}), trust)


def limits(clock: Clock, per_site: int = 0, per_address: int = 0) -> EventRateLimits:
    config = Config(events_per_second=per_site, address_events_per_second=per_address)
    return EventRateLimits(config, Metrics(), clock)


def of(address: str) -> dict[str, Any]:
    return {"REMOTE_ADDR": address}


ANY = of("192.0.2.1")


def test_thirty_seconds_worth_of_a_site_may_come_at_once_and_no_more() -> None:
    limit = limits(clock := Clock(), per_site=5)
    limit.take(sender(), 150, ANY)
    with pytest.raises(TooFast, match="one site") as rejected:
        limit.take(sender(), 10, ANY)
    assert rejected.value.retry_after == 2
    clock.now += 2
    limit.take(sender(), 10, ANY)


def test_five_minutes_worth_of_an_address_may_come_at_once_and_no_more() -> None:
    limit = limits(clock := Clock(), per_address=5)
    limit.take(sender(), 1_500, ANY)
    with pytest.raises(TooFast, match="one address") as rejected:
        limit.take(sender(), 11, ANY)
    assert rejected.value.retry_after == 3
    clock.now += 3
    limit.take(sender(), 11, ANY)


def test_what_was_turned_away_does_not_count() -> None:
    limit = limits(clock := Clock(), per_site=5)
    limit.take(sender(), 150, ANY)
    for _ in range(100):
        with pytest.raises(TooFast):
            limit.take(sender(), 5, ANY)
    clock.now += 1
    limit.take(sender(), 5, ANY)


def test_what_the_site_turned_away_does_not_count_for_the_address_either() -> None:
    limit = limits(Clock(), per_site=1, per_address=1)
    limit.take(sender(1), 30, ANY)
    for _ in range(100):
        with pytest.raises(TooFast, match="one site"):
            limit.take(sender(1), 5, ANY)
    limit.take(sender(2), 10, ANY)


def test_what_an_address_is_turned_away_with_does_not_count_for_the_site() -> None:
    limit = limits(Clock(), per_site=20, per_address=1)
    limit.take(sender(), 300, ANY)
    for _ in range(100):
        with pytest.raises(TooFast, match="one address"):
            limit.take(sender(), 5, ANY)
    limit.take(sender(), 300, of("192.0.2.2"))


def test_a_batch_larger_than_all_that_may_come_at_once_still_has_its_turn() -> None:
    limit = limits(clock := Clock(), per_site=1)
    limit.take(sender(), 500, ANY)
    with pytest.raises(TooFast):
        limit.take(sender(), 1, ANY)
    clock.now += 471
    limit.take(sender(), 1, ANY)


def test_a_batch_without_events_counts_as_one() -> None:
    limit = limits(Clock(), per_site=1)
    for _ in range(30):
        limit.take(sender(), 0, ANY)
    with pytest.raises(TooFast):
        limit.take(sender(), 0, ANY)


def test_sites_do_not_wait_for_each_other_and_servers_for_nobody() -> None:
    limit = limits(Clock(), per_site=1, per_address=1)
    limit.take(sender(1), 30, of("192.0.2.1"))
    limit.take(sender(2), 30, of("192.0.2.2"))
    limit.take(sender(1, SECRET), 1_000, ANY)


def test_without_a_limit_nothing_waits() -> None:
    limit = limits(Clock())
    for _ in range(100):
        limit.take(sender(), 500, ANY)


@pytest.mark.parametrize("one", [{}, of("")])
def test_a_request_without_an_address_is_limited_with_the_site_only(one: dict[str, Any]) -> None:
    limit = limits(Clock(), per_address=1)
    for _ in range(100):
        limit.take(sender(), 500, one)


def test_as_it_is_set_a_busy_office_passes_and_a_flood_does_not() -> None:
    limit = EventRateLimits(Config(), Metrics(), clock := Clock())
    for _ in range(60):
        limit.take(sender(), 500, ANY)
    for _ in range(60):
        clock.now += 1
        limit.take(sender(), 100, ANY)
    with pytest.raises(TooFast, match="one address"):
        limit.take(sender(), 1, ANY)


def test_429_says_when_to_come_back_and_is_counted(open_shop: OpenShop) -> None:
    shop = open_shop(events_per_second=1)
    assert shop.send(*(view() for _ in range(30))).status_code == 202
    answer = shop.send(*(view() for _ in range(5)))
    assert (answer.status_code, answer.json["error"]["code"]) == (429, "too_fast")
    assert int(answer.headers["Retry-After"]) >= 4
    assert len(shop.stored()) == 30
    assert 'beheld_limited_total{by="site"} 1.0' in shop.client.get("/metrics").text


def test_behind_a_trusted_proxy_the_limit_is_of_each_visitor(open_shop: OpenShop) -> None:
    shop = open_shop(address_events_per_second=1, trusted_proxies=1)
    for last in range(3):
        sent = shop.send(*(view() for _ in range(300)), headers={"X-Forwarded-For": f"192.0.2.{last}"})
        assert sent.status_code == 202
    assert shop.send(view(), headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429
    assert 'beheld_limited_total{by="address"} 1.0' in shop.client.get("/metrics").text


def test_without_a_trusted_proxy_nobody_gets_past_the_limit_by_claiming_an_address(
    open_shop: OpenShop, capsys: pytest.CaptureFixture[str]
) -> None:
    from collector import logs

    logs.set_up("info")
    shop = open_shop(address_events_per_second=1)
    assert shop.send(*(view() for _ in range(300)), headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 202
    for last in range(3):
        assert shop.send(view(), headers={"X-Forwarded-For": f"192.0.2.{last}"}).status_code == 429
    advice = [line for line in capsys.readouterr().err.splitlines() if "BEHELD_TRUSTED_PROXIES" in line]
    assert len(advice) == 1
    assert json.loads(advice[0]).keys() == {"time", "level", "logger", "event"}


def test_no_address_is_kept(open_shop: OpenShop, tmp_path: Path) -> None:
    shop = open_shop()
    shop.client.environ_base["REMOTE_ADDR"] = "203.0.113.77"
    assert shop.send(view()).status_code == 202
    kept = repr(vars(shop.intake.rate_limits._addresses)).encode()
    assert b"203" + b".0" not in kept
    assert b"203.0.113.77" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
