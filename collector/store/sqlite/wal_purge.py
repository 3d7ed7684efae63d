"""Empties the write-ahead log, which still has what was erased, as soon as nobody reads from it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from collector.store.sqlite.queries import sql

if TYPE_CHECKING:
    from sqlite3 import Connection

MILLISECONDS_FOR_READERS = 20


def purge_owed(connection: Connection) -> bool:
    """Whether the log may still have something that was erased, by this process or another."""
    return bool(connection.execute(sql("erasure/purge_owed")).fetchone()[0])


def purge(connection: Connection, write_lock: AbstractContextManager[object]) -> bool:
    """Empty the log, holding writers up for a moment at most; False if somebody is reading from it."""
    (patience,) = connection.execute("pragma busy_timeout").fetchone()
    with write_lock:
        connection.execute(f"pragma busy_timeout = {MILLISECONDS_FOR_READERS}")
        busy, _, _ = connection.execute("pragma wal_checkpoint(truncate)").fetchone()
        connection.execute(f"pragma busy_timeout = {patience}")
        if not busy:
            connection.execute(sql("erasure/note_purge"))
    return not busy
