"""The schema's numbered changes: forward only, each in its own transaction, which also records it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlite_utils import Database

from collector.clock import now_ms
from collector.errors import StoreUnavailable
from collector.store.sqlite.queries import sql

if TYPE_CHECKING:
    import sqlite3

SCHEMA = Path(__file__).parent / "schema"


class Migration(NamedTuple):
    """One numbered change, as its file has it."""

    number: int
    name: str
    text: str


def migrations(folder: Path = SCHEMA) -> list[Migration]:
    """All changes this version knows, in order."""
    files = sorted(folder.glob("[0-9]*.sql"))
    return [Migration(int(file.stem[:4]), file.stem[5:], file.read_text(encoding="utf-8")) for file in files]


def migrate(connection: sqlite3.Connection, known: list[Migration], write_lock: AbstractContextManager[object]) -> None:
    """Bring a database up to date; several processes may do so at once, each change is made once."""
    newest = newest_applied(connection)
    last = known[-1].number
    if newest > last:
        raise StoreUnavailable(
            f"This database was written by a newer Beheld (its schema is number {newest}, this version knows {last}): "
            "upgrade Beheld, or restore a backup made before the upgrade."
        )
    for migration in known:
        if migration.number > newest:
            with write_lock:
                _apply(connection, migration)


def newest_applied(connection: sqlite3.Connection) -> int:
    """The number of the last change that was made to a database, 0 for an empty one."""
    database = Database(connection)
    if not database.table("migrations").exists():
        return 0
    (newest,) = database.execute("select coalesce(max(number), 0) from migrations").fetchone()
    return int(newest)


def _apply(connection: sqlite3.Connection, migration: Migration) -> None:
    connection.execute("begin immediate")
    try:
        connection.execute(sql("migrations"))
        if newest_applied(connection) < migration.number:
            database = Database(connection)
            database.executescript(migration.text)
            database.table("migrations").insert(
                {"number": migration.number, "name": migration.name, "applied_at": now_ms()}
            )
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
