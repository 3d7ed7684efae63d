"""Ids that are nobody's make no person of strangers, and the owner is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.running import Beheld
from tests.schemas.making import an
from tests.wire.shop import Shop, now_ms, view
from tests.wire.test_warnings import found, noticed

OpenShop = Callable[..., Shop]


@pytest.mark.parametrize("user_id", ["null", " NULL ", "{{ user.id }}", 0, -1, "[object Object]", "${uid}"])
def test_strangers_are_not_made_one_person(shop: Shop, user_id: object) -> None:
    answer = shop.send(*(view(visitor_id=f"v{n}", view_id=f"w{n}", user_id=user_id) for n in range(20))).json
    assert (answer["accepted"], answer["rejected"], len(answer["warnings"])) == (20, [], 20)
    assert answer["warnings"][0]["fields"]["user_id"][0].endswith("left out")
    assert {(event["visitor"], event["user_id"]) for event in shop.stored()} == {(f"v{n}", None) for n in range(20)}


def test_an_event_that_names_nobody_else_is_rejected(shop: Shop) -> None:
    answer = shop.send(an("identify", ts=now_ms(), user_id="guest"), view(visitor_id="undefined"), by="secret").json
    assert answer["accepted"] == 0
    assert [[*rejected["errors"]] for rejected in answer["rejected"]] == [["user_id"], ["visitor_id"]]
    assert "nobody's id" in answer["rejected"][0]["errors"]["user_id"][0]


def test_the_data_checks_count_both(shop: Shop) -> None:
    assert found(shop, "ids of nobody") == ["ok: none arrived None"]
    events = [view(user_id="null"), view(user_id="anonymous")]
    shop.send(*events, view(visitor_id="0"))
    (text,) = found(shop, "ids of nobody")
    assert text.startswith("warning: 2 ids such as null")
    assert "1 events were rejected" in text
    assert any(event["id"] in text for event in events)
    assert {row[3] for row in noticed(shop.store)} == {"taken", "rejected"}


def test_a_site_says_which_ids_are_nobodys_there(open_shop: OpenShop) -> None:
    shop = open_shop(settings={"nobody_ids": ["Walk-In"]})
    shop.send(view(user_id="walk-in "), view(visitor_id="v2", user_id="walk-out"))
    assert [event["user_id"] for event in shop.stored()] == [None, "walk-out"]


def test_the_list_of_a_site_is_set_by_command_and_over_http(shop: Shop) -> None:
    beheld, command = Beheld(), ("--store", shop.store.url, "site", "set", "shop")
    assert 'nobody_ids: ["9999", "walk-in"]' in beheld(*command, "--nobody-id", "9999", "--nobody-id", "walk-in").out
    admin = {"Authorization": f"Bearer {shop.keys['admin']}"}
    listed = shop.client.put("/api/v1/sites/shop", json={"nobody_ids": ["x"]}, headers=admin)
    assert listed.json["settings"]["nobody_ids"] == ["x"]
    beheld(*command, "--no-nobody-id")
    assert "--no-nobody-id" in beheld(*command, "--no-nobody-id", "--nobody-id", "x", code=2).err
    assert shop.store.sites()[0].settings["nobody_ids"] == []


def test_spaces_around_ids_are_no_part_of_them(shop: Shop) -> None:
    shop.send(view(visitor_id=" v1", user_id="ann "), an("purchase", ts=now_ms(), order_id=" 1001 "))
    first, second = shop.stored()
    assert (first["visitor"], first["user_id"], second["order_id"]) == ("v1", "ann", "1001")
