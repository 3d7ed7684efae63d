"""A lock that is handed over in the order it was asked for.

The writer takes the write lock again within microseconds of giving it back. A plain lock would nearly always
go to it, and under load whoever else has something to write, such as the facts, would wait for ever.
"""

from __future__ import annotations

from _thread import LockType, allocate_lock
from collections import deque


class FairLock:
    """First come, first served; used as `with lock:`."""

    def __init__(self) -> None:
        self._guard = allocate_lock()
        self._waiting: deque[LockType] = deque()
        self._held = False

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

    def locked(self) -> bool:
        """Whether anybody holds it now."""
        return self._held

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *failure: object) -> None:
        self.release()
