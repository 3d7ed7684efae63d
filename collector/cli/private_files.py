"""Files that a command writes about people: readable by their owner alone, whatever the umask."""

from __future__ import annotations

import os
from typing import IO


def opened_to_write(path: str, *, newline: str | None = None) -> IO[str]:
    """A text file to write anew; one that is there already is closed to others first."""
    return open(path, "w", encoding="utf-8", newline=newline, opener=_private)


def _private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o600)
    if os.path.isfile(path) and os.fstat(descriptor).st_uid == os.geteuid():
        os.fchmod(descriptor, 0o600)
    return descriptor
