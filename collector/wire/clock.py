"""When things happened, in spite of clocks that are wrong."""

from __future__ import annotations

from collections.abc import Callable

from collector.errors import ClockBehind, EventRejected
from collector.event import PUBLIC
from collector.rules import KEPT_BY_BROWSERS_MS, TOO_LATE_MS
from collector.schemas.error_codes import message_for

TOLERATED_MS = 10_000
SET_BACK_MS = 5 * 60_000
YEAR_2000_MS = 946_684_800_000


class ServerClock:
    """Notices that this server's clock was set back, by the receipt of what it stored before.

    A clock that had been ahead, and is right now, looks the same; so the sender's clock decides which of the two is
    right. What a right clock would take is never rejected for the time of a wrong one.
    """

    def __init__(self, newest_receipt: Callable[[], int]) -> None:
        self._newest_receipt = newest_receipt
        self._newest: int | None = None

    def check(self, claimed_at: int, received_at: int) -> None:
        """ClockBehind if it is, and the sender's clock confirms it: it shows `claimed_at`, ours `received_at`."""
        if self._newest is None:
            self._newest = self._newest_receipt()
        behind = self._newest - received_at
        if behind > SET_BACK_MS and claimed_at > received_at + behind // 2:
            raise ClockBehind
        self._newest = max(self._newest, received_at)


def skew_of(sent_at: int | None, received_at: int, trust: int) -> int:
    """What to add to the times of a batch: nothing for a server, nor for a clock that is nearly right."""
    if sent_at is None or trust != PUBLIC:
        return 0
    skew = received_at - sent_at
    return skew if abs(skew) > TOLERATED_MS else 0


def happened_at(ts: int, skew: int, received_at: int, trust: int) -> int:
    """The corrected time of an event, never later than its receipt; EventRejected if it cannot be meant.

    A browser keeps what it could not send for seven days: with the public key nothing older is believed.
    """
    corrected = ts + skew
    if corrected < YEAR_2000_MS:
        raise EventRejected(fields={"ts": [message_for("too_early")]})
    if corrected > received_at + TOO_LATE_MS:
        raise EventRejected(fields={"ts": [message_for("too_late")]})
    if trust == PUBLIC and corrected < received_at - KEPT_BY_BROWSERS_MS:
        raise EventRejected(fields={"ts": [message_for("too_old")]})
    return min(corrected, received_at)
