"""The database of a running collector is moved away and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from collector.store import open_store
from tests.serve.process import PATIENCE, Collector
from tests.wire.shop import view

Serve = Callable[..., Collector]


def admin_of(collector: Collector) -> dict[str, str]:
    """What an administrator's requests carry."""
    store = open_store(collector.store_url)
    key = store.add_key(1, "admin")
    store.close()
    return {"Authorization": f"Bearer {key}", "Connection": "close"}


REQUESTS: list[tuple[str, str, Any]] = [
    ("GET", "/api/v1/visitors", None),
    ("PUT", "/api/v1/goals/x", {"name": "n"}),
    ("PUT", "/api/v1/keys/read", None),
    ("PUT", "/api/v1/rates/USD:2026-01-01", {"rate": "1"}),
    ("PUT", "/api/v1/sites/shop", {"purchases_need_secret": True}),
    ("DELETE", "/api/v1/visitors/visitor-1", None),
]


def test_everything_answers_503_while_the_file_is_away_and_nothing_is_lost(serve: Serve) -> None:
    collector = serve()
    headers = admin_of(collector)
    events = [view() for _ in range(200)]
    assert collector.send(*events).json()["accepted"] == 200
    away = collector.database.with_name("moved.db")
    collector.database.rename(away)
    for method, path, body in REQUESTS:
        answer = requests.request(method, collector.url + path, json=body, headers=headers, timeout=PATIENCE)
        assert answer.status_code == 503, (method, path, answer.text)
    assert collector.send().status_code == 503
    ready = collector.get("/readyz")
    assert ready.status_code == 503
    assert "put the same file back" in ready.json()["why"]
    assert not collector.database.exists()
    away.rename(collector.database)
    assert collector.send().status_code == 202
    assert collector.get("/readyz").status_code == 200
    assert {event["id"] for event in events} < collector.stored_ids()


@pytest.mark.parametrize("stopped_while_away", [True, False])
def test_a_file_put_back_with_the_collector_stopped_has_all_that_was_acknowledged(
    serve: Serve, *, stopped_while_away: bool
) -> None:
    collector = serve()
    events = [view() for _ in range(200)]
    assert collector.send(*events).json()["accepted"] == 200
    away = collector.database.with_name("moved.db")
    collector.database.rename(away)
    assert collector.get("/readyz").status_code == 503
    if stopped_while_away:
        collector.end()
        away.rename(collector.database)
    else:
        away.rename(collector.database)
        collector.end()
    assert {event["id"] for event in events} <= collector.stored_ids()
