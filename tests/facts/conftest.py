"""What fact tests share: a store of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store import SqliteStore
from tests.facts.streams import a_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A new store with site 1, in UTC and EUR."""
    made = a_store(tmp_path)
    yield made
    made.close()
