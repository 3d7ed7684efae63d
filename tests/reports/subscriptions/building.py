"""Subscriptions of people, told in a line each."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from collector.event import SECRET, Event

_numbers = count(1)


def change(user: str, on: date, status: str, mrr: object = None, **fields: Any) -> Event:
    """What a server said of the subscription `user` (or `number`) at noon of a day, in UTC."""
    ts = int(datetime.combine(on, time(12), UTC).timestamp() * 1000)
    body = {"subscription_id": fields.pop("number", user), "status": status, **fields}
    micros = None if mrr is None else round(float(str(mrr)) * 1_000_000)
    return Event(
        site=1, id=f"{next(_numbers):08d}", type="subscription", ts=ts, received_at=ts, trust=SECRET, user_id=user,
        amount_micros=micros, currency=None if mrr is None else "EUR", body=json.dumps(body, sort_keys=True),
    )  # fmt: skip
