"""Who sent: browser, language, screen, country and city are kept; the address is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from collector.config import ConfigError
from collector.wire.geo import Places
from tests.wire.shop import Shop, view

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
GOOGLE, GOOGLE_V6 = "8.8.8.8", "2001:4860:4860::8888"
CONTEXT = {
    "language": "de-AT",
    "screen": "1920x1080",
    "viewport": "1280x720",
    "time_zone": "Europe/Vienna",
    "automated": True,
}

OpenShop = Callable[..., Shop]


def stored_from(shop: Shop, address: str, *, headers: dict[str, str] | None = None, **batch: Any) -> dict[str, Any]:
    shop.client.environ_base["REMOTE_ADDR"] = address
    assert shop.send(view(), headers={"User-Agent": FIREFOX} | (headers or {}), **batch).json["accepted"] == 1
    return shop.stored()[-1]


def test_what_the_browser_says_is_stored(shop: Shop) -> None:
    stored = stored_from(shop, "127.0.0.1", context=CONTEXT)
    assert {name: stored[name] for name in CONTEXT} == CONTEXT | {"automated": 1}
    assert stored["user_agent"] == FIREFOX


def test_a_user_agent_in_the_context_goes_before_the_header(shop: Shop) -> None:
    assert stored_from(shop, "127.0.0.1", context={"user_agent": "Shop app 1.0"})["user_agent"] == "Shop app 1.0"


def test_a_servers_own_request_says_nothing_of_its_visitors(shop: Shop) -> None:
    stored = stored_from(shop, GOOGLE, by="secret", context={"language": "de"})
    assert (stored["user_agent"], stored["country"], stored["language"]) == (None, None, "de")
    answer = stored_from(shop, GOOGLE, by="secret", context={"user_agent": FIREFOX})
    assert answer["user_agent"] == FIREFOX


@pytest.mark.parametrize(("sent", "stored"), [("a" * 600, "a" * 512), ("ä" * 300, "ä" * 256), ("", "")])
def test_a_user_agent_is_kept_up_to_512_bytes(shop: Shop, sent: str, stored: str | None) -> None:
    assert (
        stored_from(shop, "127.0.0.1", headers={"User-Agent": ""}, context={"user_agent": sent})["user_agent"] == stored
    )


def test_long_words_of_a_context_are_shortened(shop: Shop) -> None:
    assert stored_from(shop, "127.0.0.1", context={"language": "x" * 1_000})["language"] == "x" * 64


@pytest.mark.parametrize("address", [GOOGLE, GOOGLE_V6, f"::ffff:{GOOGLE}", f"{GOOGLE_V6}%eth0"])
def test_the_country_comes_from_the_address(shop: Shop, address: str) -> None:
    assert stored_from(shop, address)["country"] == "US"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "", "unix:", "999.1.1.1", "1.2.3.4.5"])
def test_an_address_of_nowhere_has_no_country(shop: Shop, address: str) -> None:
    assert stored_from(shop, address)["country"] is None


def test_a_forwarded_address_is_believed_only_from_trusted_proxies(open_shop: OpenShop, tmp_path: Path) -> None:
    forwarded = {"X-Forwarded-For": f"203.0.113.7, {GOOGLE}"}
    assert stored_from(open_shop(), "127.0.0.1", headers=forwarded)["country"] is None
    (tmp_path / "proxied").mkdir()
    proxied = Shop(tmp_path / "proxied", trusted_proxies=1)
    assert stored_from(proxied, "127.0.0.1", headers=forwarded)["country"] == "US"
    proxied.close()


def test_the_address_is_nowhere_in_the_database(shop: Shop, tmp_path: Path) -> None:
    stored_from(shop, "203.0.113.77", headers={"X-Forwarded-For": "203.0.113.78"})
    shop.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"v1" in kept
    assert b"203.0.113" not in kept


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    """A database that knows two cities, and of a third place only the country."""
    database = MMDBWriter(4, "GeoLite2-City", languages=["en"])
    vienna = {"country": {"iso_code": "AT"}, "city": {"names": {"en": "Vienna", "de": "Wien"}}}
    database.insert_network(IPSet(["81.2.69.0/24"]), vienna)
    database.insert_network(IPSet(["8.8.8.0/24"]), {"city": {"names": {"de": "Bergblick"}}})
    database.insert_network(IPSet(["81.2.70.0/24"]), {"country": {"iso_code": "SE"}})
    database.to_db_file(str(tmp_path / "cities.mmdb"))
    return tmp_path / "cities.mmdb"


@pytest.mark.parametrize(
    ("address", "country", "city"),
    [
        ("81.2.69.160", "AT", "Vienna"),
        ("81.2.70.1", "SE", None),
        (GOOGLE, "US", None),
        ("9.9.9.9", "US", None),
        ("", None, None),
        ("999.1.1.1", None, None),
    ],
)
def test_a_database_of_cities_gives_city_and_country(
    open_shop: OpenShop, cities: Path, address: str, country: str | None, city: str | None
) -> None:
    stored = stored_from(open_shop(city_database=cities), address)
    assert (stored["country"], stored["city"]) == (country, city)


def test_a_file_that_is_no_database_of_cities_is_named(tmp_path: Path) -> None:
    file = tmp_path / "cities.mmdb"
    file.write_bytes(b"not a database")
    with pytest.raises(ConfigError, match=r"cities\.mmdb"):
        Places(file)
