"""What store tests share: a store with two sites in a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from collector.store import SqliteStore, open_store


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Where the test's store is kept."""
    return f"sqlite:///{tmp_path / 'beheld.db'}"


@pytest.fixture
def opened(url: str) -> Iterator[Callable[..., SqliteStore]]:
    """Opens the test's store, as often as called; each is closed after the test."""
    stores: list[SqliteStore] = []

    def open_again(**settings: Any) -> SqliteStore:
        stores.append(open_store(url, **settings))
        return stores[-1]

    yield open_again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[..., SqliteStore]) -> SqliteStore:
    """The test's store, with the sites `shop` (1) and `blog` (2)."""
    made = opened()
    made.add_site("shop", time_zone="Europe/Vienna", currency="EUR")
    made.add_site("blog", time_zone="UTC", currency="USD")
    return made
