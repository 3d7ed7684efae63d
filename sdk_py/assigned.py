"""Remember which assignments were recorded lately, so that each is recorded once per visitor and session."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from time import monotonic

SESSION_SECONDS = 1_800.0
MAX_REMEMBERED = 10_000


class Assigned:
    """The latest assignments of this process: at most 10,000, each for 30 minutes."""

    def __init__(self) -> None:
        self._until: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._reset_after_fork()

    def _reset_after_fork(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()

    def is_first(self, visitor_id: str, experiment: str) -> bool:
        """Whether this was not asked in the last 30 minutes; from now on it was."""
        if self._process != os.getpid():
            self._reset_after_fork()  # a thread that held the lock exists in the parent only
        now, key = monotonic(), (visitor_id, experiment)
        with self._lock:
            if self._until.get(key, 0.0) > now:
                return False
            self._until[key] = now + SESSION_SECONDS
            self._until.move_to_end(key)
            while len(self._until) > MAX_REMEMBERED:
                self._until.popitem(last=False)
            return True
