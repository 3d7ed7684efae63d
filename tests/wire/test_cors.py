"""What browsers are told, so that a page can send with fetch and sendBeacon and read what it is answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.wire.shop import SHOP, Shop, view

ASKING = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.mark.parametrize("settings", [{}, {"origins": [SHOP]}])
def test_an_allowed_origin_is_echoed(open_shop: Callable[..., Shop], settings: dict[str, list[str]]) -> None:
    answer = open_shop(settings=settings).send(view())
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert "Origin" in answer.vary


def test_an_origin_that_may_not_send_can_read_why(open_shop: Callable[..., Shop]) -> None:
    shop = open_shop(settings={"origins": [SHOP]})
    elsewhere = {"Origin": "https://www.shop.example"}
    config = shop.client.get("/v1/config", query_string={"key": shop.keys["public"]}, headers=elsewhere)
    for answer in (shop.send(view(), headers=elsewhere), config):
        assert answer.status_code == 403
        assert answer.headers["Access-Control-Allow-Origin"] == "https://www.shop.example"
        assert "Origin" in answer.vary
        assert "--origin https://www.shop.example" in answer.json["error"]["message"]


def test_the_answer_varies_by_origin_even_without_one(shop: Shop) -> None:
    answer = shop.client.post("/v1/events", json={"key": shop.keys["public"], "events": [view()]})
    assert "Origin" in answer.vary
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_errors_can_be_read_by_the_page_too(shop: Shop) -> None:
    for answer in (shop.post(b"{"), shop.send(view(), key="pk_unknown"), shop.post(b"", Content_Type="image/png")):
        assert answer.status_code >= 400
        assert answer.headers["Access-Control-Allow-Origin"] == SHOP
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"


def test_json_may_be_sent_after_asking(shop: Shop) -> None:
    answer = shop.client.options("/v1/events", headers={"Origin": SHOP} | ASKING)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == SHOP
    assert answer.headers["Access-Control-Allow-Methods"] == "POST"
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization, content-encoding, content-type"
    assert answer.headers["Access-Control-Max-Age"] == "7200"


def test_options_without_an_origin_is_no_preflight(shop: Shop) -> None:
    answer = shop.client.options("/v1/events")
    assert (answer.status_code, answer.headers["Allow"]) == (204, "OPTIONS, POST")
    assert "Access-Control-Allow-Methods" not in answer.headers


def test_credentials_are_never_allowed(shop: Shop) -> None:
    for answer in (shop.send(view()), shop.client.options("/v1/events", headers={"Origin": SHOP} | ASKING)):
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers["Access-Control-Allow-Origin"] != "*"
        assert "Set-Cookie" not in answer.headers
