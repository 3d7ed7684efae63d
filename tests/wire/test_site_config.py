"""GET /v1/config tells the snippet of a site what it needs to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from collector.present.experiments.changes import SiteExperiments
from tests.wire.shop import SHOP, Shop

SETTINGS = {
    "origins": [SHOP],
    "purchases_need_secret": True,
    "thresholds": {"min_fraction": 0.5},
    "consent": "pending",
}

OpenShop = Callable[..., Shop]


def config_of(shop: Shop, kind: str = "public", origin: str | None = SHOP) -> Any:
    headers = {"Origin": origin} if origin else {}
    return shop.client.get("/v1/config", query_string={"key": shop.keys[kind]}, headers=headers)


def test_experiments_thresholds_and_consent_are_the_sites_own(open_shop: OpenShop) -> None:
    shop = open_shop(settings=SETTINGS)
    experiments = SiteExperiments(shop.store, shop.store.sites()[0], "cli")
    experiments.set("hero", {"variations": {"control": 1, "summer": 3}})
    experiments.set("later", {"variations": {"control": 1, "b": 1}, "state": "draft"})
    answer = config_of(shop)
    buckets = [[0, 2500, "control"], [2500, 10_000, "summer"]]
    assert answer.json == {
        "experiments": {"hero": {"salt": "hero", "allocation": 1, "buckets": buckets}},
        "thresholds": {"min_fraction": 0.5},
        "consent": "pending",
    }
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Cache-Control"] == "private, max-age=30"


def test_a_site_without_settings_measures_with_consent_given(shop: Shop) -> None:
    assert config_of(shop).json == {"experiments": {}, "thresholds": {}, "consent": "granted"}


def test_the_key_may_be_in_the_header(shop: Shop) -> None:
    header = {"Authorization": f"Bearer {shop.keys['public']}"}
    assert shop.client.get("/v1/config", headers=header).status_code == 200


@pytest.mark.parametrize("query", ["", "?key=", "?key=pk_unknown"])
def test_an_unknown_key_gets_nothing(shop: Shop, query: str) -> None:
    assert shop.client.get(f"/v1/config{query}").status_code == 401


def test_another_origin_gets_nothing(open_shop: OpenShop) -> None:
    assert config_of(open_shop(settings=SETTINGS), origin="https://evil.example").status_code == 403


@pytest.mark.parametrize("kind", ["secret", "read", "admin"])
def test_no_key_but_the_public_one_may_stand_in_an_address(shop: Shop, kind: str) -> None:
    assert config_of(shop, kind).status_code == 401


def test_a_page_of_the_same_origin_sends_no_origin_and_is_answered(open_shop: OpenShop) -> None:
    assert config_of(open_shop(settings=SETTINGS), origin=None).status_code == 200
