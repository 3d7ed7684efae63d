"""Notices that the database file was taken away or damaged while in use: what is written from then on would be lost."""

from __future__ import annotations

import os
from pathlib import Path

from collector.errors import StoreUnavailable
from collector.store.sqlite.engine import is_damage

PUT_BACK = (
    "put the same file back where it was and leave the -wal file beside it alone, which has data that the file lacks. "
    "To restore a backup, stop the collector and use `beheld restore`."
)
FILE_GONE = f"The database file was removed or replaced while in use: {PUT_BACK}"
LOG_GONE = (
    "The -wal file beside the database was removed or replaced while in use: stop the collector, put the -wal file "
    "back, then start it again."
)
DAMAGED = (
    "The database file is damaged: stop the collector, keep a copy of the file, put back the last backup with "
    "`beheld restore`, then start it again. `beheld doctor --thorough` lists what is damaged"
)


class DatabaseFile:
    """Remembers which file it was. Work goes on when that file is back; without its -wal, or damaged, after a restart.

    A file with a damaged page would take some events and not others, whose senders could not tell why. So the first
    process to meet one leaves word beside the database for all that have it open.
    """

    def __init__(self, database: Path) -> None:
        self._database, self._log = os.fspath(database), f"{database}-wal"
        self._inode = inode(self._database)
        self._log_gone = False
        self._damage = damage_of(database)

    @property
    def trouble(self) -> str | None:
        """What is wrong with the file at the path, if it is not the one that is in use."""
        if self._log_gone:
            return LOG_GONE
        if inode(self._database) != self._inode:
            return FILE_GONE
        return self._damage.read_text("utf-8") if self._damage.exists() else None

    def note(self, error: Exception) -> None:
        """Remember an error that means the file is damaged; one that was taken away only seems to be."""
        if is_damage(error) and self.trouble is None:
            opened = os.open(self._damage, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with open(opened, "w", encoding="utf-8") as file:
                file.write(f"{DAMAGED} ({error}).")

    def check(self) -> None:
        """Raise StoreUnavailable unless the file at the path is the one that is in use."""
        trouble = self.trouble
        if trouble:
            raise StoreUnavailable(trouble)

    def check_after_writing(self) -> None:
        """The same, and its write-ahead log must be there too."""
        self.check()
        if inode(self._log) is None:
            self._log_gone = inode(self._database) == self._inode
            raise StoreUnavailable(LOG_GONE if self._log_gone else FILE_GONE)


def damage_of(database: Path) -> Path:
    """The file that lists what is damaged, if anything is."""
    return database.with_name(f"{database.name}.damaged")


def inode(path: str | Path) -> tuple[int, int] | None:
    """Which file is at a path, if any."""
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
