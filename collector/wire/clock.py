"""When things happened, in spite of clocks that are wrong."""

from __future__ import annotations

import time

from collector.errors import Refused
from collector.event import PUBLIC
from collector.schemas.reasons import because

TOLERATED_MS = 10_000
DAY_MS = 86_400_000
YEAR_2000_MS = 946_684_800_000
KEPT_BY_BROWSERS_MS = 7 * DAY_MS


def now_ms() -> int:
    """The time of receipt."""
    return time.time_ns() // 1_000_000


def skew_of(sent_at: int | None, received_at: int, trust: int) -> int:
    """What to add to the times of a batch: nothing for a server, nor for a clock that is nearly right."""
    if sent_at is None or trust != PUBLIC:
        return 0
    skew = received_at - sent_at
    return skew if abs(skew) > TOLERATED_MS else 0


def happened_at(ts: int, skew: int, received_at: int, trust: int) -> int:
    """The corrected time of an event, never later than its receipt; Refused if it cannot be meant.

    A browser keeps what it could not send for seven days: with the public key nothing older is believed.
    """
    corrected = ts + skew
    if corrected < YEAR_2000_MS:
        raise Refused(fields={"ts": [because("too_early")]})
    if corrected > received_at + DAY_MS:
        raise Refused(fields={"ts": [because("too_late")]})
    if trust == PUBLIC and corrected < received_at - KEPT_BY_BROWSERS_MS:
        raise Refused(fields={"ts": [because("too_old")]})
    return min(corrected, received_at)
