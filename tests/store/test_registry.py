"""Sites, keys and rates: what is registered, what is rejected, and how soon others notice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from collector.errors import BadRequest, NotFound
from collector.store import Key, KeyHolder, Rate, Site, SqliteStore
from collector.store.sqlite.key_cache import BELIEVED_SECONDS, SECONDS_BETWEEN_STRANGERS, KeyCache
from collector.store.sqlite.registry import key_hash
from tests.store.events import rows

SHOP = Site(1, "shop", "Europe/Vienna", "EUR", {})


def test_sites_are_found_again(store: SqliteStore) -> None:
    assert [site.name for site in store.sites()] == ["shop", "blog"]
    assert store.site_named("shop") == SHOP
    assert store.site_named("Shop") is None


def test_settings_are_replaced_as_a_whole(store: SqliteStore) -> None:
    added = store.add_site("third", time_zone="UTC", currency="EUR", settings={"origins": ["https://a.example"]})
    assert added.settings == {"origins": ["https://a.example"]}
    assert store.set_settings(added.site, {"consent": "pending"}).settings == {"consent": "pending"}
    assert store.site_named("third") == added._replace(settings={"consent": "pending"})


@pytest.mark.parametrize("site", [0, 99])
def test_settings_and_keys_of_no_site_are_rejected(store: SqliteStore, site: int) -> None:
    with pytest.raises(NotFound):
        store.set_settings(site, {})
    with pytest.raises(NotFound):
        store.add_key(site, "public")


def test_a_name_is_given_once(store: SqliteStore) -> None:
    with pytest.raises(BadRequest) as rejected:
        store.add_site("shop", time_zone="UTC", currency="EUR")
    assert rejected.value.fields == {"name": ["is taken"]}
    assert len(store.sites()) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " shop"),
        ("name", "x" * 201),
        ("name", "a\nb"),
        ("time_zone", "Vienna"),
        ("time_zone", ""),
        ("time_zone", "../etc/passwd"),
        ("time_zone", "Europe"),
        ("currency", "eur"),
        ("currency", "EURO"),
        ("currency", "€UR"),
    ],
)
def test_what_makes_no_site_is_rejected_by_field(store: SqliteStore, field: str, value: str) -> None:
    given = {"name": "new", "time_zone": "UTC", "currency": "EUR"} | {field: value}
    with pytest.raises(BadRequest) as rejected:
        store.add_site(given.pop("name"), **given)
    assert list(rejected.value.fields) == [field]
    assert len(store.sites()) == 2


@pytest.mark.parametrize(("kind", "prefix"), [("public", "pk_"), ("secret", "sk_"), ("read", "rk_"), ("admin", "ak_")])
def test_a_key_is_known_by_its_plain_text_which_is_kept_nowhere(store: SqliteStore, kind: str, prefix: str) -> None:
    plain = store.add_key(1, kind)
    assert plain.startswith(prefix)
    assert len(plain) == 3 + 43
    assert store.key(plain) == KeyHolder(SHOP, kind)
    (row,) = rows(store, "keys")
    assert row["key_hash"] == hashlib.sha256(plain.encode()).hexdigest()
    assert plain not in str(row)


def test_a_kind_of_key_that_does_not_exist_is_rejected(store: SqliteStore) -> None:
    with pytest.raises(BadRequest, match="public, secret, read, admin"):
        store.add_key(1, "root")


@pytest.mark.parametrize("plain", ["", "pk_", "x" * 100_000, "pk_\ud800", "' or 1 = 1 --", "\0"])
def test_an_unknown_key_is_nobody_s(store: SqliteStore, plain: str) -> None:
    store.add_key(1, "public")
    assert store.key(plain) is None


def test_keys_are_listed_by_their_beginnings_oldest_first(store: SqliteStore) -> None:
    plains = [store.add_key(1, kind) for kind in ("public", "secret")]
    store.add_key(2, "public")
    assert [(key.kind, key.hint, key.revoked_at) for key in store.keys(1)] == [
        ("public", plains[0][:11], None),
        ("secret", plains[1][:11], None),
    ]


def test_a_revoked_key_is_nobody_s_and_stays_listed(store: SqliteStore) -> None:
    plain, other = store.add_key(1, "public"), store.add_key(1, "public")
    revoked = store.revoke_key(1, plain[:11])
    assert revoked.revoked_at is not None
    assert store.key(plain) is None
    assert store.key(other) == KeyHolder(SHOP, "public")
    assert [key.revoked_at is None for key in store.keys(1)] == [False, True]


def test_revoking_again_does_not_move_the_moment(store: SqliteStore) -> None:
    plain = store.add_key(1, "public")
    first: Key = store.revoke_key(1, plain[:11])
    assert store.revoke_key(1, plain[:11]) == first


@pytest.mark.parametrize("hint", ["", "pk_nothing", "%"])
def test_a_key_of_nobody_cannot_be_revoked(store: SqliteStore, hint: str) -> None:
    other_sites = store.add_key(2, "public")
    for wrong in (hint, other_sites[:11]):
        with pytest.raises(NotFound):
            store.revoke_key(1, wrong)
    assert store.key(other_sites) is not None


def test_a_key_made_by_another_process_is_known_at_once(opened: Callable[..., SqliteStore], store: SqliteStore) -> None:
    other = opened()
    store.key("sk_unknown")
    store._key_cache.clear()
    plain = other.add_key(1, "secret")
    assert store.key(plain) == KeyHolder(SHOP, "secret")


class Registered:
    """A registry that counts how often it is read, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now, self.read = 0.0, 0
        self.holders = {key_hash("sk_known"): (SHOP, "secret")}
        self.key_cache = KeyCache(self.holders_read, clock=lambda: self.now)

    def holders_read(self) -> dict[str, tuple[Site, str]]:
        self.read += 1
        return dict(self.holders)


