"""The command line as an operator uses it, with a store of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store import SqliteStore, open_store
from tests.cli.running import Beheld


@pytest.fixture
def beheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Beheld:
    """`beheld` in an empty working directory, with no setting but what the test says."""
    monkeypatch.chdir(tmp_path)
    return Beheld()


@pytest.fixture
def shop(beheld: Beheld) -> Beheld:
    """`beheld` with one site, named shop."""
    beheld("site", "add", "shop", "--origin", "https://shop.example")
    return beheld


@pytest.fixture
def store(shop: Beheld) -> Iterator[SqliteStore]:
    """The store behind the shop."""
    opened = open_store("sqlite:///beheld.db")
    yield opened
    opened.close()
