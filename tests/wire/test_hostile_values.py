"""Whatever stands in one event costs that event at most: never the batch, never an answer of 500."""

from __future__ import annotations

import json
import zlib
from typing import Any

import pytest

from collector.schemas.events import SCHEMAS
from collector.schemas.shapes import fields_of
from collector.wire import judge
from tests.wire.shop import Shop, view

HOSTILE = (
    '"\\ud800"', '"\\udc00x"', '"\\u0000"', '""', '" "', '"9"', '"-0.0"', '"NaN"', '"1e999"', '"9999-12-31T23:59:59Z"',
    '"0000-01-01T00:00:00Z"', '"2026-01-01T00:00:00+99:99"', "1e999", "-1e999", "NaN", "-Infinity", "-0.0", "1" * 400,
    "9223372036854775808", "-9223372036854775809", "0.1e-400", "true", "null", "[]", "{}", "[[]]", '{"a":{}}',
    "[" * 2000 + "]" * 2000, '{"a":' * 2000 + "1" + "}" * 2000, '"' + "x" * 20_000 + '"',
    '["\\ud800"]', '[{"item":"\\ud800"}]',
)  # fmt: skip
INVALID_BYTES = (b'"\xff"', b'"\xe9"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b"\xff")


def example(name: str) -> dict[str, Any]:
    """An event of a type, good or not: what counts is that one field at a time is hostile."""
    return view() | {"type": name, "action": "a", "item": "i", "order_id": "1", "currency": "EUR", "goal": "g"}


def sent(shop: Shop, *events: bytes, around: bytes = b"") -> tuple[int, int]:
    """The status, and how many events were stored."""
    body = b'{"key":' + json.dumps(shop.keys["public"]).encode() + around + b',"events":[' + b",".join(events) + b"]}"
    answer = shop.post(body)
    return answer.status_code, (answer.json or {}).get("accepted", 0)


def with_value(event: dict[str, Any], field: str, value: bytes) -> bytes:
    plain = json.dumps(event | {field: "@@"}).encode()
    return plain.replace(b'"@@"', value)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_hostile_value_in_any_field_costs_no_other_event(shop: Shop, name: str) -> None:
    fields = [field.data_key or own for own, field in fields_of(SCHEMAS[name]).items()]
    for field in (*fields, "type", "unknown"):
        hostile = [with_value(example(name), field, value.encode()) for value in HOSTILE]
        status, stored = sent(shop, json.dumps(view()).encode(), *hostile)
        assert (status, stored >= 1) == (202, True), field


@pytest.mark.parametrize("field", ["ts", "id", "type", "visitor_id", "props", "page"])
def test_bytes_that_are_no_text_cost_one_event(shop: Shop, field: str) -> None:
    for value in INVALID_BYTES:
        status, stored = sent(shop, json.dumps(view()).encode(), with_value(view(), field, value))
        assert status == 400 if value == b"\xff" else (status, stored >= 1) == (202, True), value


@pytest.mark.parametrize("field", ["sent_at", "context", "unknown"])
def test_a_hostile_value_beside_the_events_is_a_clear_error_or_none(shop: Shop, field: str) -> None:
    for value in (*(value.encode() for value in HOSTILE), *INVALID_BYTES):
        status, _ = sent(shop, json.dumps(view()).encode(), around=b',"' + field.encode() + b'":' + value)
        assert status in (202, 400), value


def test_even_a_fault_of_ours_costs_one_event(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    read = judge.read_event_leniently

    def failing(text: bytes) -> Any:
        if b"unlucky" in text:
            raise ZeroDivisionError
        return read(text)

    monkeypatch.setattr(judge, "read_event_leniently", failing)
    answer = shop.send(view(), view(visitor_id="unlucky"))
    assert (answer.status_code, answer.json["accepted"]) == (202, 1)
    assert "is unreadable here" in answer.json["rejected"][0]["errors"]["event"][0]


def test_gzip_of_very_many_parts_is_rejected_at_once(shop: Shop) -> None:
    packer = zlib.compressobj(wbits=31)
    empty = packer.compress(b"") + packer.flush()
    answer = shop.post(empty * 50_000, Content_Encoding="gzip")
    assert (answer.status_code, "more than 16 parts" in answer.json["error"]["message"]) == (400, True)


def test_a_flood_of_rejected_events_is_bounded_when_it_is_stored(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collector.store.sqlite.commit.REJECTED_KEPT", 20)
    for _ in range(3):
        shop.send(*[{"a": "x" * 2_000} for _ in range(30)])
    assert len(shop.store.rejected(shop.site, 1_000)) == 20


def test_long_reasons_are_kept_in_part(shop: Shop) -> None:
    shop.send(view(**{f"{'x' * 60}{n}": 1 for n in range(200)}, ts="never"))
    (kept,) = shop.store.rejected(shop.site, 10)
    assert len(kept.errors) < 5_000
