"""Who was erased does not come back: what came or happened before is rejected, and kept nowhere."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from collector.event import Event as StoredEvent
from collector.event import Receipt
from collector.store import SqliteStore, open_store
from tests.wire.shop import Shop, now_ms, view

ERASED = ["is about a person who was erased; only what happens after that is accepted"]
MINUTE = 60_000


def erased(shop: Shop, visitors: list[str], user_ids: list[str] = []) -> None:  # noqa: B006
    """Erase them, in another process as it were."""
    other = open_store(shop.store.url)
    other.erase(shop.site, visitors, user_ids)
    other.close()


def bytes_of(shop: Shop) -> bytes:
    """All that the store has on disk."""
    assert isinstance(shop.store, SqliteStore)
    return b"".join(file.read_bytes() for file in shop.store.path.parent.glob("beheld.db*"))


def counts(shop: Shop) -> list[tuple[Any, ...]]:
    """What is counted of rejected events of persons who were erased."""
    rows = shop.store.query("select field, outcome, events, example from notices where code = 'erased'")
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("key", ["public", "secret"])
def test_the_same_events_sent_again_are_rejected_and_only_counted(shop: Shop, key: str) -> None:
    event = view(visitor_id="visitor-to-erase", page={"url": "https://shop.example/of-the-erased"})
    shop.send(event, by=key)
    erased(shop, ["visitor-to-erase"])
    other = view(visitor_id="bob")
    answer = shop.send(event, event | {"id": str(uuid.uuid4())}, other, by=key)
    assert answer.status_code == 202
    assert answer.json["accepted"] == 1
    assert [(found["index"], found["errors"]) for found in answer.json["rejected"]] == [
        (0, {"visitor_id": ERASED}),
        (1, {"visitor_id": ERASED}),
    ]
    assert [stored["visitor"] for stored in shop.stored()] == ["bob"]
    assert shop.store.rejected(shop.site, 10) == []
    assert counts(shop) == [("event", "rejected", 2, None)]
    assert b"-erase" not in bytes_of(shop)


def test_what_happens_afterwards_is_a_new_person_and_is_taken(shop: Shop) -> None:
    shop.send(view(visitor_id="ann", user_id="u1"))
    erased(shop, ["ann"], ["u1"])
    later = now_ms() + 1
    while now_ms() <= later:
        pass
    assert shop.send(view(visitor_id="ann", user_id="u1")).json["accepted"] == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"visitor_id": "phone", "user_id": "u1"}, "user_id"),
        ({"visitor_id": "ann"}, "visitor_id"),
        ({"visitor_id": "ann", "user_id": "u2"}, "visitor_id"),
    ],
)
def test_the_visitor_or_the_user_is_enough(shop: Shop, fields: dict[str, str], field: str) -> None:
    shop.send(view(visitor_id="ann", user_id="u1"))
    erased(shop, ["ann"], ["u1"])
    (found,) = shop.send(view(ts=now_ms() - MINUTE, **fields)).json["rejected"]
    assert found["errors"] == {field: ERASED}


def test_on_a_device_that_others_use_their_own_events_are_taken(shop: Shop) -> None:
    shop.send(view(visitor_id="ann", user_id="u1", ts=now_ms() - 3 * MINUTE), view(visitor_id="ann", user_id="u2"))
    erased(shop, ["ann"], ["u1"])
    earlier = now_ms() - MINUTE
    answer = shop.send(view(visitor_id="ann", user_id="u2", ts=earlier), view(visitor_id="ann", ts=earlier)).json
    assert (answer["accepted"], [found["index"] for found in answer["rejected"]]) == (1, [1])


def test_a_refund_that_names_only_an_erased_order_is_rejected(shop: Shop) -> None:
    order = {"type": "purchase", "currency": "EUR", "items": [{"item": "sku", "price": 1}], "order_id": "1001"}
    shop.send(view(visitor_id="ann") | order, by="secret")
    erased(shop, ["ann"])
    refund = {"id": str(uuid.uuid4()), "type": "refund", "ts": now_ms() - MINUTE, "order_id": "1001"}
    answer = shop.send(refund, refund | {"id": str(uuid.uuid4()), "order_id": "1002"}, by="secret").json
    assert [found["errors"] for found in answer["rejected"]] == [{"order_id": ERASED}]


def test_the_same_names_on_another_site_are_somebody_else(shop: Shop) -> None:
    other = shop.store.add_site("blog", time_zone="UTC", currency="EUR").site
    shop.store.erase(other, ["v1"])
    assert shop.send(view(ts=now_ms() - MINUTE)).json["accepted"] == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"action": 5, "nonsense": 1, "id": "no uuid"},
        {"type": "nonsense"},
        {"ts": "yesterday"},
        {"visitor_id": "guest", "userId": "visitor-to-erase"},
    ],
)
def test_what_is_rejected_for_another_reason_is_not_kept_either(shop: Shop, bad: dict[str, Any]) -> None:
    erased(shop, ["visitor-to-erase"])
    event = view(visitor_id="visitor-to-erase", ts=now_ms() - MINUTE) | bad
    assert len(shop.send(event).json["rejected"]) == 1
    assert shop.store.rejected(shop.site, 10) == []
    assert len(shop.send(view(visitor_id="bob", type="nonsense")).json["rejected"]) == 1
    assert len(shop.store.rejected(shop.site, 10)) == 1
    assert b"visitor-to-erase" not in bytes_of(shop)


def test_an_erasure_between_looking_and_storing_is_noticed(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.send(view(visitor_id="ann"))
    append, rounds = shop.store.append, []

    def erased_before(events: list[StoredEvent], *more: Any, **settings: Any) -> Receipt:
        rounds.append(len(events))
        if len(rounds) == 1:
            erased(shop, ["ann"])
        return append(events, *more, **settings)

    monkeypatch.setattr(shop.store, "append", erased_before)
    answer = shop.send(view(visitor_id="ann"), view(visitor_id="bob")).json
    assert (answer["accepted"], len(answer["rejected"]), rounds) == (1, 1, [2, 1])
    assert [stored["visitor"] for stored in shop.stored()] == ["bob"]


def test_a_clock_that_was_behind_at_the_erasure_is_made_up_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    event = view(visitor_id="ann")
    shop.send(event)
    monkeypatch.setattr("collector.store.sqlite.erasure.now_ms", lambda: now_ms() - 60 * MINUTE)
    shop.store.erase(shop.site, ["ann"])
    assert [found["errors"] for found in shop.send(event).json["rejected"]] == [{"visitor_id": ERASED}]


def test_a_site_without_erasures_needs_no_lookup(shop: Shop) -> None:
    shop.send(view())
    assert shop.store.erased_names().of(shop.site) is None


def test_the_log_on_disk_says_what_memory_says(shop: Shop, tmp_path: Path) -> None:
    erased(shop, ["ann"], ["u1"])
    lines = (tmp_path / "beheld.db.erasures").read_text().splitlines()
    stored = shop.store.query("select entry from erasures")
    assert [json.loads(row["entry"]) for row in stored] == [json.loads(line) for line in lines if "erased_at" in line]
