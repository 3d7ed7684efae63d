"""A page whose origin is not listed leaves a trace for the site's owner, who may have forgotten it."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest

from collector.errors import StoreBusy
from tests.cli.running import Beheld
from tests.wire.shop import SHOP, Shop, now_ms, view
from tests.wire.test_warnings import found

OpenShop = Callable[..., Shop]
WWW = "https://www.shop.example"
KEPT = "select origin, requests, last_at from rejected_origins order by origin"


@pytest.fixture
def strict(open_shop: OpenShop) -> Shop:
    """A shop that lists one origin."""
    return open_shop(settings={"origins": [SHOP]})


def kept(shop: Shop) -> dict[str, int]:
    """The rejected origins and how often each sent."""
    return {row["origin"]: row["requests"] for row in shop.store.query(KEPT)}


def test_the_data_checks_say_who_was_turned_away_and_how_to_allow_it(strict: Shop) -> None:
    assert found(strict, "origins") == ["ok: no page was turned away in the last 7 days None"]
    for _ in range(2):
        strict.send(view(), headers={"Origin": "HTTPS://www.shop.example:443"})
    (message,) = found(strict, "origins")
    assert f"2 requests from {WWW} were rejected" in message
    assert f"beheld site set shop --origin {SHOP} --origin {WWW}" in message


def test_an_app_with_a_scheme_of_its_own_is_allowed_as_the_checks_say(strict: Shop, open_shop: OpenShop) -> None:
    app = "capacitor://localhost"
    assert strict.send(view(), headers={"Origin": app}).status_code == 403
    (said,) = found(strict, "origins")
    command = shlex.split(said.split("`beheld ")[1].split("`")[0])
    assert app in Beheld()("--store", strict.store.url, *command).out
    assert strict.store.sites()[0].settings["origins"] == [SHOP, app]
    assert open_shop(settings={"origins": [app]}).send(view(), headers={"Origin": app}).status_code == 202


@pytest.mark.parametrize("origin", ["null", "file://"])
def test_a_page_without_an_address_gets_no_advice_to_list_one(strict: Shop, origin: str) -> None:
    envelope = {"key": strict.keys["public"], "events": [view()]}
    answer = strict.client.post("/v1/events", json=envelope, headers={"Origin": origin})
    assert answer.status_code == 403
    (message,) = found(strict, "origins")
    for words in (answer.json["error"]["message"], message):
        assert "--any-origin" in words
        assert "--origin" not in words
    assert "1 request from null was rejected" in message


def test_the_doctor_says_it_too(strict: Shop) -> None:
    strict.send(view(), headers={"Origin": WWW})
    assert f"1 request from {WWW} was rejected" in Beheld()("--store", strict.store.url, "doctor", "shop").out


def test_the_empty_page_of_visitors_says_it(strict: Shop) -> None:
    strict.send(view(), headers={"Origin": WWW})
    page = strict.client.get("/sign-in").text
    token = page.split('name="form" value="')[1].split('"')[0]
    strict.client.post("/sign-in", data={"form": token, "key": strict.keys["read"]})
    words = strict.client.get("/visitors").text
    assert f"1 request from {WWW} was rejected" in words
    assert f"--origin {WWW}" in words


def test_asking_for_the_settings_counts_too(strict: Shop) -> None:
    strict.client.get("/v1/config", query_string={"key": strict.keys["public"]}, headers={"Origin": WWW})
    assert kept(strict) == {WWW: 1}


def test_a_server_with_the_public_key_is_recognized(strict: Shop) -> None:
    answer = strict.client.post("/v1/events", json={"key": strict.keys["public"], "events": [view()]})
    assert "send with the secret key" in answer.json["error"]["message"]
    (message,) = found(strict, "origins")
    assert "1 request from programs that name no origin was rejected" in message
    assert "secret key" in message


def test_an_origin_that_is_listed_since_is_no_trouble_any_more(strict: Shop) -> None:
    strict.send(view(), headers={"Origin": WWW})
    strict.store.set_settings(strict.site, {"origins": [SHOP, WWW]})
    assert found(strict, "origins")[0].startswith("ok")


def test_of_many_origins_the_latest_thirty_are_kept(strict: Shop) -> None:
    for number in range(40):
        strict.send(view(), headers={"Origin": f"https://{number}.example"})
    assert len(kept(strict)) == 30
    assert "https://39.example" in kept(strict)


def test_nothing_of_the_sender_but_the_origin_is_kept(strict: Shop) -> None:
    strict.send(view(), headers={"Origin": WWW})
    (row,) = strict.store.query("select * from rejected_origins")
    assert {*row.keys()} == {"site", "origin", "requests", "first_at", "last_at"}
    assert now_ms() - 60_000 < row["last_at"] <= now_ms()


def test_an_origin_is_kept_as_far_as_it_can_be_shown(strict: Shop) -> None:
    strict.send(view(), headers={"Origin": "x" * 5_000})
    assert [*kept(strict)] == ["x" * 256]


def test_a_store_that_cannot_write_changes_no_answer(strict: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreBusy

    monkeypatch.setattr(strict.store, "note_origin", full)
    assert strict.send(view(), headers={"Origin": WWW}).status_code == 403
