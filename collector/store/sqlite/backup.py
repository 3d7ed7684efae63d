"""A copy of the store in one file, made while it is in use, and checked before it counts as one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from collector.errors import CollectorError
from collector.store.sqlite.engine import sqlite3
from collector.store.sqlite.migrations import newest_applied

if TYPE_CHECKING:
    from sqlite3 import Connection


class BackupError(CollectorError):
    """Nothing was changed; the message has what to do."""

    code = "not_done"


def back_up(connection: Connection, database: Path, target: Path, *, overwrite: bool) -> None:
    """Write all of the database to a new file; the erasures are in it. Nobody ever sees half a backup."""
    check_target(database, target, overwrite=overwrite)
    with draft_of(target) as draft:
        copy_into(connection, draft)
        if overwrite:
            os.replace(draft, target)
        else:
            put_in_place(draft, target)
    sync_folder(target.parent)


def check_target(database: Path, target: Path, *, overwrite: bool) -> None:
    """Raise BackupError if a backup may not be written there."""
    if target.is_dir():
        raise BackupError(f"{target} is a folder: name the file to write, such as {target / 'backup.db'}.")
    beside = target.absolute().parent == database.parent
    if beside and target.name.startswith((f"{database.name}-", f"{database.name}.")):
        raise BackupError(f"{target} is named like a file of the store itself: name another.")
    if target.exists():
        if target.samefile(database):
            raise BackupError(f"{target} is the store itself: name another file.")
        if not overwrite:
            raise BackupError(f"{target} exists: name another file, or pass --overwrite to replace it.")


@contextlib.contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """An empty file beside the target, for its owner alone; if it is still there at the end it goes."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        yield draft
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            draft.with_name(draft.name + end).unlink(missing_ok=True)


def copy_into(connection: Connection, draft: Path) -> None:
    """Copy the database as it stands at this moment, without its gaps; on disk and sound when this returns."""
    try:
        connection.execute("vacuum into ?", (os.fspath(draft),))
        with opened_to_read(draft) as copy:
            complaints = [text for (text,) in copy.execute("pragma quick_check(3)")]
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The copy could not be made: {error}.") from error
    if complaints != ["ok"]:
        raise BackupError(f"The copy is damaged, and so is what it was copied from: {'; '.join(complaints)}.")
    with draft.open("rb") as file:
        os.fsync(file.fileno())


def put_in_place(draft: Path, target: Path) -> None:
    """Give the finished file its name, unless another has it by now."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise BackupError(f"{target} exists: name another file, or pass --overwrite to replace it.") from None


@contextlib.contextmanager
def opened_to_read(file: Path) -> Iterator[Connection]:
    """A database to read from that nobody writes to, also on a medium that cannot be written."""
    log = file.with_name(file.name + "-wal")
    alone = "" if log.exists() and log.stat().st_size else "&immutable=1"
    connection = sqlite3.connect(f"file:{quote(os.fsencode(file.absolute()))}?mode=ro{alone}", uri=True)
    with contextlib.closing(connection):
        yield connection


def check_is_store(connection: Connection, file: Path, newest_known: int) -> None:
    """Raise BackupError if this is no store, or one of a newer version."""
    try:
        tables = {name for (name,) in connection.execute("select name from sqlite_schema where type = 'table'")}
        newest = newest_applied(connection) if "migrations" in tables else 0
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} cannot be read: {error}. Is it a backup of Beheld?") from error
    if not {"sites", "events", "migrations"} <= tables:
        raise BackupError(f"{file} is no backup of Beheld: it has no events.")
    if newest > newest_known:
        raise BackupError(
            f"{file} was written by a newer Beheld (its schema is number {newest}, this version knows {newest_known}): "
            "upgrade Beheld, then restore it."
        )


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
