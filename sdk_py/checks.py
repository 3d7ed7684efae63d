"""Checks of single values. Each takes the caller's value and returns the value to send, or raises ValueError.

Money is sent as exact decimal text, time as whole epoch milliseconds (UTC).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from math import floor, isfinite
from uuid import UUID

from sdk_py import coerce

Check = Callable[[object], object]

MAX_INTEGER = coerce.MAX_INTEGER
MAX_UNITS = 1_000_000_000
MAX_QUANTITY = 1_000_000
MAX_MICROS = MAX_UNITS * 1_000_000
MAX_JSON_BYTES = 4_096
MAX_DEPTH = 8
MIN_TIMESTAMP = 946_684_800_000  # the year 2000: whole seconds since 1970 are far below
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


def text(max_length: int, *, shorten: bool = False) -> Check:
    """A check for text of 1 to `max_length` characters. `shorten`: cut longer text instead of rejecting it."""

    def check(value: object) -> str:
        written = coerce.text(value)
        if not isinstance(written, str):
            raise ValueError(f"Pass text, not {_kind(value)}.")
        if shorten:
            return usable(written[:max_length])
        if not 0 < len(written) <= max_length:
            raise ValueError(f"Use 1 to {max_length} characters, not {len(written)}.")
        return usable(written)

    return check


def usable(written: str) -> str:
    """Check that databases and browsers can hold a text."""
    if UNUSABLE.search(written):
        raise ValueError("Remove NUL characters and unpaired surrogates: no database can store them.")
    return written


def truncated(max_length: int) -> Check:
    """A check for text, cut to its first `max_length` characters."""

    def check(value: object) -> str:
        written = coerce.untrimmed_text(value)
        if not isinstance(written, str):
            raise ValueError(f"Pass text, not {_kind(value)}.")
        return usable(written)[:max_length]

    return check


def one_of(*allowed: str) -> Check:
    """A check for one of these words."""

    def check(value: object) -> str:
        word = coerce.word(value)
        if not isinstance(word, str) or word not in allowed:
            raise ValueError(f"Use one of: {', '.join(allowed)}.")
        return word

    return check


def integer(minimum: int, maximum: int, *, meaning: Callable[[object], object] = coerce.integer) -> Check:
    """A check for an integer within bounds."""

    def check(value: object) -> int:
        number = meaning(value)
        if not isinstance(number, int) or isinstance(number, bool):
            raise ValueError(f"Pass a whole number, not {_kind(value)}.")
        if not minimum <= number <= maximum:
            raise ValueError(f"Pass a whole number from {minimum} to {maximum}.")
        return number

    return check


milliseconds = integer(0, 7 * DAY, meaning=coerce.rounded)


def fraction(value: object) -> float:
    """A number from 0 to 1."""
    number = coerce.fraction(value)
    if not isinstance(number, (int, float)) or isinstance(number, bool) or not 0 <= number <= 1:
        raise ValueError("Pass a number from 0 to 1.")
    return number


def boolean(value: object) -> bool:
    """True or false."""
    meaning = coerce.boolean(value)
    if not isinstance(meaning, bool):
        raise ValueError("Pass True or False.")
    return meaning


def amount(value: object) -> str:
    """An amount of money: text, Decimal or a number, from 0 to MAX_UNITS, rounded to six decimals."""
    exact = written(_bounded(value))
    shown = str(value) if isinstance(value, (str, Decimal)) else exact
    return shown if PLAIN.fullmatch(shown) else exact


def quantity(value: object) -> float:
    """A number of pieces, or a weight or length; greater than 0."""
    pieces = _bounded(value)
    if not 0 < pieces <= MAX_QUANTITY * 1_000_000:
        raise ValueError(f"Pass a quantity from 0.000001 to {MAX_QUANTITY}.")
    return pieces // 1_000_000 if pieces % 1_000_000 == 0 else pieces / 1_000_000


def _bounded(value: object) -> int:
    """An amount in millionths."""
    exact = _decimal(value)
    if abs(exact) > MAX_UNITS:
        raise ValueError(f"Pass an amount from 0 to {MAX_UNITS}.")
    amount = int(exact.scaleb(6, EXACT).quantize(Decimal(1), ROUND_HALF_UP, context=EXACT))
    if amount < 0:
        raise ValueError('Pass an amount such as "19.90": it cannot be negative.')
    return amount


def _decimal(value: object) -> Decimal:
    value = coerce.plain(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, float) and isfinite(value):
        return Decimal(repr(float(value)))
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(int(value)) if abs(value) <= MAX_MICROS else Decimal("1e400")
    text = value.strip() if isinstance(value, str) else ""
    text = "".join(text.split()) if IN_THREES.fullmatch(text) else text
    if not AMOUNT.fullmatch(text):
        raise ValueError(f'Pass an amount such as "19.90" as text, Decimal or number, not {_kind(value)}.')
    return Decimal(text)


def written(micros: int) -> str:
    """Write millionths as exact decimals."""
    units, decimals = divmod(micros, 1_000_000)
    return f"{units}.{decimals:06}".rstrip("0").rstrip(".") if decimals else str(units)


def micros(written: str) -> int:
    """A checked amount in millionths."""
    units, _, decimals = written.partition(".")
    return int(units) * 1_000_000 + int(decimals.ljust(6, "0"))


def currency(value: object) -> str:
    """A currency code."""
    code = coerce.capitals(value)
    if not isinstance(code, str) or not CURRENCY.fullmatch(code):
        raise ValueError('Use a currency code of three letters (ISO 4217), such as "EUR".')
    return code


def timestamp(value: object) -> int:
    """Whole epoch milliseconds, from an aware datetime, RFC 3339 text or epoch milliseconds."""
    value = coerce.plain(value)
    if isinstance(value, str):
        value = _read_timestamp(value.strip())
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("Pass an aware datetime, such as datetime.now(timezone.utc): this one has no time zone.")
        value = (value - EPOCH) // MILLISECOND
    if isinstance(value, float) and isfinite(value):
        value = floor(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"Pass an aware datetime or whole epoch milliseconds, not {_kind(value)}.")
    if value < MIN_TIMESTAMP:
        raise ValueError("This is before the year 2000: use milliseconds since 1970, not seconds.")
    return value


def _read_timestamp(written: str) -> object:
    if MILLISECONDS.fullmatch(written):
        return int(written.partition(".")[0])
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        raise ValueError('Use RFC 3339, such as "2026-01-31T12:00:00Z".') from None


def event_id(value: object) -> str:
    """A UUID in its canonical form, in lower case."""
    value = coerce.plain(value)
    written = str(value).lower() if isinstance(value, (str, UUID)) else ""
    if CANONICAL.fullmatch(written):
        return written
    plain = written.strip().removeprefix("urn:uuid:").strip("{}").replace("-", "")
    if not HEX.fullmatch(plain):
        raise ValueError('Use a UUID, such as "01980a3e-7c1f-7d2e-9b1a-3f5c6d7e8f90", or leave it out.')
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def free_object(value: object) -> object:
    """A small JSON object, converted from any mapping."""
    made = free_json(value)
    if not isinstance(made, Mapping):
        raise ValueError(f"Pass a dict, not {_kind(value)}.")
    return made


def free_json(value: object) -> object:
    """A small JSON value, converted from anything."""
    try:
        plain = coerce.json(value, MAX_DEPTH)
    except ValueError:
        raise ValueError(f"Too deeply nested: use at most {MAX_DEPTH} levels.") from None
    if len(as_json(plain).encode("utf-8", "replace")) > MAX_JSON_BYTES:
        raise ValueError(f"Too large: use at most {MAX_JSON_BYTES} bytes of JSON.")
    return plain


def _kind(value: object) -> str:
    return repr(value)[:40] if isinstance(value, (str, int, float)) else type(value).__name__
