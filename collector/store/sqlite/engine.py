"""The SQLite we run on: the library, checked before anything is trusted to it, and configured connections."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import quote

from collector.errors import StoreUnavailable

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3 as sqlite3
    except ImportError:  # so that check_library can name what is missing
        import sqlite3

__all__ = [
    "BUSY_SECONDS",
    "check_library",
    "is_about_the_data",
    "is_damage",
    "is_overflow",
    "open_connection",
    "sqlite3",
    "sum_without_limit",
    "use_wal",
]

OLDEST_SQLITE = (3, 51, 3)
BUSY_SECONDS = 5.0
SQLITE_MISUSE = 21
# SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH, MISUSE and RANGE.
ABOUT_THE_DATA = {1, 18, 19, 20, SQLITE_MISUSE, 25}
# SQLITE_CORRUPT and NOTADB.
DAMAGE = {11, 26}
WAL_BYTES_KEPT = 64 * 1024 * 1024
CACHE_KIB = 4 * 1024
# The log is moved into the database by a thread of its own; this is for programs that have none.
PAGES_TO_CHECKPOINT = 8_000


def check_library(library: ModuleType = sqlite3) -> None:
    """Reject a SQLite that can damage a database when several connections checkpoint it at once."""
    found = library.sqlite_version if library.__name__ == "pysqlite3" else "no pysqlite3"
    if found == "no pysqlite3" or library.sqlite_version_info < OLDEST_SQLITE:
        raise StoreUnavailable(
            f"Beheld needs SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer and found {found}: "
            "run `pip install --upgrade 'pysqlite3>=0.6'`, which brings its own."
        )


def is_about_the_data(error: Exception) -> bool:
    """Whether what was to be stored is at fault, and not the disk, a lock or the file."""
    if isinstance(error, sqlite3.DatabaseError):
        return getattr(error, "sqlite_errorcode", SQLITE_MISUSE) & 0xFF in ABOUT_THE_DATA
    return not isinstance(error, OSError | MemoryError | StoreUnavailable)


def is_damage(error: Exception) -> bool:
    """Whether the file itself is broken: trying again does not help."""
    return isinstance(error, sqlite3.DatabaseError) and getattr(error, "sqlite_errorcode", 0) & 0xFF in DAMAGE


def is_overflow(error: BaseException | None) -> bool:
    """Whether a sum of whole numbers had no room in 63 bits, and `sum_without_limit` would help."""
    return isinstance(error, sqlite3.OperationalError) and "integer overflow" in str(error)


class _Sum:
    """SQLite's sum(), but what 63 bits cannot hold becomes a float instead of an error."""

    def __init__(self) -> None:
        self.total: float = 0
        self.added = 0

    def step(self, value: float | None) -> None:
        if value is not None:
            self.total += value
            self.added += 1

    def inverse(self, value: float | None) -> None:
        if value is not None:
            self.total -= value
            self.added -= 1

    def value(self) -> float | None:
        if not self.added:
            return None
        return self.total if abs(self.total) < 2**63 else float(self.total)

    finalize = value


def sum_without_limit(connection: sqlite3.Connection) -> None:
    """Let sum() on this connection never fail: ten times slower, and whole numbers beyond 63 bits come as floats."""
    connection.create_window_function("sum", 1, _Sum)


def open_connection(path: Path, *, busy_seconds: float = BUSY_SECONDS) -> sqlite3.Connection:
    """Open the database file, which is there, for reading and writing, durable at every commit."""
    connection = sqlite3.connect(
        f"file:{quote(os.fsencode(path))}?mode=rw",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        for pragma in (
            "synchronous = full",
            "foreign_keys = on",
            "secure_delete = on",
            f"journal_size_limit = {WAL_BYTES_KEPT}",
            f"wal_autocheckpoint = {PAGES_TO_CHECKPOINT}",
            f"cache_size = -{CACHE_KIB}",
        ):
            connection.execute(f"pragma {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def use_wal(connection: sqlite3.Connection, *, patience_seconds: float = 30.0) -> None:
    """Switch a file to write-ahead logging, which SQLite rejects at once while another process is doing the same."""
    give_up_at = time.monotonic() + patience_seconds
    while True:
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up_at:
                raise
            time.sleep(0.01)
