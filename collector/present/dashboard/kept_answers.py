"""Answers of reports that were dear, kept for a while: looking at a page again costs nothing, and loads nobody.

How long follows from what an answer cost, so that pages of a small site are always fresh, and those of a large one
never take more than a small part of the machine, however often they are looked at. Pages say up to when they are
complete.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import Generic, TypeVar

MIN_COST_SECONDS = 0.1
TIMES_ITS_COST = 20
MAX_AGE_SECONDS = 60.0
MAX_ANSWERS = 128

Kept = TypeVar("Kept")


class KeptAnswers(Generic[Kept]):
    """The latest dear answers of this process by their question."""

    def __init__(self) -> None:
        self._answers: OrderedDict[str, tuple[float, Kept]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, question: str) -> Kept | None:
        """The answer, unless there is none or it is too old."""
        with self._lock:
            until, answer = self._answers.get(question, (0.0, None))
            return answer if time.monotonic() < until else None

    def keep(self, question: str, answer: Kept, cost_seconds: float) -> None:
        """Keep an answer that took so much processor time, if that was much."""
        if cost_seconds < MIN_COST_SECONDS:
            return
        until = time.monotonic() + min(cost_seconds * TIMES_ITS_COST, MAX_AGE_SECONDS)
        with self._lock:
            self._answers[question] = until, answer
            self._answers.move_to_end(question)
            while len(self._answers) > MAX_ANSWERS:
                self._answers.popitem(last=False)
