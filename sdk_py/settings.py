"""Settings of a client and their defaults. Times are in seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

import requests

from sdk_py.errors import InvalidSetting

ALLOWED = {
    "batch_events": (1, 500),
    "batch_bytes": (1_000, 1_000_000),
    "queue_events": (1, 10_000_000),
    "queue_bytes": (1_000, 2**40),
    "flush_interval": (0, 3_600),
    "timeout": (0.001, 600),
    "exit_timeout": (0, 600),
    "backoff_initial": (0, 3_600),
    "backoff_max": (0, 3_600),
    "give_up_after": (0, 10**9),
    "experiments_fresh_for": (0, 10**9),
}


@dataclass(frozen=True)
class Settings:
    """How a client queues, sends and waits."""

    batch_events: int = 100
    """maximum events per request, up to 500"""
    batch_bytes: int = 256 * 1024
    """maximum bytes of events per request, before compression, up to 1,000,000"""
    queue_events: int = 10_000
    """maximum events in the queue; more are not taken, and are reported as QueueFull"""
    queue_bytes: int = 32 * 1024 * 1024
    """maximum bytes of events in the queue"""
    flush_interval: float = 1.0
    """how long an event waits to share a request with others"""
    timeout: float = 10.0
    """how long to wait for a connection, and then for an answer"""
    exit_timeout: float = 5.0
    """how long the process may wait at its end to send the remaining events"""
    backoff_initial: float = 0.5
    """maximum wait after the first failure; doubles with each one after it (the actual wait is random, from 0 up)"""
    backoff_max: float = 60.0
    """where the doubling stops"""
    give_up_after: float = 86_400.0
    """how long to retry an event that makes the collector fail (500)"""
    experiments_fresh_for: float = 30.0
    """how long to cache the experiments"""
    session: Callable[[], requests.Session] = requests.Session
    """creates the sessions for HTTP requests: override it for proxies or certificates"""

    def __post_init__(self) -> None:
        """Check all values."""
        for setting in fields(self):
            given = getattr(self, setting.name)
            if setting.name in ALLOWED and not _within(given, setting.type, *ALLOWED[setting.name]):
                minimum, maximum = ALLOWED[setting.name]
                kind = "whole number" if setting.type == "int" else "number"
                raise InvalidSetting(f"{setting.name} is {given!r}: write a {kind} from {minimum:,} to {maximum:,}.")


def _within(given: object, kind: object, minimum: float, maximum: float) -> bool:
    kinds = int if kind == "int" else (int, float)
    return isinstance(given, kinds) and not isinstance(given, bool) and minimum <= given <= maximum
