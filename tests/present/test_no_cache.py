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
