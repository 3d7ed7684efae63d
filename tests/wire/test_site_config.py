"""GET /v1/config tells the snippet of a site what it needs to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.wire.shop import SHOP, Shop

SETTINGS = {
    "origins": [SHOP],
    "purchases_need_secret": True,
    "experiments": {"hero": {"control": 1, "summer": 3}},
    "thresholds": {"min_fraction": 0.5},
    "consent": "pending",
}

OpenShop = Callable[..., Shop]


def config_of(shop: Shop, kind: str = "public", origin: str | None = SHOP) -> Any:
    headers = {"Origin": origin} if origin else {}
    return shop.client.get("/v1/config", query_string={"key": shop.keys[kind]}, headers=headers)


def test_experiments_thresholds_and_consent_are_the_sites_own(open_shop: OpenShop) -> None:
    answer = config_of(open_shop(settings=SETTINGS))
    assert answer.json == {name: SETTINGS[name] for name in ("experiments", "thresholds", "consent")}
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Cache-Control"] == "private, max-age=60"


def test_a_site_without_settings_measures_with_consent_given(shop: Shop) -> None:
    assert config_of(shop).json == {"experiments": {}, "thresholds": {}, "consent": "granted"}


def test_the_key_may_be_in_the_header(shop: Shop) -> None:
    header = {"Authorization": f"Bearer {shop.keys['public']}"}
    assert shop.client.get("/v1/config", headers=header).status_code == 200


@pytest.mark.parametrize("query", ["", "?key=", "?key=pk_unknown"])
def test_an_unknown_key_is_told_nothing(shop: Shop, query: str) -> None:
    assert shop.client.get(f"/v1/config{query}").status_code == 401


def test_another_origin_is_told_nothing(open_shop: OpenShop) -> None:
    assert config_of(open_shop(settings=SETTINGS), origin="https://evil.example").status_code == 403


@pytest.mark.parametrize("kind", ["secret", "read", "admin"])
def test_no_key_but_the_public_one_may_stand_in_an_address(shop: Shop, kind: str) -> None:
    assert config_of(shop, kind).status_code == 401


def test_a_page_of_the_same_origin_sends_no_origin_and_is_answered(open_shop: OpenShop) -> None:
    assert config_of(open_shop(settings=SETTINGS), origin=None).status_code == 200
