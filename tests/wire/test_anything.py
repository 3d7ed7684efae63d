"""Whatever is sent, the answer is one of those we promise: never a fault of ours, and never a traceback."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.schemas.making import ANY_TEXT, GOOD_EVENTS, JUNK, spoilt_events
from tests.wire.shop import Shop

PROMISED = {202, 400, 401, 403, 413, 415}
PROMISED_KEYS = {"accepted", "duplicates", "rejected", "warnings"}
TYPES = st.sampled_from(["application/json", "text/plain", "text/plain;charset=UTF-16", "", "a/b;=", "\u00ff"])
ENCODINGS = st.sampled_from(["", "identity", "gzip", "br"])
KINDS = st.sampled_from(["public", "secret", "read"])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One shop for all that is thrown at it."""
    opened = Shop(tmp_path_factory.mktemp("anything"), settings={"origins": ["https://shop.example"]})
    yield opened
    opened.close()


def check(answer: Any) -> None:
    assert answer.status_code in PROMISED
    if answer.status_code == 202:
        assert {"accepted", "duplicates", "rejected"} <= answer.json.keys() <= PROMISED_KEYS
        assert answer.json.get("warnings") != []
    else:
        assert answer.json["error"].keys() == {"code", "message", "fields"}
        assert answer.json["error"]["message"]


@settings(max_examples=examples(25))
@given(st.binary(max_size=300), TYPES, ENCODINGS)
def test_any_bytes(shop: Shop, body: bytes, content_type: str, encoding: str) -> None:
    check(shop.post(body, Content_Type=content_type, Content_Encoding=encoding))


@settings(max_examples=examples(25))
@given(st.binary(max_size=300))
def test_any_bytes_within_gzip(shop: Shop, body: bytes) -> None:
    check(shop.post(gzip.compress(body), Content_Encoding="gzip"))


@settings(max_examples=examples(25))
@given(JUNK)
def test_any_json(shop: Shop, body: Any) -> None:
    check(shop.post(json.dumps(body).encode()))


@settings(max_examples=examples(25))
@given(KINDS, st.lists(spoilt_events() | JUNK, max_size=4), st.dictionaries(ANY_TEXT, JUNK, max_size=1), JUNK)
def test_any_events_in_any_batch(shop: Shop, kind: str, events: list[Any], more: dict[str, Any], context: Any) -> None:
    body = {"key": shop.keys[kind], "events": events} | more | ({"context": context} if len(events) == 3 else {})
    check(shop.post(json.dumps(body).encode()))


@settings(max_examples=examples(25))
@given(st.lists(GOOD_EVENTS | JUNK, max_size=4))
def test_every_event_is_accepted_or_a_duplicate_or_rejected(shop: Shop, events: list[Any]) -> None:
    answer = shop.send(*events, by="secret").json
    assert answer["accepted"] + answer["duplicates"] + len(answer["rejected"]) == len(events)
    kept = shop.store.rejected(shop.site, len(answer["rejected"]) or 1)[: len(answer["rejected"])]
    assert [json.loads(each.errors) for each in reversed(kept)] == [each["errors"] for each in answer["rejected"]]


@settings(max_examples=examples(25))
@given(ANY_TEXT, st.sampled_from(["Origin", "Authorization", "User-Agent", "X-Forwarded-For", "Content-Encoding"]))
def test_any_header(shop: Shop, value: str, name: str) -> None:
    plain = value.encode("latin-1", "ignore").decode("latin-1").replace("\r", "").replace("\n", "")
    check(shop.send(headers={name: plain}))


@settings(max_examples=examples(25))
@given(st.text(max_size=80))
def test_any_key_in_an_address(shop: Shop, key: str) -> None:
    assert shop.client.get("/v1/config", query_string={"key": key}).status_code == 401
