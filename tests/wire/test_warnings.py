"""What is left out of an event is told to its sender, and counted for the owner of the site."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collector.reports.data_checks.checks import data_checks
from collector.store.protocol import Store
from tests.schemas.making import A_LINE, an
from tests.wire.shop import Shop, now_ms, view

NOTICED = "select type, field, code, outcome, events, example from notices order by type, field, code, outcome"


def noticed(store: Store) -> list[tuple[Any, ...]]:
    """What is counted."""
    return [tuple(row) for row in store.query(NOTICED)]


def found(shop: Shop, check: str) -> list[str]:
    """What the data checks of the shop say."""
    site = shop.store.sites()[0]
    findings = data_checks(shop.store, site, now_ms())
    return [f"{each.state}: {each.found} {each.advice}" for each in findings if each.check == check]


def order(**fields: Any) -> dict[str, Any]:
    """An order of now."""
    return an("purchase", ts=now_ms(), **fields)


def test_the_answer_says_what_was_left_out_of_which_event(shop: Shop) -> None:
    event = order(items=[A_LINE, A_LINE | {"price": "free"}], order_id=1001)
    answer = shop.send(view(), event, view(id="7")).json
    assert (answer["accepted"], [rejected["index"] for rejected in answer["rejected"]]) == (2, [2])
    message = {"items.1.price": ['must be an amount such as "19.90"; taken as 0']}
    assert answer["warnings"] == [{"index": 1, "id": event["id"], "fields": message}]


def test_there_are_no_warnings_where_there_is_nothing_to_say(shop: Shop) -> None:
    assert shop.send(view(), order(order_id=1001, user_id=17)).json == {"accepted": 2, "duplicates": 0, "rejected": []}


def test_what_was_left_out_is_counted_by_type_field_and_reason(shop: Shop) -> None:
    for number in range(3):
        shop.send(order(id=view()["id"], colour="red", props={"long": "x" * 5_000}), view(colour=number))
    assert [row[:5] for row in noticed(shop.store)] == [
        ("page_view", "colour", "unknown_field", "taken", 3),
        ("purchase", "colour", "unknown_field", "taken", 3),
        ("purchase", "props", "too_big", "taken", 3),
    ]


def test_places_in_lists_do_not_matter(shop: Shop) -> None:
    event = order(items=[A_LINE, *[{"item": "a", "price": "?"}] * 3])
    shop.send(event)
    assert noticed(shop.store) == [("purchase", "items.price", "not_money", "taken", 3, event["id"])]


def test_the_data_checks_show_it_with_an_example(shop: Shop) -> None:
    assert found(shop, "parts left out")[0].startswith("ok: ")
    event = order(kind="x", items=[A_LINE | {"price": "?"}])
    shop.send(event)
    message = found(shop, "parts left out")
    assert len(message) == 2
    assert all(each.startswith("warning: 1 × ") and event["id"] in each for each in message)
    assert any("items.price of purchase must be an amount" in each for each in message)


def test_no_more_kinds_are_kept_than_an_owner_can_read(shop: Shop) -> None:
    for start in range(0, 600, 20):
        shop.send(*(view(**{f"field{start}x{number}": 1}) for number in range(20)))
    shop.store.prune_rejected(10)
    assert len(noticed(shop.store)) <= 220
    assert len(found(shop, "parts left out")) == 9


def test_an_erased_person_is_no_example_any_more(shop: Shop) -> None:
    event = view(colour="red")
    shop.send(event)
    shop.store.erase(shop.site, ["v1"])
    assert noticed(shop.store) == [("page_view", "colour", "unknown_field", "taken", 1, None)]


def test_warnings_are_described(shop: Shop) -> None:
    document = json.loads(shop.client.get("/openapi.json").text)
    assert "warnings" in document["components"]["schemas"]["Answer"]["properties"]


@pytest.mark.parametrize("by", ["public", "secret"])
def test_an_event_of_which_a_part_was_left_out_is_a_duplicate_when_it_comes_again(shop: Shop, by: str) -> None:
    event = view(colour="red")
    shop.send(event, by=by)
    again = shop.send(event, by=by).json
    assert (again["accepted"], again["duplicates"], len(again["warnings"])) == (0, 1, 1)
