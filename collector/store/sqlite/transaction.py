"""One transaction on a connection that is in none: committed at the end of the `with`, rolled back on an error."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from collector.store.sqlite.engine import sqlite3

if TYPE_CHECKING:
    from sqlite3 import Connection


@contextlib.contextmanager
def transaction(connection: Connection, begin: str) -> Iterator[None]:
    """`begin` is "begin" to read one moment, or "begin immediate" to write (then the caller holds the write lock)."""
    connection.execute(begin)
    try:
        yield
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("rollback")
