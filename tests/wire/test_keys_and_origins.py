"""Who may send: public and secret keys, the public one only from the site's own pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.schemas.making import an
from tests.wire.shop import SHOP, Shop, view

OpenShop = Callable[..., Shop]


@pytest.mark.parametrize("kind", ["public", "secret"])
def test_a_key_may_be_in_the_body_or_in_the_header(shop: Shop, kind: str) -> None:
    assert shop.send(view(), by=kind).status_code == 202
    header = {"Authorization": f"Bearer {shop.keys[kind]}"}
    assert shop.send(view(), key=None, headers=header).status_code == 202


def test_the_header_goes_before_the_body(shop: Shop) -> None:
    header = {"Authorization": f"bearer  {shop.keys['secret']} "}
    assert shop.send(an("refund"), by="public", headers=header).json["accepted"] == 1


@pytest.mark.parametrize("key", [None, "", "pk_unknown", "x" * 10_000, "ключ", "Basic dXNlcg=="])
def test_401_an_unknown_key(shop: Shop, key: str | None) -> None:
    answer = shop.send(view(), key=key)
    assert (answer.status_code, answer.json["error"]["code"]) == (401, "unknown_key")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert shop.stored() == []


@pytest.mark.parametrize("kind", ["read", "admin"])
def test_401_a_key_that_is_not_for_sending_says_so(shop: Shop, kind: str) -> None:
    answer = shop.send(view(), by=kind)
    assert answer.status_code == 401
    assert kind in answer.json["error"]["message"]


def test_401_a_revoked_key(shop: Shop) -> None:
    shop.store.revoke_key(shop.site, shop.keys["public"][:11])
    assert shop.send(view()).status_code == 401


def test_401_stores_no_rejected_events(shop: Shop) -> None:
    shop.send(7, key="pk_unknown")
    assert shop.store.rejected(shop.site, 10) == []


def test_a_site_without_origins_takes_the_public_key_from_anywhere(shop: Shop) -> None:
    assert shop.send(view(), headers={"Origin": "https://elsewhere.example"}).status_code == 202
    assert shop.client.post("/v1/events", json={"key": shop.keys["public"], "events": [view()]}).status_code == 202


@pytest.mark.parametrize("origin", [SHOP, "https://SHOP.example", "https://shop.example:443"])
@pytest.mark.parametrize(
    "listed", [SHOP, "https://shop.example/", "HTTPS://shop.example:443", " https://shop.example/x "]
)
def test_an_origin_is_the_same_however_it_is_written(open_shop: OpenShop, listed: str, origin: str) -> None:
    shop = open_shop(settings={"origins": ["https://other.example", listed]})
    assert shop.send(view(), headers={"Origin": origin}).status_code == 202


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil.example",
        "null",
        "x",
        "https://[",
        "https://shop.example@evil.example",
    ],
)
def test_403_another_origin_may_not_use_the_public_key(open_shop: OpenShop, origin: str) -> None:
    shop = open_shop(settings={"origins": [SHOP]})
    answer = shop.send(view(), headers={"Origin": origin})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "origin_not_allowed")
    assert shop.stored() == []


def test_403_no_origin_where_origins_are_listed(open_shop: OpenShop) -> None:
    shop = open_shop(settings={"origins": [SHOP]})
    answer = shop.client.post("/v1/events", json={"key": shop.keys["public"], "events": [view()]})
    assert answer.status_code == 403
    assert "secret key" in answer.json["error"]["message"]


def test_the_secret_key_needs_no_origin(open_shop: OpenShop) -> None:
    shop = open_shop(settings={"origins": [SHOP]})
    assert shop.client.post("/v1/events", json={"key": shop.keys["secret"], "events": [view()]}).status_code == 202


def test_sites_do_not_see_each_others_events(open_shop: OpenShop, tmp_path: Path) -> None:
    shop = open_shop()
    other = shop.store.add_site("other", time_zone="UTC", currency="EUR").site
    event = view()
    shop.send(event)
    assert shop.send(event, key=shop.store.add_key(other, "public")).json["accepted"] == 1
    assert [stored["site"] for stored in shop.stored()] == [shop.site, other]
