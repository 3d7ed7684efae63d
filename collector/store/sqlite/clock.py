"""The time, as the store writes it down."""

from __future__ import annotations

import time


def now_ms() -> int:
    """The time in epoch milliseconds."""
    return time.time_ns() // 1_000_000
