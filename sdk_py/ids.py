"""Event ids: UUIDs of version 7, which sort by creation time."""

from __future__ import annotations

import os
import time


def new_id() -> str:
    """A new UUID v7. Ids of one thread sort in the order of their creation.

    The 12 bits after the version hold the fraction of the millisecond (RFC 9562, method 3). There is no counter, so
    there is no lock, and a forked child cannot repeat one.
    """
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = (rest << 12) // 1_000_000
    random = int.from_bytes(os.urandom(8)) >> 2
    digits = f"{milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | random:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
