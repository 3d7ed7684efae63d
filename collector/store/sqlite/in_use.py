"""Which processes have a database file open: all agree that it is the same file, and nobody replaces it meanwhile.

Every open store holds a shared lock on a file beside the database, which also names that file. The kernel
gives the lock back when a process dies, so nothing has to be cleaned up after a crash.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from collector.errors import StoreUnavailable
from collector.store.sqlite.database_file import FILE_GONE, damage_of, inode

LOOK_AGAIN_SECONDS = 0.005
PATIENCE_SECONDS = 5.0
ROLLBACK_JOURNAL = b"\x01\x01"  # bytes 18 and 19 of a database that has no write-ahead log, such as a backup

BEING_RESTORED = "The database is being replaced by `beheld restore`: try again when that is done."
GONE_WITH_LOG = (
    "There is no database at {path}, but the -wal file beside it has events of one: put the database back "
    "where it was, or restore a backup with `beheld restore FILE`. If you can do neither, delete {path}-wal."
)
FOREIGN_LOG = (
    "{path} is a backup, and the -wal file beside it belongs to another database: opened together they would be "
    "damaged. Move the backup elsewhere, then run `beheld restore FILE` with its new name."
)


class InUse:
    """Held open as long as a store is."""

    def __init__(self, database: Path) -> None:
        self._file = lock_file(database)
        try:
            if locked(self._file, fcntl.LOCK_EX):
                damage_of(database).unlink(missing_ok=True)  # nobody has it open: it may be another one by now
                make_database(database)
                note(self._file, database)
            if not locked(self._file, fcntl.LOCK_SH, patience_seconds=PATIENCE_SECONDS):
                raise StoreUnavailable(BEING_RESTORED)
            if noted(self._file) != described(database):
                raise StoreUnavailable(FILE_GONE)
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Let go of it."""
        self._file.close()


@contextlib.contextmanager
def nobody_else(database: Path) -> Iterator[IO[bytes] | None]:
    """Keep everybody from opening the database inside the `with`; yields None if somebody has it open."""
    with lock_file(database) as file:
        yield file if locked(file, fcntl.LOCK_EX) else None


def lock_file(database: Path) -> IO[bytes]:
    """The file beside the database that is locked."""
    return open(os.open(f"{database}.in-use", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b", buffering=0)


def locked(file: IO[bytes], kind: int, *, patience_seconds: float = 0.0) -> bool:
    """Lock it, or turn the lock we have into another; False if others do not let us."""
    give_up_at = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= give_up_at:
                return False
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            return True


def trouble_with_log(path: Path) -> str | None:
    """Why the -wal file beside a database that nobody has open must not be opened with it."""
    log = Path(f"{path}-wal")
    if not (log.exists() and log.stat().st_size):
        return None
    begins = first_bytes(path)
    if not begins:
        return GONE_WITH_LOG.format(path=path)
    return FOREIGN_LOG.format(path=path) if begins[18:] == ROLLBACK_JOURNAL else None


def first_bytes(path: Path) -> bytes:
    """The first 20 bytes of a file, if there is one."""
    try:
        with path.open("rb") as file:
            return file.read(20)
    except FileNotFoundError:
        return b""


def make_database(path: Path) -> None:
    """Make an empty file for its owner alone, unless there is one; never beside the log of another one."""
    trouble = trouble_with_log(path)
    if trouble:
        raise StoreUnavailable(trouble)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))


def note(file: IO[bytes], database: Path) -> None:
    """Write down which file the database is."""
    file.seek(0)
    file.truncate()
    file.write(described(database))


def noted(file: IO[bytes]) -> bytes:
    """The file that is recorded as the database."""
    file.seek(0)
    return file.read()


def described(database: Path) -> bytes:
    """Which file is at the path."""
    return repr(inode(database)).encode()
