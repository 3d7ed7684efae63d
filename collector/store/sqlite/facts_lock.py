"""One at a time: whoever writes or erases facts of a database file holds its turn, across processes.

The kernel gives the turn back when a process dies, so nothing has to be cleaned up after a crash.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def facts_lock(database: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the turn of this database file inside the `with`; yields False at once if it is taken and wait is false."""
    descriptor = os.open(f"{database}.facts-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield taken(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def taken(descriptor: int, *, wait: bool) -> bool:
    """Take the lock of an open file; False if another has it and we do not wait."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
