"""A limit of events per second and site, for owners who set one: what a stranger can make them store in an hour."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from collector.errors import TooFast
from collector.event import PUBLIC
from collector.wire.sender import Sender

SECONDS_SAVED_UP = 10


class Pace:
    """Lets each site have so many events per second, and ten seconds' worth at once; 0 is no limit."""

    def __init__(self, events_per_second: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = events_per_second
        self._most = events_per_second * SECONDS_SAVED_UP
        self._clock = clock
        self._lock = threading.Lock()
        self._left: dict[int, tuple[float, float]] = {}

    def take(self, sender: Sender, events: int) -> None:
        """Count what came with a public key; TooFast, with the seconds to wait, if the site has had its share."""
        if not self.rate or sender.trust != PUBLIC:
            return
        site = sender.site.site
        with self._lock:
            now = self._clock()
            left, since = self._left.get(site, (float(self._most), now))
            left = min(self._most, left + (now - since) * self.rate)
            enough = left >= min(events, self._most)
            self._left[site] = (left - events if enough else left, now)
        if not enough:
            raise TooFast(retry_after=max(1, round((min(events, self._most) - left) / self.rate)))
