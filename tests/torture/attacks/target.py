"""The collector that is attacked, as a stranger meets it; answers that no stranger should cause are noted."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import requests

from tests.torture.server import PATIENCE, Server

MAX_EVENTS = 500
DAY_MS = 86_400_000


class Target:
    """One site, whose public key the stranger has. `long`: attacks come in full size."""

    def __init__(self, server: Server, *, long: bool) -> None:
        self.server, self.long = server, long
        self.url = server.url
        self.key = server.keys["shop"]["public"]
        self.faults: list[str] = []
        self.accepted = 0

    def size(self, short: int, long: int) -> int:
        """How many, in the form that is asked for."""
        return long if self.long else short

    def send(self, events: list[dict[str, Any]], **batch: Any) -> Iterator[dict[str, Any]]:
        """Send events with the public key, in as many batches as they need; the answers."""
        return iter(
            [
                self.post(json.dumps({"key": self.key, "events": events[n : n + MAX_EVENTS]} | batch).encode()).json()
                for n in range(0, len(events), MAX_EVENTS)
            ]
        )

    def post(self, body: bytes, **headers: str) -> requests.Response:
        """Send bytes, again later if the answer asks for it."""
        while True:
            answer = self._noted("POST /v1/events", self.server.post(body, **headers))
            if answer.status_code not in (429, 503):
                self.accepted += answer.json()["accepted"] if answer.status_code == 202 else 0
                return answer
            time.sleep(min(1.0, float(answer.headers.get("Retry-After", 1))))

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """Any request, without a key of ours."""
        answer = requests.request(method, self.url + path, timeout=PATIENCE, allow_redirects=False, **more)
        return self._noted(f"{method} {path[:60]}", answer)

    def _noted(self, what: str, answer: requests.Response) -> requests.Response:
        if answer.status_code >= 500 and answer.status_code != 503:
            self.faults.append(f"{what} is answered {answer.status_code}")
        return answer

    def expect(self, what: str, *, holds: bool) -> None:
        """Note a fault unless something holds."""
        if not holds:
            self.faults.append(f"not so: {what}")

    def own_order_counts(self, user_id: str) -> None:
        """The shop's own server tells an order of a user; it must be found in the user's report."""
        order = event("purchase", None, user_id=user_id, order_id=f"own-{uuid.uuid4().hex}", **eur("10"))
        self.server.wait_for_facts()
        before = self._orders_of(user_id)
        self.server.send([order], key="secret")
        self.server.wait_for_facts()
        self.expect(f"an order of {user_id} counts", holds=self._orders_of(user_id) == before + 1)

    def _orders_of(self, user_id: str) -> int:
        reply = self.server.ask(f"/api/v1/visitors/{user_id}")
        with suppress(ValueError):
            return int(reply.json().get("orders", 0))
        return 0


def event(type: str, visitor: str | None, ago_ms: int = 0, **fields: Any) -> dict[str, Any]:
    """An event of some time ago."""
    who = {"visitor_id": visitor} if visitor else {}
    return {"id": str(uuid.uuid4()), "type": type, "ts": now_ms() - ago_ms, **who, **fields}


def eur(price: str | int, item: str = "thing", lines: int = 1) -> dict[str, Any]:
    """Lines of an order."""
    return {"currency": "EUR", "items": [{"item": item, "price": price}] * lines}


def now_ms() -> int:
    """The time, as events have it."""
    return time.time_ns() // 1_000_000
