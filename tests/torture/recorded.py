"""A collector of which every write and flush of its store is recorded, in all its processes.

`TORTURE_RECORDS` is the file of records. `TORTURE_FAULT` is a fault to plant: `no-flush` (SQLite is not asked to flush
commits), or `no-log-flush` (the log of erasures is not flushed).
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from collector.cli import main
from collector.store.sqlite import checkpoints, connections, engine, erasure_log
from tests.torture import record_format
from tests.torture.record_format import FILES, Recorder
from tests.torture.sqlite_vfs import Ear, listen

GROUPS_BETWEEN_CHECKPOINTS = 10  # more often than usual, so that cuts fall into them

_flushes = itertools.count(1)


def is_recorded(path: str) -> bool:
    """Whether it is a file of the store that a power cut must not spoil."""
    return os.path.basename(path) in FILES


class Written(Ear):
    """Records what is done to the store's files."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def _note(self, kind: bytes, path: str, at: int = 0, data: bytes = b"") -> None:
        if is_recorded(path):
            self._recorder.note(kind, os.path.basename(path), at, data)

    def opened(self, path: str, *, new: bool) -> None:
        """A new file is there once its folder is flushed, or it is flushed itself: SQLite flushes the folder then."""
        if new:
            self._note(record_format.CREATE, path)

    def wrote(self, path: str, at: int, data: bytes) -> None:
        """Bytes that are on the disk once the file is flushed."""
        self._note(record_format.WRITE, path, at, data)

    def truncated(self, path: str, length: int) -> None:
        """A length that is on the disk once the file is flushed."""
        self._note(record_format.TRUNCATE, path, length)

    def flush(self, path: str, flush: Callable[[], int]) -> int:
        """What was written before this began is on the disk when it has ended."""
        number = os.getpid() * 2**32 + next(_flushes)
        self._note(record_format.FLUSH, path, number)
        result = flush()
        self._note(record_format.FLUSHED, path, number)
        return result

    def deleted(self, path: str, *, flushed: bool) -> None:
        """A file that is gone for good once its folder is flushed."""
        self._note(record_format.UNLINK, path)
        if flushed:
            self._recorder.note(record_format.FOLDER_FLUSHED, "")


class RecordedOs:
    """The module `os` for the log of erasures, which is not written by SQLite."""

    def __init__(self, written: Written, recorder: Recorder) -> None:
        self._written, self._recorder = written, recorder
        self._paths: dict[int, str] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Any, flags: int, *mode: int) -> int:
        """Open a file or a folder."""
        new = not os.path.exists(path)
        descriptor = os.open(path, flags, *mode)
        self._paths[descriptor] = os.fspath(path)
        self._written.opened(os.fspath(path), new=new)
        return descriptor

    def pwrite(self, descriptor: int, data: bytes, at: int) -> int:
        """Write."""
        count = os.pwrite(descriptor, data, at)
        self._written.wrote(self._paths[descriptor], at, data[:count])
        return count

    def ftruncate(self, descriptor: int, length: int) -> None:
        """Make it this long."""
        if length != os.fstat(descriptor).st_size:
            os.ftruncate(descriptor, length)
            self._written.truncated(self._paths[descriptor], length)

    def fsync(self, descriptor: int) -> None:
        """Flush a file or a folder."""
        path = self._paths[descriptor]
        if os.path.isdir(path):
            os.fsync(descriptor)
            self._recorder.note(record_format.FOLDER_FLUSHED, "")
        else:
            self._written.flush(path, lambda: os.fsync(descriptor) or 0)


def do_not_flush() -> None:
    """Let SQLite not flush what it commits."""
    open_durably = engine.open_connection

    def open_carelessly(path: Path, **more: Any) -> Any:
        connection = open_durably(path, **more)
        connection.execute("pragma synchronous = off")
        return connection

    connections.open_connection = open_carelessly


def do_not_flush_the_log() -> None:
    """Let the log of erasures not be flushed."""
    RecordedOs.fsync = lambda *_: None  # type: ignore[method-assign]


FAULTS = {"": lambda: None, "no-flush": do_not_flush, "no-log-flush": do_not_flush_the_log}


def record(path: Path) -> None:
    """From now on record what this process does."""
    recorder = Recorder(path)
    written = Written(recorder)
    listen(written)
    erasure_log.os = RecordedOs(written, recorder)  # type: ignore[assignment]
    checkpoints.GROUPS_BETWEEN = GROUPS_BETWEEN_CHECKPOINTS


FAULTS[os.environ.get("TORTURE_FAULT", "")]()
record(Path(os.environ["TORTURE_RECORDS"]))

if __name__ == "__main__":
    main()
