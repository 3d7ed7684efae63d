"""The write lock: handed over in the order of requests, among the threads of a process and among processes.

The writer takes it again within microseconds of giving it back. A plain lock would nearly always go to it, and
SQLite's own, which the others look at ever more seldom, even more so: whoever else has something to write would
wait for seconds. SQLite's lock still decides who may write; this one only sees to it that everybody's turn comes.
"""

from __future__ import annotations

import fcntl
import os
import time
from _thread import LockType, allocate_lock
from collections import deque
from pathlib import Path
from typing import IO

LOOK_AGAIN_SECONDS = 0.0005


class ThreadTurns:
    """A lock among threads: first come, first served."""

    def __init__(self) -> None:
        self._guard = allocate_lock()
        self._waiting: deque[LockType] = deque()
        self._held = False

    @property
    def waiting(self) -> int:
        """How many threads wait for their turn."""
        return len(self._waiting)

    def acquire(self) -> None:
        """Wait for our turn."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = allocate_lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


class ProcessTurns:
    """A turnstile among processes: the next one waits inside it, and those that had a turn queue up behind it.

    The kernel gives both places back when a process dies. One that hangs in its turn is not waited for longer
    than `patience_seconds`; SQLite's own lock then decides whether it can be done without.
    """

    def __init__(self, database: Path, patience_seconds: float) -> None:
        self._next = _opened(f"{database}.write-next")
        self._turn = _opened(f"{database}.write-turn")
        self._patience_seconds = patience_seconds

    def acquire(self) -> None:
        """Wait for our turn, within reason."""
        give_up_at = time.monotonic() + self._patience_seconds
        if _taken(self._next, give_up_at):
            _taken(self._turn, give_up_at)
            fcntl.flock(self._next, fcntl.LOCK_UN)

    def release(self) -> None:
        """Our turn is over."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give the files back; nothing can be acquired any more."""
        self._next.close()
        self._turn.close()


class WriteLock:
    """Held around every write transaction, as `with lock:`; nobody may hold it twice."""

    def __init__(self, database: Path, patience_seconds: float) -> None:
        self._threads = ThreadTurns()
        self._processes = ProcessTurns(database, patience_seconds)

    def close(self) -> None:
        """Give the files back; nothing can be locked any more."""
        self._processes.close()

    def __enter__(self) -> None:
        self._threads.acquire()
        try:
            self._processes.acquire()
        except BaseException:
            self._threads.release()
            raise

    def __exit__(self, *failure: object) -> None:
        try:
            self._processes.release()
        finally:
            self._threads.release()


def _opened(name: str) -> IO[bytes]:
    return open(os.open(name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "rb")


def _taken(file: IO[bytes], give_up_at: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                return False
            time.sleep(LOOK_AGAIN_SECONDS)
        else:
            return True
