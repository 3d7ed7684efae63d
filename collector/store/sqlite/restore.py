"""Puts a backup in the place of a database: only while nobody has it open, and with everybody erased who was.

Persons erased in the backup and those erased at the place that it is restored to stay erased: the log of the
database that was there goes into the file beside it, and is carried out when the backup is opened.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from collector.errors import EngineError
from collector.store.erasures import read_entry
from collector.store.protocol import Restored
from collector.store.sqlite.backup import BackupError, check_is_store, copy_into, draft_of, opened_to_read, sync_folder
from collector.store.sqlite.connections import file_of
from collector.store.sqlite.engine import open_connection, sqlite3
from collector.store.sqlite.erasure_log import ErasureLog
from collector.store.sqlite.in_use import nobody_else, trouble_with_log
from collector.store.sqlite.migrations import migrations
from collector.store.sqlite.store import open_store

if TYPE_CHECKING:
    from sqlite3 import Connection

BUSY = (5, 6)  # SQLITE_BUSY, SQLITE_LOCKED
IN_USE = (
    "The store {database} is open in a running process, so it cannot be replaced. Stop it first (for example: "
    "systemctl stop beheld), run `beheld restore {source}` again, then start it (systemctl start beheld)."
)


def restore_store(source: Path, url: str) -> Restored:
    """Put the backup in `source` in the place of the store. BackupError: nothing was changed."""
    try:
        kept = restore(source, file_of(url))
    except sqlite3.Error as error:
        raise EngineError(str(error)) from error
    with contextlib.closing(open_store(url)) as store:
        store.note_pages_written()
        store.end_every_session()
        return Restored(store.holds(), kept, store.erased_again)


def restore(source: Path, database: Path) -> Path | None:
    """Replace the database by what is in `source`; returns where the one that was there is kept, if there was any.

    To be opened afterwards, which brings it up to date and erases again. BackupError: nothing was changed.
    """
    if not source.is_file():
        raise BackupError(f"There is no file {source}: name the backup to restore.")
    if database.exists() and source.samefile(database):
        raise BackupError(f"{source} is the store itself: name the backup to restore.")
    with nobody_else(database) as lock:
        if lock is None:
            raise BackupError(IN_USE.format(database=database, source=source))
        with draft_of(database) as draft:
            with opened_to_read(source) as connection:
                check_is_store(connection, source, migrations()[-1].number)
                copy_into(connection, draft)
            ErasureLog(database).entries()  # a damaged log is found out before anything is changed
            kept = set_aside(database, source)
            os.replace(draft, database)
        sync_folder(database.parent)
    return kept


def set_aside(database: Path, source: Path) -> Path | None:
    """Keep what is there under another name, and its erasures in the log beside it.

    The file keeps its own name too until the backup takes it, so that at no moment there is none.
    """
    kept = name_for(database)
    there = database.exists()
    if there:
        if trouble_with_log(database) is None:
            fold_log(database, source)
        os.link(database, kept)
    for end in ("-wal", "-shm"):
        left = database.with_name(database.name + end)
        if left.exists():
            left.rename(kept.with_name(kept.name + end))
    return kept if there else None


def name_for(database: Path) -> Path:
    """A name that is not taken."""
    name = f"{database.name}.before-restore-{time.strftime('%Y%m%d-%H%M%S')}"
    names = (database.with_name(name if number == 1 else f"{name}-{number}") for number in itertools.count(1))
    return next(each for each in names if not each.exists())


def fold_log(database: Path, source: Path) -> None:
    """Move what is in the -wal file into the database, and copy its erasures; a damaged one is kept as it is."""
    try:
        with contextlib.closing(open_connection(database, busy_seconds=0)) as connection:
            connection.execute("pragma locking_mode = exclusive")
            connection.execute("begin exclusive")
            connection.execute("commit")
            copy_erasures(connection, database)
            connection.execute("pragma wal_checkpoint(truncate)")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in BUSY:
            raise BackupError(IN_USE.format(database=database, source=source)) from error


def copy_erasures(connection: Connection, database: Path) -> None:
    """Note beside the database what only the log in it has."""
    log = ErasureLog(database)
    noted = {entry.erasure for entry in log.entries()[1]}
    texts = [text for (text,) in connection.execute("select entry from erasures order by rowid") if text is not None]
    log.add_known(entry for entry in map(read_entry, texts) if entry.erasure not in noted)
