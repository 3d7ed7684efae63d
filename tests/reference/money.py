"""Amounts in whole millionths, rounded half away from zero, and how an amount is shared out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import floor
from zoneinfo import ZoneInfo

from .people import Event

Rates = dict[str, dict[str, str]]
MICROS = 1_000_000


def rounded(amount: Fraction) -> int:
    """Half away from zero."""
    size = floor(abs(amount) + Fraction(1, 2))
    return size if amount >= 0 else -size


def micros(amount: str | float) -> int:
    """A decimal in millionths; what is beyond the sixth decimal is rounded."""
    return rounded(Fraction(str(amount)) * MICROS)


def shared_out(amount: int, weights: Sequence[int]) -> list[int]:
    """An amount in parts in proportion to weights, no more than they hold; the parts add up exactly."""
    whole = sum(weights)
    amount = min(amount, whole)
    parts, reached, handed_out = [], 0, 0
    for weight in weights:
        reached += weight
        until_here = rounded(Fraction(amount * reached, whole)) if whole else 0
        parts.append(until_here - handed_out)
        handed_out = until_here
    return parts


@dataclass(eq=False)
class Money:
    """The site's currency, time zone and rates, and the most that is believed of the public key."""

    currency: str
    time_zone: str
    rates: Rates
    believed: str = "1000000"

    def rate(self, currency: str, ts: int) -> Fraction | None:
        """What one unit of a currency was worth on the day; None: nobody knows."""
        if currency == self.currency:
            return Fraction(1)
        today = datetime.fromtimestamp(ts // 1000, ZoneInfo(self.time_zone)).date().isoformat()
        known = [rate for day, rate in sorted(self.rates.get(currency, {}).items()) if day <= today]
        return Fraction(known[-1]) if known else None

    def is_believed(self, event: Event, worth: int) -> bool:
        """Whether an event is worth so much: the secret key is always believed, the public one up to a limit."""
        return event.get("_key") != "public" or worth <= micros(self.believed)
