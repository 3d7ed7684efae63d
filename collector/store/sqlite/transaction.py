"""One transaction on a connection that is in none: committed at the end of the `with`, rolled back on an error."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from collector.store.sqlite.engine import sqlite3

if TYPE_CHECKING:
    from sqlite3 import Connection


@contextlib.contextmanager
def transaction(connection: Connection, begin: str, *, patient: bool = False) -> Iterator[None]:
    """`begin` is "begin" to read one moment, or "begin immediate" to write (then the caller holds the write lock).

    `patient`: a file that is locked for longer than the connection waits is waited for all the same.
    """
    while not _begun(connection, begin, patient=patient):
        pass
    try:
        yield
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("rollback")


def _begun(connection: Connection, begin: str, *, patient: bool) -> bool:
    try:
        connection.execute(begin)
    except sqlite3.OperationalError as error:
        if not patient or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
