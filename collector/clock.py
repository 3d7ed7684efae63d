"""The time, in the one unit that everything here counts in."""

from __future__ import annotations

import time


def now_ms() -> int:
    """This moment, in epoch ms."""
    return time.time_ns() // 1_000_000
