"""Whatever an owner's program sends, the answer says what is wrong with it; nothing that is kept breaks an answer."""

from __future__ import annotations

import json

import pytest

from collector.present.api.definitions import DEFINED
from tests.present.desk import Desk

HOSTILE = (
    "null", "[]", '"x"', "1", '"\\ud800"', "NaN", "1e999", "-1e999", "[" * 100_000, '{"a":' * 100_000,
    '{"name":"\\ud800"}',
    '{"name":"\\u0000"}', '{"value":"NaN"}', '{"value":"sNaN"}', '{"value":"Infinity"}', '{"value":-1}',
    '{"value":"1e-99"}',
    '{"value":[1]}', '{"rate":"NaN"}', '{"rate":"1e999"}', '{"variations":{"\\ud800":1,"b":1}}',
    '{"variations":{"a":NaN,"b":1}}', '{"variations":{"a":1e999,"b":1}}', '{"variations":{"":1,"b":1}}',
    '{"origins":["https://[::1"]}', '{"origins":["https://*.shop.example"]}', '{"origins":["https://shop.example:x"]}',
    '{"origins":["https://shop.example:99999"]}', '{"origins":["https://me@shop.example"]}', '{"origins":["\\ud800"]}',
    '{"origins":[{}]}', '{"nobody_ids":["\\ud800"]}', '{"thresholds":{"min_ms":NaN}}', '{"consent":"\\ud800"}',
    '{"max_public_value":-1}', '{"max_public_value":"NaN"}', '{"max_public_value":"1e999"}', '{"max_public_value":[]}',
    '{"at":[1],"text":"x"}', '{"at":"9999-12-31T23:59:59-23:59","text":"x"}', '{"at":"2026-01-31","text":"\\ud800"}',
    '{"at":"\\ud800","text":"x"}', '{"at":null,"text":null}', '{"campaign":"s","amount":"NaN","day_from":"2026-01-01"}',
    '{"campaign":"s","amount":"1","day_from":{}}', '{"margin":"NaN"}', '{"margin":[]}', '{"margin":2}',
    '{"max_public_value":1000000000001}', '{"max_public_value":"1e-7"}', '{"max_public_value":true}',
)  # fmt: skip


@pytest.mark.parametrize("thing", [*DEFINED, "experiments", "rates", "sites"])
def test_an_invalid_definition_is_rejected_with_the_reason(desk: Desk, thing: str) -> None:
    id = {"rates": "USD:2026-01-01", "sites": "shop"}.get(thing, "x")
    for body in HOSTILE:
        answer = desk.ask(f"{thing}/{id}", key="admin", method="PUT", data=body, content_type="application/json")
        assert answer.status_code in (400, 413), (body[:80], answer.status_code)
        assert answer.get_json()["error"]["message"]
    assert desk.client.get("/v1/config", query_string={"key": desk.keys["public"]}).status_code == 200


def test_an_empty_period_is_rejected(desk: Desk) -> None:
    for query in ("from=&to=", "from=2026-01-01&to=", "from=%20&to=2026-01-01"):
        answer = desk.ask(f"reports/visits?{query}")
        assert (answer.status_code, "2026-01-31" in json.dumps(answer.get_json())) == (400, True)


def test_no_body_is_without_limit(desk: Desk) -> None:
    large = b"x" * (2 * 1024 * 1024)
    assert desk.client.post("/sign-in", data=large, content_type="application/x-www-form-urlencoded").status_code == 413
    part = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n' + large + b"\r\n--b--\r\n"
    assert desk.client.post("/sign-in", data=part, content_type="multipart/form-data; boundary=b").status_code == 413
    answer = desk.ask("goals/x", key="admin", method="PUT", data=large, content_type="application/json")
    assert answer.status_code == 413
