"""The desk, and an owner's calls about experiments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.present.conftest import desk
from tests.present.desk import Desk

__all__ = ["desk"]

HALVES = {"control": 1, "b": 1}
Owner = Callable[..., Any]


@pytest.fixture
def owner(desk: Desk) -> Owner:
    """`owner("hero", "start", variations=…)`: what the API answers, which must be of this status."""

    def ask(id: str, step: str = "", *, method: str = "", status: int = 200, **body: Any) -> Any:
        path = f"experiments/{id}/{step}".rstrip("/")
        answer = desk.ask(path, key="admin", method=method or ("POST" if step else "PUT"), json=body)
        assert answer.status_code == status, answer.text
        return answer.json

    return ask
