"""When nothing of a batch is taken: each answer says what to do, in the one shape of all errors."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Sequence
from typing import Any

import pytest

from collector.errors import StoreBusy, StoreUnavailable
from collector.event import Receipt
from tests.wire.shop import Shop, view

MIB = 1024 * 1024


def batch_of(shop: Shop, *events: Any, **more: Any) -> bytes:
    return json.dumps({"key": shop.keys["public"], "events": events} | more).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"<html>",
        b'{"events": [}',
        b"\xff\xfe",
        b"\x00",
        b"{} {}",
        b"[" * 400_000,
        b"[" * 2_000,
        b"[" * 2_000 + b"]" * 1_999,
    ],
)
def test_400_a_body_that_is_not_json(shop: Shop, body: bytes) -> None:
    answer = shop.post(body)
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "not_json"
    assert "JSON" in answer.json["error"]["message"] or "nested" in answer.json["error"]["message"]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ([], {"batch"}),
        ("text", {"batch"}),
        ({}, {"events"}),
        ({"events": {}}, {"events"}),
        ({"events": 7, "contxt": {}}, {"events", "contxt"}),
    ],
)
def test_400_a_body_that_is_no_batch_says_where(shop: Shop, body: Any, fields: set[str]) -> None:
    answer = shop.post(json.dumps(body).encode())
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "bad_request")
    assert answer.json["error"]["fields"].keys() == fields


@pytest.mark.parametrize(
    ("more", "paths"),
    [
        ({"sent_at": "now"}, {"sent_at"}),
        ({"contxt": {}}, {"contxt"}),
        ({"context": 7}, {"context"}),
        ({"context": {"screen": [1920, 1080], "lang": "de"}}, {"context.screen", "context.lang"}),
        ({"context": {"automated": "perhaps", "language": "de"}}, {"context.automated"}),
    ],
)
def test_what_is_wrong_around_the_events_does_not_cost_them(shop: Shop, more: Any, paths: set[str]) -> None:
    answer = shop.send(view(), **more).json
    assert (answer["accepted"], answer["rejected"]) == (1, [])
    (warning,) = answer["warnings"]
    assert (warning["index"], warning["id"], warning["fields"].keys()) == (None, None, paths)


def test_one_event_needs_no_list(shop: Shop) -> None:
    body = json.dumps({"key": shop.keys["public"], "events": view()}).encode()
    assert shop.post(body).json == {"accepted": 1, "duplicates": 0, "rejected": []}


def test_413_more_than_a_mebibyte(shop: Shop) -> None:
    body = batch_of(shop, view(), props="x" * MIB)
    assert shop.post(body).status_code == 413
    assert shop.post(gzip.compress(body), Content_Encoding="gzip").status_code == 413


def test_413_begins_right_after_a_mebibyte(shop: Shop) -> None:
    body = batch_of(shop, view())
    assert shop.post(body + b" " * (MIB - len(body))).status_code == 202
    assert shop.post(body + b" " * (MIB - len(body) + 1)).status_code == 413


def test_413_more_than_five_hundred_events(shop: Shop) -> None:
    answer = shop.send(*(7 for _ in range(501)))
    assert answer.status_code == 413
    assert "501" in answer.json["error"]["message"]
    assert shop.store.rejected(shop.site, 1) == []


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "Text/Plain;charset=UTF-8", "application/json; x=y"]
)
def test_both_content_types_are_taken(shop: Shop, content_type: str) -> None:
    assert shop.post(batch_of(shop, view()), Content_Type=content_type).status_code == 202


@pytest.mark.parametrize("content_type", ["", "application/x-www-form-urlencoded", "application/jsonp", "image/png"])
def test_415_other_content_types(shop: Shop, content_type: str) -> None:
    answer = shop.post(batch_of(shop, view()), Content_Type=content_type)
    assert (answer.status_code, answer.json["error"]["code"]) == (415, "unsupported_media")
    assert "application/json or text/plain" in answer.json["error"]["message"]


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_415_other_encodings(shop: Shop, encoding: str) -> None:
    assert shop.post(batch_of(shop, view()), Content_Encoding=encoding).status_code == 415


@pytest.mark.parametrize("encoding", ["gzip", "GZIP", "x-gzip"])
def test_gzip_is_unpacked(shop: Shop, encoding: str) -> None:
    assert shop.post(gzip.compress(batch_of(shop, view())), Content_Encoding=encoding).json["accepted"] == 1


def test_gzip_in_several_parts_is_one_body(shop: Shop) -> None:
    body = batch_of(shop, view())
    packed = gzip.compress(body[:20]) + gzip.compress(body[20:])
    assert shop.post(packed, Content_Encoding="gzip").json["accepted"] == 1


def test_a_gzip_bomb_goes_off_unnoticed(shop: Shop) -> None:
    bomb = gzip.compress(b" " * 64 * MIB)
    tracemalloc.start()
    try:
        assert shop.post(bomb, Content_Encoding="gzip").status_code == 413
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()
    assert shop.post(gzip.compress(bomb), Content_Encoding="gzip").status_code == 400


@pytest.mark.parametrize("cut", [5, -1, -8])
def test_400_gzip_that_is_broken_off(shop: Shop, cut: int) -> None:
    packed = gzip.compress(batch_of(shop, view()))
    answer = shop.post(packed[:cut], Content_Encoding="gzip")
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "not_json")


def test_400_gzip_that_is_none(shop: Shop) -> None:
    assert shop.post(batch_of(shop, view()), Content_Encoding="gzip").status_code == 400


@pytest.mark.parametrize(
    ("error", "code", "seconds"), [(StoreBusy(), "store_busy", "1"), (StoreUnavailable(), "store_unavailable", "10")]
)
def test_503_when_nothing_can_be_stored(shop: Shop, error: Exception, code: str, seconds: str) -> None:
    shop.use(FullDisk(shop, error))
    answer = shop.send(view())
    assert (answer.status_code, answer.json["error"]["code"]) == (503, code)
    assert answer.headers["Retry-After"] == seconds
    assert "again" in answer.json["error"]["message"]


class FullDisk:
    """The shop's store, once nothing more can be written to it."""

    def __init__(self, shop: Shop, error: Exception) -> None:
        self.shop, self.error = shop, error

    def __getattr__(self, name: str) -> Any:
        return getattr(self.shop.store, name)

    def append(self, *batch: Sequence[Any], **more: Any) -> Receipt:
        raise self.error


def test_503_while_the_server_is_stopping(shop: Shop) -> None:
    shop.intake.stopping.set()
    answer = shop.send(view())
    assert (answer.status_code, answer.json["error"]["code"]) == (503, "stopping")
    assert answer.headers["Retry-After"] == "2"
    assert shop.stored() == []


def test_a_fault_of_ours_is_answered_without_internals(shop: Shop, caplog: pytest.LogCaptureFixture) -> None:
    shop.use(FullDisk(shop, RuntimeError("secret of visitor v1")))
    answer = shop.send(view())
    assert (answer.status_code, answer.json["error"]["code"]) == (500, "error")
    assert "secret" not in answer.text
    assert [record.message for record in caplog.records if record.name == "beheld.errors"] == ["fault"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_405_names_the_methods(shop: Shop, method: str) -> None:
    answer = shop.client.open("/v1/events", method=method)
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "method_not_allowed")
    assert "POST" in answer.json["error"]["message"]
    assert "POST" in answer.headers["Allow"]


def test_404_in_the_same_shape(shop: Shop) -> None:
    answer = shop.client.post("/v1/event", data=b"x")
    assert answer.status_code == 404
    assert answer.json["error"].keys() == {"code", "message", "fields"}
