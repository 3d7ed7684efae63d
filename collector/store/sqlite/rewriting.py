"""Writes all pages of the file anew after erasures: the gaps of a page may keep copies of what once stood on it.

SQLite overwrites what is deleted, but not what a page still has of entries that moved to another when it was split.
It takes the time and the memory of a copy of the file, and nobody can write meanwhile. So it is done for several
erasures together, the longer after the last the longer it takes, and for large files only by `beheld restore`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from collector.clock import now_ms
from collector.store.sqlite.queries import sql

if TYPE_CHECKING:
    from sqlite3 import Connection

MAX_BYTES = 256 * 2**20
BYTES_A_MS = 50_000
PAUSES_PER_REWRITE, MIN_PAUSE_MS = 20, 1_000
MAX_PAUSES = 10  # where somebody is erased every minute, it is not put off for ever


class Owed(NamedTuple):
    """The erasures after which pages were not written anew, and when the first and the last of them were."""

    erasures: int
    first_at: int
    last_at: int


def is_due(owed: Owed, file: Path) -> bool:
    """Whether to do it now."""
    if not owed.erasures:
        return False
    size = file.stat().st_size
    pause = max(MIN_PAUSE_MS, PAUSES_PER_REWRITE * size // BYTES_A_MS)
    now = now_ms()
    waits = 0 <= now - owed.last_at < pause and 0 <= now - owed.first_at < MAX_PAUSES * pause
    return size <= MAX_BYTES and not waits


def rewrite(connection: Connection, write_lock: AbstractContextManager[object]) -> None:
    """Write all pages anew. The write-ahead log is to be emptied afterwards."""
    with write_lock:
        connection.execute("vacuum")
        connection.execute(sql("erasure/note_rewrite"))
