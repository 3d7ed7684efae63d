"""Empty databases as the schema's changes leave them, made once: each test that begins with one would take a tenth of a
second of a processor for the same."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import AbstractContextManager

from collector.store.sqlite import connections
from collector.store.sqlite.migrations import Migration, migrate, migrations, newest_applied

_kept: list[sqlite3.Connection] = []
_turn = threading.Lock()


def migrate_once(
    connection: sqlite3.Connection, known: list[Migration], write_lock: AbstractContextManager[object]
) -> None:
    """Bring a database up to date; an empty one as the first one of this process came out."""
    is_new = newest_applied(connection) == 0 and known == migrations()
    if is_new and _kept:
        with _turn, write_lock:
            if newest_applied(connection) == 0:
                _kept[0].backup(connection)
    migrate(connection, known, write_lock)
    with _turn:
        if is_new and not _kept:
            kept = type(connection)(":memory:", check_same_thread=False)  # of the SQLite that is in use
            connection.backup(kept)
            _kept.append(kept)


def make_new_ones_once() -> None:
    """From now on in this process."""
    connections.migrate = migrate_once
