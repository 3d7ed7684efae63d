"""One file of a spool: records of events taken and done. It belongs to the process that holds its lock.

    +ID <tab> CONTEXT <tab> EVENT     taken
    -ID                               done

The operating system releases the lock when the process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path

from sdk_py.events import Prepared


class Journal:
    """A file that belongs to this process."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.size = os.fstat(descriptor).st_size
        self._descriptor = descriptor
        self._torn = self.size > 0

    @classmethod
    def create(cls, path: Path) -> Journal:
        """A new file. It gets its name once it is locked, so that no process can take it for an abandoned one."""
        unnamed = path.with_suffix(".new")
        descriptor = os.open(unnamed, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_APPEND, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.rename(unnamed, path)
        except OSError:
            os.close(descriptor)
            raise
        return cls(path, descriptor)

    @classmethod
    def take_over(cls, path: Path) -> Journal | None:
        """Take over an abandoned file. None if it has an owner, or another process was faster."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_APPEND)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        if os.fstat(descriptor).st_nlink == 0:  # removed after we opened and before we locked it
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    def write(self, records: bytes) -> None:
        """Append whole records. After a failure (OSError) the next write starts a new line."""
        rest = memoryview(b"\n" + records if self._torn else records)
        self._torn = True
        while rest:
            written = os.write(self._descriptor, rest)
            self.size += written
            rest = rest[written:]
        self._torn = False

    def read(self) -> tuple[list[Prepared], int]:
        """The events that were taken and not done, in order, and the number of unreadable records."""
        with open(self.path, "rb") as file:
            lines = file.read().split(b"\n")[:-1]  # after the last line feed is a record whose call never returned
        left: dict[str, Prepared] = {}
        damaged = 0
        for line in filter(None, lines):
            if line.startswith(b"-"):
                left.pop(line[1:].decode(errors="replace"), None)
            elif taken := _taken(line):
                left[taken.id] = taken
            else:
                damaged += 1
        return list(left.values()), damaged

    def empty(self) -> None:
        """Delete all records."""
        os.ftruncate(self._descriptor, 0)
        self.size, self._torn = 0, False

    def remove(self) -> None:
        """Delete the file, before giving up its lock."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Give up the file, so that another process can take it over. In a forked child, the parent still owns it."""
        os.close(self._descriptor)


def taken(events: Iterable[Prepared]) -> bytes:
    """The records of events that were taken."""
    return b"".join(b"+%b\t%b\t%b\n" % (id.encode(), context.encode(), event) for id, context, event in events)


def done(ids: Iterable[str]) -> bytes:
    """The records of events that are done."""
    return b"".join(b"-%b\n" % id.encode() for id in ids)


def _taken(line: bytes) -> Prepared | None:
    """The event of a record; None if a crash or a full disk cut the record short."""
    try:
        id, context, event = line.removeprefix(b"+").decode().split("\t")
        if line.startswith(b"+") and json.loads(event)["id"] == id and (not context or json.loads(context)):
            return Prepared(id, context, event.encode())
    except (ValueError, LookupError, TypeError):
        pass
    return None
