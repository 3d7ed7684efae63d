"""Checks of single values: each takes what a caller wrote and returns what is sent, or raises ValueError with advice.

Money goes out as exact decimal text, time as whole epoch milliseconds (UTC).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from math import floor, isfinite
from uuid import UUID

from sdk_py import meant

Check = Callable[[object], object]

LARGEST = meant.LARGEST
MOST_UNITS = 1_000_000_000
MOST_PIECES = 1_000_000
MOST_MICROS = MOST_UNITS * 1_000_000
MOST_JSON_BYTES = 4_096
DEEPEST = 8
EARLIEST = 946_684_800_000  # the year 2000: whole seconds since 1970 are far below
DAY = 86_400_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
AMOUNT = re.compile(r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
PLAIN = re.compile(r"[0-9]{1,10}(?:\.[0-9]{1,6})?", re.ASCII)
IN_THREES = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
MILLISECONDS = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]*)?", re.ASCII)
CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HEX = re.compile(r"[0-9a-f]{32}")
CURRENCY = re.compile(r"[A-Z]{3}")
UNUSABLE = re.compile("[\0\ud800-\udfff]")
EXACT = Context(prec=500)

as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def text(most: int, *, shorten: bool = False) -> Check:
    """A check for text of 1 to `most` characters; what is longer is cut off if that leaves something of use."""

    def check(value: object) -> str:
        written = meant.text(value)
        if not isinstance(written, str):
            raise ValueError(f"Write text, not {_kind(value)}.")
        if shorten:
            return usable(written[:most])
        if not 0 < len(written) <= most:
            raise ValueError(f"Give 1 to {most} characters; these are {len(written)}.")
        return usable(written)

    return check


def usable(written: str) -> str:
    """Text that a database and a browser can hold."""
    if UNUSABLE.search(written):
        raise ValueError("Some text holds a NUL character or half of a surrogate pair, which no database keeps.")
    return written


def beginning(most: int) -> Check:
    """A check for text of which the first `most` characters will do."""

    def check(value: object) -> str:
        written = meant.untrimmed_text(value)
        if not isinstance(written, str):
            raise ValueError(f"Write text, not {_kind(value)}.")
        return usable(written)[:most]

    return check


def one_of(*allowed: str) -> Check:
    """A check for one word of a closed list."""

    def check(value: object) -> str:
        word = meant.word(value)
        if not isinstance(word, str) or word not in allowed:
            raise ValueError(f"Use one of: {', '.join(allowed)}.")
        return word

    return check


def whole(least: int, most: int, *, meaning: Callable[[object], object] = meant.whole) -> Check:
    """A check for a whole number within bounds."""

    def check(value: object) -> int:
        number = meaning(value)
        if not isinstance(number, int) or isinstance(number, bool):
            raise ValueError(f"Write a whole number, not {_kind(value)}.")
        if not least <= number <= most:
            raise ValueError(f"Give a whole number from {least} to {most}.")
        return number

    return check


milliseconds = whole(0, 7 * DAY, meaning=meant.rounded)


def share(value: object) -> float:
    """A number from 0 to 1."""
    number = meant.share(value)
    if not isinstance(number, (int, float)) or isinstance(number, bool) or not 0 <= number <= 1:
        raise ValueError("Give a number from 0 to 1.")
    return number


def truth(value: object) -> bool:
    """True or false."""
    meaning = meant.truth(value)
    if not isinstance(meaning, bool):
        raise ValueError("Give True or False.")
    return meaning


def amount(value: object) -> str:
    """An amount of money: text, Decimal or a number, from 0 to a thousand million units, rounded to six decimals."""
    exact = written(_bounded(value))
    shown = str(value) if isinstance(value, (str, Decimal)) else exact
    return shown if PLAIN.fullmatch(shown) else exact


def quantity(value: object) -> float:
    """Pieces, or a weight or length with decimals: above 0."""
    pieces = _bounded(value)
    if not 0 < pieces <= MOST_PIECES * 1_000_000:
        raise ValueError(f"Give a quantity from 0.000001 to {MOST_PIECES}.")
    return pieces // 1_000_000 if pieces % 1_000_000 == 0 else pieces / 1_000_000


def _bounded(value: object) -> int:
    """An amount in millionths."""
    exact = _decimal(value)
    if abs(exact) > MOST_UNITS:
        raise ValueError(f"An amount is from 0 to {MOST_UNITS}.")
    amount = int(exact.scaleb(6, EXACT).quantize(Decimal(1), ROUND_HALF_UP, context=EXACT))
    if amount < 0:
        raise ValueError('Write an amount such as "19.90", which is not below zero.')
    return amount


def _decimal(value: object) -> Decimal:
    value = meant.plain(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(float(value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(int(value)) if abs(value) <= MOST_MICROS else Decimal("1e400")
    text = value.strip() if isinstance(value, str) else ""
    text = "".join(text.split()) if IN_THREES.fullmatch(text) else text
    if not AMOUNT.fullmatch(text):
        raise ValueError(f'Write an amount such as "19.90", as text, Decimal or a number, not as {_kind(value)}.')
    return Decimal(text)


def written(micros: int) -> str:
    """Millionths as exact decimals."""
    units, decimals = divmod(micros, 1_000_000)
    return f"{units}.{decimals:06}".rstrip("0").rstrip(".") if decimals else str(units)


def micros(written: str) -> int:
    """A checked amount in millionths, to count with."""
    units, _, decimals = written.partition(".")
    return int(units) * 1_000_000 + int(decimals.ljust(6, "0"))


def currency(value: object) -> str:
    """A currency by its three letters."""
    code = meant.capitals(value)
    if not isinstance(code, str) or not CURRENCY.fullmatch(code):
        raise ValueError('Write three letters (ISO 4217), such as "EUR".')
    return code


def moment(value: object) -> int:
    """A time as whole epoch milliseconds, from an aware datetime, RFC 3339 text or such milliseconds."""
    value = meant.plain(value)
    if isinstance(value, str):
        value = _read_moment(value.strip())
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("Give the time a zone, as datetime.now(timezone.utc) has it.")
        value = (value - EPOCH) // MILLISECOND
    if isinstance(value, float) and isfinite(value):
        value = floor(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"Write an aware datetime or whole epoch milliseconds, not {_kind(value)}.")
    if value < EARLIEST:
        raise ValueError("This is before the year 2000: write milliseconds since 1970, not seconds.")
    return value


def _read_moment(written: str) -> object:
    if MILLISECONDS.fullmatch(written):
        return int(written.partition(".")[0])
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ValueError('Write RFC 3339, such as "2026-01-31T12:00:00Z".') from None


def event_id(value: object) -> str:
    """A UUID in its usual form, in small letters."""
    value = meant.plain(value)
    written = str(value).lower() if isinstance(value, (str, UUID)) else ""
    if CANONICAL.fullmatch(written):
        return written
    plain = written.strip().removeprefix("urn:uuid:").strip("{}").replace("-", "")
    if not HEX.fullmatch(plain):
        raise ValueError('Write a UUID, such as "01980a3e-7c1f-7d2e-9b1a-3f5c6d7e8f90", or leave it out.')
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def free_object(value: object) -> object:
    """A JSON object of the caller's own, made of anything: small and shallow."""
    made = free_json(value)
    if not isinstance(made, Mapping):
        raise ValueError(f"Write a dict, not {_kind(value)}.")
    return made


def free_json(value: object) -> object:
    """Any JSON of the caller's own, made of anything: small and shallow."""
    try:
        plain = meant.json(value, DEEPEST)
    except ValueError:
        raise ValueError(f"Nest at most {DEEPEST} levels deep.") from None
    if len(as_json(plain).encode("utf-8", "replace")) > MOST_JSON_BYTES:
        raise ValueError(f"Keep it within {MOST_JSON_BYTES} bytes of JSON.")
    return plain


def _kind(value: object) -> str:
    return repr(value)[:40] if isinstance(value, (str, int, float)) else type(value).__name__
