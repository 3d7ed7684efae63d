"""How much of something anybody may do in a time: a bucket for each, in memory, for as many as there is room for."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from ipaddress import IPv6Address, ip_address

MAX_NAMES = 50_000
SHARED_BY_ONE = 64  # bits of an IPv6 address that one customer of a provider shares with nobody else

_digest_key = secrets.token_bytes(32)


class RateLimiter:
    """Lets each name do so much a second, and what it saved up in some seconds at once; a rate of 0 is no limit.

    Those that did nothing for longest are forgotten first, if there are too many.
    """

    def __init__(
        self,
        per_second: float,
        *,
        seconds_saved: float,
        max_names: int = MAX_NAMES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.per_second = per_second
        self._most = per_second * seconds_saved
        self._max_names = max_names
        self._clock = clock
        self._lock = threading.Lock()
        self._left: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def wait(self, name: Hashable, amount: int = 1) -> float:
        """How many seconds from now that much may be done; 0 is now."""
        with self._lock:
            return self._seconds(self._of(name)[0], amount)

    def take(self, name: Hashable, amount: int = 1) -> float:
        """Do that much, and return 0; or do nothing, and return how many seconds to wait."""
        if not self.per_second:
            return 0.0
        with self._lock:
            left, now = self._of(name)
            seconds = self._seconds(left, amount)
            self._keep(name, left if seconds else left - amount, now)
        return seconds

    def give_back(self, name: Hashable, amount: int) -> None:
        """Count as not done what was taken."""
        if self.per_second:
            with self._lock:
                left, now = self._of(name)
                self._keep(name, min(self._most, left + amount), now)

    def _of(self, name: Hashable) -> tuple[float, float]:
        """What is left for a name now, and now."""
        now = self._clock()
        left, since = self._left.get(name, (self._most, now))
        return min(self._most, left + (now - since) * self.per_second), now

    def _seconds(self, left: float, amount: int) -> float:
        """More than can be saved up has its turn when all is saved up, and is paid for afterwards."""
        missing = min(amount, self._most) - left
        return missing / self.per_second if missing > 0 else 0.0

    def _keep(self, name: Hashable, left: float, now: float) -> None:
        self._left[name] = (left, now)
        self._left.move_to_end(name)
        if len(self._left) > self._max_names:
            self._left.popitem(last=False)


def digest_of(address: str) -> bytes | None:
    """What stands for an address in memory, in this process alone: nobody can read the address from it.

    The addresses that an IPv6 customer may choose from are one. None if there is no address.
    """
    return hashlib.blake2b(_plain(address), key=_digest_key, digest_size=12).digest() if address else None


def _plain(address: str) -> bytes:
    if address.count(".") == 3 and address.count(":") <= 1:
        return address.partition(":")[0].encode("utf-8", "replace")  # some proxies tell the port too
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:  # a proxy may forward anything as an address
        return address.encode("utf-8", "replace")
    if isinstance(parsed, IPv6Address) and not parsed.ipv4_mapped:
        return parsed.packed[: SHARED_BY_ONE // 8]
    return str(getattr(parsed, "ipv4_mapped", None) or parsed).encode()
