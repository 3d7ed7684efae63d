"""What the API answers belongs in no cache, whatever it is about."""

from __future__ import annotations

import pytest

from tests.present.desk import Desk


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("reports/visits?from=2026-01-01&to=2026-01-02", "read"),
        ("reports/visits?from=2026-01-01&to=2026-01-02&format=csv", "read"),
        ("reports/nothing", "read"),
        ("keys", "admin"),
        ("sites", "admin"),
        ("actions", "admin"),
        ("visitors", "read"),
        ("visitors", None),
        ("nothing-there", "read"),
    ],
)
def test_an_answer_of_the_api_is_not_kept(desk: Desk, path: str, key: str | None) -> None:
    headers = {"Authorization": f"Bearer {desk.keys[key]}"} if key else {}
    assert desk.client.get(f"/api/v1/{path}", headers=headers).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/v1/config?key=pk_x", "/nothing.json"])
def test_nor_is_what_a_collector_says_of_itself(desk: Desk, path: str) -> None:
    assert desk.client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("events", "status"), [(None, 400), ([{"type": "page_view"}], 202)])
def test_nor_is_the_answer_to_a_batch(desk: Desk, events: object, status: int) -> None:
    answer = desk.client.post("/v1/events", json={"key": desk.keys["public"], "events": events})
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
