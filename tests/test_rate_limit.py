"""Buckets in memory: bounded in number, for digests that nobody can read an address from."""

from __future__ import annotations

import pytest

from collector.rate_limit import RateLimiter, digest_of


class Clock:
    """A clock that a test turns."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_one_who_did_nothing_for_longest_is_forgotten_first() -> None:
    limiter = RateLimiter(1, seconds_saved=2, max_names=2, clock=Clock())
    for name in ("a", "b", "a", "c"):
        assert limiter.take(name) == 0
    assert limiter.take("a") == 1
    assert [limiter.take("b"), limiter.take("b"), limiter.take("b")] == [0, 0, 1]


def test_to_ask_how_long_takes_nothing() -> None:
    limiter = RateLimiter(2, seconds_saved=1, clock=Clock())
    assert [limiter.wait("a") for _ in range(10)] == [0] * 10
    assert limiter.take("a", 2) == 0
    assert limiter.wait("a") == 0.5


def test_nobody_saves_up_more_than_the_most() -> None:
    limiter = RateLimiter(1, seconds_saved=3, clock=(clock := Clock()))
    limiter.take("a", 3)
    clock.now += 1_000
    limiter.give_back("a", 50)
    assert limiter.take("a", 3) == 0
    assert limiter.take("a") == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.1:50000"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("2001:db8:1:2::1%eth0", "2001:DB8:1:2::9"),
    ],
)
def test_addresses_of_one_customer_are_one(one: str, other: str) -> None:
    assert digest_of(one) == digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.2"),
        ("2001:db8:1:2::1", "2001:db8:1:3::1"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2"),
        ("unknown", "hidden"),
    ],
)
def test_others_are_others(one: str, other: str) -> None:
    assert digest_of(one) != digest_of(other)


def test_a_digest_has_nothing_of_the_address_and_nobody_has_none() -> None:
    assert b"192.0.2.1" not in (digest_of("192.0.2.1") or b"")
    assert digest_of("\ud800") is not None
    assert digest_of("") is None
