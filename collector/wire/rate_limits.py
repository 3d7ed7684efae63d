"""Limits of events per second, for each site and each address: what a stranger can make the owner store in an hour."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable

from collector.config import Config
from collector.errors import TooFast
from collector.event import PUBLIC
from collector.rate_limit import RateLimiter, digest_of
from collector.wire.credentials import Sender
from collector.wire.metrics import Metrics
from collector.wire.request_headers import Environ

SITE_SECONDS_SAVED = 30
ADDRESS_SECONDS_SAVED = 300

_log = logging.getLogger("beheld.intake")


class EventRateLimits:
    """Counts what comes with public keys, by site and by address. Servers, which have the secret key, wait for nobody.

    Neither the address nor its digest is stored or logged.
    """

    def __init__(self, config: Config, metrics: Metrics, clock: Callable[[], float] = time.monotonic) -> None:
        self._sites = RateLimiter(config.events_per_second, seconds_saved=SITE_SECONDS_SAVED, clock=clock)
        self._addresses = RateLimiter(
            config.address_events_per_second, seconds_saved=ADDRESS_SECONDS_SAVED, clock=clock
        )
        self._metrics = metrics
        self._proxies_unknown = not config.trusted_proxies

    def take(self, sender: Sender, events: int, environ: Environ) -> None:
        """Count a batch; TooFast, with the seconds to wait, if its address or its site has had its share."""
        if sender.trust != PUBLIC:
            return
        amount = max(1, events)
        address = digest_of(environ.get("REMOTE_ADDR", ""))
        if address and (wait := self._addresses.take(address, amount)):
            self._advise(environ)
            self._reject("address", wait)
        if wait := self._sites.take(sender.site.site, amount):
            if address:
                self._addresses.give_back(address, amount)
            self._reject("site", wait)

    def _reject(self, by: str, wait: float) -> None:
        self._metrics.limited(by)
        raise TooFast(
            f"Too many events from one {by} at once: wait, then send them again.", retry_after=math.ceil(wait)
        )

    def _advise(self, environ: Environ) -> None:
        """Once: if all visitors seem to have the proxy's address, the owner should know."""
        if self._proxies_unknown and "HTTP_X_FORWARDED_FOR" in environ:
            self._proxies_unknown = False
            _log.warning("one address sends too much, and seems to be a proxy's: set BEHELD_TRUSTED_PROXIES")
