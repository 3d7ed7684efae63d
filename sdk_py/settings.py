"""What may be tuned, with the values that hold when nothing is said. Times are in seconds."""

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
    "first_rest": (0, 3_600),
    "longest_rest": (0, 3_600),
    "give_up_after": (0, 10**9),
    "experiments_fresh_for": (0, 10**9),
}


@dataclass(frozen=True)
class Settings:
    """How a client queues, sends and waits."""

    batch_events: int = 100
    """the most events in one request, up to 500"""
    batch_bytes: int = 256 * 1024
    """the most bytes of events in one request, before compression, up to 1,000,000"""
    queue_events: int = 10_000
    """the most events that are kept; beyond it they are not taken, which is reported"""
    queue_bytes: int = 32 * 1024 * 1024
    """the most bytes of events that are kept"""
    flush_interval: float = 1.0
    """how long an event waits for others before it is sent"""
    timeout: float = 10.0
    """how long a connection, and then an answer, may take"""
    exit_timeout: float = 5.0
    """how long the end of the process may wait until what is left has been sent"""
    first_rest: float = 0.5
    """after a failure: a rest between 0 and this, by chance; the upper end doubles with each further failure"""
    longest_rest: float = 60.0
    """the upper end never grows over this"""
    give_up_after: float = 86_400.0
    """how long an event on which the collector itself fails (500) is tried"""
    experiments_fresh_for: float = 60.0
    """how long the weights of experiments are remembered"""
    session: Callable[[], requests.Session] = requests.Session
    """makes the sessions that requests are sent with: for proxies, certificates and the like"""

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        for setting in fields(self):
            given = getattr(self, setting.name)
            if setting.name in ALLOWED and not _within(given, setting.type, *ALLOWED[setting.name]):
                least, most = ALLOWED[setting.name]
                kind = "whole number" if setting.type == "int" else "number"
                raise InvalidSetting(f"{setting.name} is {given!r}: write a {kind} from {least:,} to {most:,}.")


def _within(given: object, kind: object, least: float, most: float) -> bool:
    kinds = int if kind == "int" else (int, float)
    return isinstance(given, kinds) and not isinstance(given, bool) and least <= given <= most