def test_a_known_key_is_believed_for_a_while_and_a_revocation_elsewhere_then_noticed() -> None:
    registered = Registered()
    assert registered.key_cache.holder("sk_known") is not None
    registered.holders.clear()
    registered.now = BELIEVED_SECONDS
    assert registered.key_cache.holder("sk_known") is not None
    registered.now += 0.001
    assert registered.key_cache.holder("sk_known") is None
    assert BELIEVED_SECONDS <= 5


def test_an_unknown_key_is_looked_for_again_soon_but_guesses_cost_little() -> None:
    registered = Registered()
    for guess in range(1_000):
        assert registered.key_cache.holder(f"sk_{guess}") is None
    assert registered.read == 2
    registered.holders[key_hash("sk_new")] = (SHOP, "secret")
    registered.now = SECONDS_BETWEEN_STRANGERS + 0.001
    assert registered.key_cache.holder("sk_new") is not None
    assert registered.read == 3


def test_rates_are_kept_by_currency_and_date(store: SqliteStore) -> None:
    store.set_rate(1, "USD", "2026-02-01", "0.93")
    store.set_rate(1, "USD", "2026-01-01", "0.92")
    store.set_rate(1, "GBP", "2026-01-01", "1.1")
    store.set_rate(1, "USD", "2026-01-01", "0.921000001")
    assert store.rates(1) == [
        Rate("GBP", "2026-01-01", "1.1"),
        Rate("USD", "2026-01-01", "0.921000001"),
        Rate("USD", "2026-02-01", "0.93"),
    ]
    assert store.rates(2) == []
    store.delete_rate(1, "USD", "2026-01-01")
    assert len(store.rates(1)) == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("currency", "dollar"),
        ("rate_date", "2026-1-1"),
        ("rate_date", "2026-02-30"),
        ("rate_date", "20260101"),
        ("rate", "0"),
        ("rate", "-1"),
        ("rate", "NaN"),
        ("rate", "Infinity"),
        ("rate", "1e999"),
        ("rate", "one"),
        ("rate", ""),
    ],
)
def test_what_makes_no_rate_is_rejected_by_field(store: SqliteStore, field: str, value: str) -> None:
    given = {"currency": "USD", "rate_date": "2026-01-01", "rate": "0.9"} | {field: value}
    with pytest.raises(BadRequest) as rejected:
        store.set_rate(1, **given)
    assert list(rejected.value.fields) == [field]
    assert store.rates(1) == []
