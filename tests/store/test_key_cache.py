"""Whose key it is, is answered from memory, and yet a key made elsewhere a moment ago is known."""

from __future__ import annotations

from collector.store.protocol import Site
from collector.store.sqlite.key_cache import BELIEVED_SECONDS, SECONDS_BETWEEN_STRANGERS, KeyCache
from collector.store.sqlite.registry import key_hash

SHOP = Site(1, "shop", "UTC", "EUR", {})


class Elsewhere:
    """What another process has written, the number of times it was read, and a clock that stands still."""

    def __init__(self, *keys: str) -> None:
        self.keys, self.readings, self.now = set(keys), 0, 0.0

    def key_cache(self) -> KeyCache:
        """A key_cache that reads what is written here."""
        return KeyCache(self.read, lambda: self.now)

    def read(self) -> dict[str, tuple[Site, str]]:
        self.readings += 1
        return {key_hash(key): (SHOP, "public") for key in self.keys}


def test_a_key_made_elsewhere_is_known_at_once() -> None:
    elsewhere = Elsewhere("pk_old")
    key_cache = elsewhere.key_cache()
    assert key_cache.holder("pk_old")
    elsewhere.keys.add("pk_new")
    assert key_cache.holder("pk_new") == (SHOP, "public")


def test_a_key_revoked_elsewhere_is_soon_unknown() -> None:
    elsewhere = Elsewhere("pk_old")
    key_cache = elsewhere.key_cache()
    assert key_cache.holder("pk_old")
    elsewhere.keys.clear()
    elsewhere.now += BELIEVED_SECONDS + 0.001
    assert key_cache.holder("pk_old") is None


def test_a_known_key_is_answered_from_memory() -> None:
    elsewhere = Elsewhere("pk_old")
    key_cache = elsewhere.key_cache()
    for _ in range(1_000):
        assert key_cache.holder("pk_old")
    assert elsewhere.readings == 1


def test_guessing_keys_costs_few_readings() -> None:
    elsewhere = Elsewhere("pk_old")
    key_cache = elsewhere.key_cache()
    for guess in range(1_000):
        assert key_cache.holder(f"pk_{guess}") is None
    assert elsewhere.readings == 2
    elsewhere.now += SECONDS_BETWEEN_STRANGERS + 0.001
    assert key_cache.holder("pk_guess") is None
    assert elsewhere.readings == 3


def test_a_change_made_here_is_known_at_once() -> None:
    elsewhere = Elsewhere("pk_old")
    key_cache = elsewhere.key_cache()
    assert key_cache.holder("pk_old")
    elsewhere.keys.clear()
    key_cache.clear()
    assert key_cache.holder("pk_old") is None
