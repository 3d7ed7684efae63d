"""Notices that the database file was taken away while in use: what is written from then on would be lost."""

from __future__ import annotations

import os
from pathlib import Path

from collector.errors import StoreUnavailable


class Whereabouts:
    """Remembers which file it was. Once that is gone it stays gone: only a restart can know what is there now."""

    def __init__(self, database: Path) -> None:
        self._database, self._log = os.fspath(database), f"{database}-wal"
        self._inode = os.stat(self._database).st_ino
        self._gone = False

    def check_before_opening(self) -> None:
        """Raise StoreUnavailable unless the file is where it was."""
        self._raise_unless(not self._gone and _inode(self._database) == self._inode)

    def check_after_writing(self) -> None:
        """Raise StoreUnavailable unless the file and its write-ahead log are where they were."""
        self._raise_unless(_inode(self._database) == self._inode and _inode(self._log) is not None)

    def _raise_unless(self, all_there: bool) -> None:
        if not all_there:
            self._gone = True
            raise StoreUnavailable(
                "the database file, or the -wal file beside it, was removed or replaced while in use: "
                "put it back with the collector stopped, then start it again"
            )


def _inode(path: str) -> int | None:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None
