"""The scheme of an address chooses the engine, which is a folder of the store."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from collector.config import Config
from collector.errors import StoreUnavailable
from collector.store import engines
from collector.store.engines import ENGINES, Listed


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What a second engine, of the scheme `other`, is called with."""
    called: list[object] = []
    module = ModuleType("other_engine")
    for name in ("open_store", "why_missing", "restore_store"):
        setattr(module, name, lambda *given, name=name: called.append((name, *given)))
    monkeypatch.setitem(sys.modules, "other_engine", module)
    monkeypatch.setitem(ENGINES, "other", Listed("other_engine", "other://host/database"))
    return called


def test_a_second_engine_is_a_folder_and_a_line(other: list[object]) -> None:
    engines.open_store("other://host/1")
    engines.why_missing("other://host/1")
    engines.restore_store(Path("kept"), "other://host/1")
    assert other == [
        ("open_store", "other://host/1"),
        ("why_missing", "other://host/1"),
        ("restore_store", Path("kept"), "other://host/1"),
    ]


def test_an_address_of_no_engine_is_answered_with_those_of_all(other: list[object]) -> None:
    with pytest.raises(StoreUnavailable, match=r"write sqlite:///beheld\.db, or .*; or other://host/database\."):
        engines.open_store("postgres://host/1")
    assert other == []


def test_the_address_by_default_is_of_an_engine() -> None:
    assert Config.store.partition("://")[0] in ENGINES


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_an_engine_offers_what_a_store_takes(engine: Listed) -> None:
    offered = __import__(engine.module, fromlist=["open_store"])
    assert all(callable(getattr(offered, name)) for name in ("open_store", "why_missing", "restore_store"))
