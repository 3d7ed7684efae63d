"""A shop in a store of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store import SqliteStore, open_store
from tests.reports.building import Shop


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(f"sqlite:///{tmp_path}/beheld.db")
    yield store
    store.close()


@pytest.fixture
def shop(store: SqliteStore) -> Shop:
    return Shop(store)
