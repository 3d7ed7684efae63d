"""The thread that moves what is committed from the write-ahead log into the database, so that requests need not.

Left to the writer, every few megabytes one commit would wait for it. The log starts over when all of it is
moved and nobody reads from it. While events keep coming that would never be so: beyond a size the writer is held
back for the milliseconds the rest takes, and beyond a much larger one until those who read now are done.
"""

from __future__ import annotations

import logging
import threading
import time
from _thread import allocate_lock
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from collector.store.sqlite.engine import sqlite3
from collector.store.sqlite.wal_purge import purge, purge_owed

if TYPE_CHECKING:
    from sqlite3 import Connection

GROUPS_BETWEEN = 100
BYTES_BETWEEN = 1024 * 1024
PAGES_TO_HOLD_WRITERS = 4_000
PAGES_TO_HOLD_READERS = 16_000
SECONDS_FOR_READERS = 1.0
PAUSE_SECONDS, MAX_PAUSE_SECONDS = 5.0, 60.0

_log = logging.getLogger("beheld.store")


class Checkpointer:
    """Notified of every commit; works in its own thread and on its own connection."""

    def __init__(self, connect: Callable[[], Connection], write_lock: AbstractContextManager[object]) -> None:
        self._connect, self._write_lock = connect, write_lock
        self._groups = self._bytes = 0
        self._bell = allocate_lock()
        self._bell.acquire()
        self._closing = False
        self._connection: Connection | None = None
        self._pause, self._hold_after = PAUSE_SECONDS, 0.0
        self._thread = threading.Thread(target=self._run, name="beheld-checkpoints", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def committed(self, size: int) -> None:
        """One more group of about this many bytes is in the log. Called by one thread only."""
        self._groups += 1
        self._bytes += size
        if self._groups >= GROUPS_BETWEEN or self._bytes >= BYTES_BETWEEN:
            self._groups = self._bytes = 0
            self._ring()

    def close(self) -> None:
        """End after the work under way."""
        self._closing = True
        self._ring()
        self._thread.join()

    def _ring(self) -> None:
        if self._bell.locked():
            self._bell.release()

    def _run(self) -> None:
        while self._bell.acquire() and not self._closing:
            try:
                self._connection = self._connection or self._connect()
                self._checkpoint(self._connection)
            except sqlite3.Error as error:
                _log.warning("the write-ahead log could not be moved into the database and grows: %s", error)
                self._disconnect()
        self._disconnect()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _checkpoint(self, connection: Connection) -> None:
        if purge_owed(connection):
            purge(connection, self._write_lock)
        pages = _pages_after_checkpoint(connection)
        if pages > PAGES_TO_HOLD_WRITERS:
            with self._write_lock:
                pages = _pages_after_checkpoint(connection)
        if pages > PAGES_TO_HOLD_READERS and time.monotonic() > self._hold_after:
            self._hold_readers(connection)

    def _hold_readers(self, connection: Connection) -> None:
        """Wait for those who read now, and let nobody write meanwhile; in vain, wait longer before the next time."""
        connection.execute(f"pragma busy_timeout = {int(SECONDS_FOR_READERS * 1000)}")
        with self._write_lock:
            busy, _, _ = connection.execute("pragma wal_checkpoint(restart)").fetchone()
        self._pause = min(self._pause * 2, MAX_PAUSE_SECONDS) if busy else PAUSE_SECONDS
        self._hold_after = time.monotonic() + self._pause


def _pages_after_checkpoint(connection: Connection) -> int:
    """Move what nobody keeps from being moved; returns how many pages the log has, 0 if another process is at it."""
    busy, pages, _ = connection.execute("pragma wal_checkpoint(passive)").fetchone()
    return 0 if busy else int(pages)
