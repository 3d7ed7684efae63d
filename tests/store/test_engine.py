"""The SQLite underneath: the right library, set up for durability."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import types
from pathlib import Path

import pytest

from collector.errors import StoreUnavailable
from collector.store import SqliteStore, open_store
from collector.store.sqlite.engine import check_library, sqlite3

ROOT = Path(__file__).parents[2]


def test_the_library_in_use_is_pysqlite3_and_new_enough() -> None:
    assert sqlite3.__name__ == "pysqlite3"
    check_library()


@pytest.mark.parametrize("version", [(3, 51, 2), (3, 40, 1), (2, 99, 99)])
def test_an_older_library_is_rejected_with_what_to_install(version: tuple[int, ...]) -> None:
    older = types.ModuleType("pysqlite3")
    older.sqlite_version_info, older.sqlite_version = version, ".".join(map(str, version))  # type: ignore[attr-defined]
    with pytest.raises(StoreUnavailable, match=rf"SQLite 3\.51\.3 or newer and found {older.sqlite_version}: run `pip"):
        check_library(older)


def test_no_pysqlite3_at_all_is_rejected_with_what_to_install(url: str) -> None:
    script = (
        "import sys; sys.modules['pysqlite3'] = None\n"
        "from collector.store import open_store\n"
        "try: open_store(sys.argv[1])\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    run = subprocess.run([sys.executable, "-c", script, url], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.startswith(
        "StoreUnavailable Beheld needs SQLite 3.51.3 or newer and found no pysqlite3: run `pip"
    )


def test_a_store_does_not_open_on_the_wrong_library(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("collector.store.sqlite.engine.OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(StoreUnavailable, match=r"needs SQLite 99\.0\.0"):
        open_store(url)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 5_000),
        ("query_only", 0),
    ],
)
def test_every_connection_is_durable_and_tidy(store: SqliteStore, pragma: str, value: object) -> None:
    with contextlib.closing(store.connect()) as connection:
        assert connection.execute(f"pragma {pragma}").fetchone() == (value,)
        assert connection.isolation_level is None
