"""Checks of single values: each takes what a caller wrote and returns what is sent, or raises ValueError with advice.

Money goes out as exact decimal text, time as whole epoch milliseconds (UTC).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from math import isfinite
from uuid import UUID

Check = Callable[[object], object]

LARGEST = 2**63 - 1
MOST_UNITS = 1_000_000_000
MOST_MICROS = MOST_UNITS * 1_000_000
MOST_JSON_BYTES = 4_096
DEEPEST = 8
EARLIEST = 946_684_800_000  # the year 2000: whole seconds since 1970 are far below
DAY = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
AMOUNT = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?")
CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
CURRENCY = re.compile(r"[A-Z]{3}")

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def text(most: int) -> Check:
    """A check for text of 1 to `most` characters."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"Write text, not {_kind(value)}.")
        if not 0 < len(value) <= most:
            raise ValueError(f"Give 1 to {most} characters; these are {len(value)}.")
        return value

    return check


def beginning(most: int) -> Check:
    """A check for text of which the first `most` characters will do."""

    def check(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError(f"Write text, not {_kind(value)}.")
        return value[:most]

    return check


def one_of(*allowed: str) -> Check:
    """A check for one word of a closed list."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise ValueError(f"Use one of: {', '.join(allowed)}.")
        return value

    return check


def whole(least: int, most: int) -> Check:
    """A check for a whole number within bounds."""

    def check(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(f"Write a whole number, not {_kind(value)}.")
        if not least <= value <= most:
            raise ValueError(f"Give a whole number from {least} to {most}.")
        return value

    return check


def share(value: object) -> float:
    """A number from 0 to 1."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError("Give a number from 0 to 1.")
    return value


def amount(value: object) -> str:
    """An amount of money: text, Decimal or whole number, from 0 to a thousand million units, six decimals at most."""
    written = _written_amount(value)
    if not AMOUNT.fullmatch(written):
        raise ValueError('Write an amount such as "19.90": not below zero, with at most 6 decimals.')
    if micros(written) > MOST_MICROS:
        raise ValueError(f"An amount is at most {MOST_UNITS}.")
    return written


def micros(written: str) -> int:
    """A checked amount in millionths, to count with."""
    units, _, decimals = written.partition(".")
    return int(units) * 1_000_000 + int(decimals.ljust(6, "0"))


def _written_amount(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return _at_length(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) <= MOST_MICROS else "too large"
    if isinstance(value, float):
        raise ValueError(f'A float cannot hold an amount exactly: write "{value:.2f}" or Decimal("{value:.2f}").')
    raise ValueError(f"Write an amount as text, Decimal or whole number, not as {_kind(value)}.")


def _at_length(value: Decimal) -> str:
    # Decimal("1E+3") and Decimal("19.9000000") are exact amounts too, only written differently.
    if not value:
        return "0"
    if not value.is_finite() or not -30 < value.adjusted() < 30:
        return str(value)
    written = f"{value:f}"
    return written if len(written.partition(".")[2]) <= 6 else written.rstrip("0").rstrip(".")


def true_or_false(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError("Write True or False.")
    return value


def currency(value: object) -> str:
    """A currency by its three capital letters."""
    if not isinstance(value, str) or not CURRENCY.fullmatch(value):
        raise ValueError('Write three capital letters (ISO 4217), such as "EUR".')
    return value


def moment(value: object) -> int:
    """A time as whole epoch milliseconds, from an aware datetime, RFC 3339 text or such milliseconds."""
    if isinstance(value, str):
        value = _read_moment(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("Give the time a zone, as datetime.now(timezone.utc) has it.")
        value = (value - EPOCH) // MILLISECOND
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"Write an aware datetime or whole epoch milliseconds, not {_kind(value)}.")
    if value < EARLIEST:
        raise ValueError("This is before the year 2000: write milliseconds since 1970, not seconds.")
    return value


def _read_moment(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ValueError('Write RFC 3339, such as "2026-01-31T12:00:00Z".') from None


def event_id(value: object) -> str:
    """A UUID in its usual form, in small letters."""
    written = str(value).lower() if isinstance(value, (str, UUID)) else ""
    if not CANONICAL.fullmatch(written):
        raise ValueError('Write a UUID, such as "01980a3e-7c1f-7d2e-9b1a-3f5c6d7e8f90", or leave it out.')
    return written


def free_object(value: object) -> object:
    """A JSON object of the caller's own: small, shallow, and possible to store anywhere."""
    if not isinstance(value, Mapping):
        raise ValueError(f"Write a dict, not {_kind(value)}.")
    return free_json(value)


def free_json(value: object) -> object:
    """Any JSON of the caller's own: small, shallow, and possible to store anywhere."""
    plain = _plain(value, DEEPEST)
    if len(as_json(plain).encode("utf-8", "replace")) > MOST_JSON_BYTES:
        raise ValueError(f"Keep it within {MOST_JSON_BYTES} bytes of JSON.")
    return plain


def _plain(value: object, levels: int) -> object:
    """A copy that the caller cannot change any more, in the types that JSON has."""
    if isinstance(value, (Mapping, list, tuple)) and levels == 0:
        raise ValueError(f"Nest at most {DEEPEST} levels deep.")
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise ValueError("The names in a JSON object are text.")
        return {name: _plain(inner, levels - 1) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner, levels - 1) for inner in value]
    return _plain_leaf(value)


def _plain_leaf(value: object) -> object:
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("Whole numbers go up to 63 bits: write larger ones as text.")
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise ValueError("JSON has no NaN and no infinity: leave the value out.")
        return value
    raise ValueError(f"JSON has no {_kind(value)}: write text, a number, true or false, a list or a dict.")


def _kind(value: object) -> str:
    return type(value).__name__
