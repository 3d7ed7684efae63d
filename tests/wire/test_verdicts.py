"""POST /v1/events tells of each event what became of it, and one bad event never costs its batch."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.schemas.making import NEEDED, an
from tests.wire.shop import Shop, now_ms, view

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/events.json"))
NOT_BY_PUBLIC = ("refund", "subscription")


def test_what_is_accepted_is_stored_when_the_answer_comes(shop: Shop) -> None:
    answer = shop.send(view(page={"url": "https://shop.example/", "title": "Shop"}))
    assert (answer.status_code, answer.json) == (202, {"accepted": 1, "duplicates": 0, "rejected": []})
    (stored,) = shop.stored()
    assert (stored["type"], stored["visitor"], stored["url"]) == ("page_view", "v1", "https://shop.example/")


@pytest.mark.parametrize("type", NEEDED)
def test_every_type_of_event_is_stored_with_the_secret_key(shop: Shop, type: str) -> None:
    assert shop.send(an(type), by="secret").json["rejected"] == []
    assert [event["type"] for event in shop.stored()] == [type]


@pytest.mark.parametrize("events", GOLDEN, ids=lambda path: path.parent.name)
def test_golden_streams_are_accepted_completely(shop: Shop, events: Path) -> None:
    stream = json.loads(events.read_text())
    for start in range(0, len(stream), 500):
        answer = shop.send(*stream[start : start + 500], by="secret")
        assert (answer.status_code, answer.json["rejected"]) == (202, [])
    assert len(shop.stored()) == len({event["id"] for event in stream})


def test_the_same_event_again_is_a_duplicate(shop: Shop) -> None:
    event = view()
    shop.send(event)
    assert shop.send(event, event, view()).json == {"accepted": 1, "duplicates": 2, "rejected": []}
    assert len(shop.stored()) == 2


def test_a_duplicate_is_known_however_its_id_is_written(shop: Shop) -> None:
    event = view()
    shop.send(event)
    assert shop.send(event | {"id": event["id"].upper()}).json["duplicates"] == 1


def test_public_and_secret_ids_do_not_stand_in_each_others_way(shop: Shop) -> None:
    order = an("purchase", ts=now_ms())
    shop.send(order | {"items": [{"item": "sku-1", "price": "0.01"}]})
    assert shop.send(order, by="secret").json["accepted"] == 1


BAD: list[Any] = [
    None,
    7,
    "page_view",
    [],
    {},
    {"type": "page_view"},
    view(id="7"),
    view(ts=float("nan")),
    view(ts=2**200),
    view(visitor_id="\ud800"),
    view(visitor_id="\0"),
    view(visitor_id=json.loads("[" * 40 + "]" * 40)),
]


@pytest.mark.parametrize("bad", BAD, ids=range(len(BAD)))
def test_one_bad_event_never_costs_its_batch(shop: Shop, bad: Any) -> None:
    answer = shop.send(view(), bad, view())
    assert answer.status_code == 202
    assert answer.json["accepted"] == 2
    (rejected,) = answer.json["rejected"]
    assert rejected["index"] == 1
    assert rejected["errors"]
    assert len(shop.stored()) == 2


@pytest.mark.parametrize("levels", [5_000, 100_000])
def test_an_event_nested_beyond_any_parser_never_costs_its_batch(shop: Shop, levels: int) -> None:
    deep = '{"a":' * levels + "1" + "}" * levels
    body = '{"key":"%s","events":[%s,%s,%s]}' % (shop.keys["public"], json.dumps(view()), deep, json.dumps(view()))  # noqa: UP031
    answer = shop.post(body.encode())
    assert answer.json["accepted"] == 2
    assert [rejected["index"] for rejected in answer.json["rejected"]] == [1]


def test_a_rejection_names_the_event_by_place_and_id(shop: Shop) -> None:
    event = view(view_id=None)
    (rejected,) = shop.send(view(), event).json["rejected"]
    found = {"view_id": ["is missing"]}
    assert rejected == {"index": 1, "id": event["id"], "errors": found}


@pytest.mark.parametrize(
    ("id", "repeated"), [(7, None), (None, None), ("x" * 500, "x" * 128), ("\ud800", None), ("x", "x")]
)
def test_an_id_is_repeated_as_far_as_it_is_one(shop: Shop, id: object, repeated: str | None) -> None:
    (rejected,) = shop.send(view(id=id, ts="never")).json["rejected"]
    assert rejected["id"] == repeated


def test_rejected_events_are_kept_with_their_reasons(shop: Shop) -> None:
    event = view(view_id="x" * 200)
    (found,) = shop.send(event).json["rejected"]
    (kept,) = shop.store.rejected(shop.site, 10)
    assert json.loads(kept.event) == event
    assert json.loads(kept.errors) == found["errors"]
    assert kept.id == event["id"]


def test_of_a_very_long_rejected_event_the_beginning_is_kept(shop: Shop) -> None:
    shop.send(view(view_id="red" * 10_000))
    (kept,) = shop.store.rejected(shop.site, 10)
    assert len(kept.event) == 8 * 1024


@pytest.mark.parametrize("type", NOT_BY_PUBLIC)
def test_what_only_a_server_may_say_is_rejected_with_the_public_key(shop: Shop, type: str) -> None:
    answer = shop.send(an(type), view())
    (rejected,) = answer.json["rejected"]
    assert rejected["errors"] == {"type": ["may be sent with the secret key only"]}
    assert answer.json["accepted"] == 1


def test_purchases_may_be_sent_with_the_public_key_unless_the_site_says_no(open_shop: Any, tmp_path: Path) -> None:
    order = an("purchase", ts=now_ms())
    assert open_shop().send(order).json["accepted"] == 1
    (tmp_path / "strict").mkdir()
    strict = Shop(tmp_path / "strict", settings={"purchases_need_secret": True})
    assert strict.send(order).json["rejected"][0]["errors"] == {"type": ["may be sent with the secret key only"]}
    assert strict.send(order, by="secret").json["accepted"] == 1
    strict.close()


def test_no_events_are_no_mistake(shop: Shop) -> None:
    assert shop.send().json == {"accepted": 0, "duplicates": 0, "rejected": []}


def test_five_hundred_events_are_taken_at_once(shop: Shop) -> None:
    assert shop.send(*(view(id=str(uuid.uuid4())) for _ in range(500))).json["accepted"] == 500
