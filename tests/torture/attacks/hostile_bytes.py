"""Bytes that are no text, numbers without room, halves of characters and deep nests, beside a good event."""

from __future__ import annotations

import json

from tests.torture.attacks.target import Target, event

VALUES = [
    b'"\\ud800"',
    b'"\\udfff\\ud800"',
    b'"\xff\xfe"',
    b'"\xc0\x80"',
    b'"\\u0000"',
    b"1e999",
    b"-1e999",
    b"NaN",
    b"Infinity",
    b"9" * 400,
    b"-9223372036854775809",
    b"0." + b"9" * 300,
    b"[" * 3_000 + b"]" * 3_000,
    b'{"a":' * 900 + b"1" + b"}" * 900,
    b"null",
    b"true",
    b'""',
    b'"' + b"x" * 70_000 + b'"',
    b'"9999-12-31T23:59:59+23:59"',
    b'"0000-00-00"',
    b"[]",
    b"{}",
]
FIELDS = (
    "id",
    "type",
    "ts",
    "visitor_id",
    "user_id",
    "view_id",
    "page",
    "props",
    "action",
    "kind",
    "campaign",
    "variation",
    "items",
    "item",
    "price",
    "currency",
    "order_id",
    "goal",
    "value",
    "traits",
    "score",
)


def attack(target: Target) -> None:
    """A bad event costs no good one."""
    for field in FIELDS if target.long else FIELDS[::2]:
        for value in VALUES:
            good = json.dumps(event("page_view", "neighbour", view_id="w")).encode()
            bad = (
                json.dumps(event("goal", "bad", goal="g"))[:-1].encode()
                + b', "'
                + field.encode()
                + b'": '
                + value
                + b"}"
            )
            answer = target.post(b'{"key": "' + target.key.encode() + b'", "events": [' + good + b", " + bad + b"]}")
            if answer.status_code == 202:
                target.expect(
                    f"a good event is taken beside {field}: {value[:20]!r}", holds=answer.json()["accepted"] >= 1
                )
            for beside in (b'{"events": [], "sent_at": ' + value + b"}", b'{"key": ' + value + b', "events": []}'):
                target.post(beside)
