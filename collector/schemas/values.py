"""What single values mean: amounts, times, identifiers, text and free JSON, made into what is stored.

Each function takes a value as JSON brought it and gives the stored one, or raises the reason for rejecting it.
Both the compiled check and the explaining one call them, so neither can mean something else.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from math import floor, isfinite
from typing import Any

import msgspec

from collector.schemas.error_codes import validation_error

MICROS = 1_000_000
MAX_UNITS = 1_000_000_000
MAX_PIECES = 1_000_000
MAX_MICROS = MAX_UNITS * MICROS
MAX_JSON_BYTES = 4 * 1024
MAX_DEPTH = 8
MAX_INTEGER = 2**63

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_HEX = re.compile(r"[0-9a-f]{32}")
_AMOUNT = re.compile(r"([0-9]{1,20})(?:\.([0-9]+))?", re.ASCII)
_DECIMAL = re.compile(
    r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,400}|\.[0-9]{1,400})(?:e[+-]?[0-9]{1,3})?", re.ASCII | re.IGNORECASE
)
_IN_THREES = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u00a0\u2009\u202f][0-9]{3})+(?:\.[0-9]+)?", re.ASCII)
_MILLISECONDS = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]*)?", re.ASCII)
_UNUSABLE = re.compile("[\0\ud800-\udfff]")
_EXACT = Context(prec=500)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_encode_sorted = msgspec.json.Encoder(order="sorted").encode


def uuid_text(value: str) -> str:
    """A UUID in its canonical form: lower case, with hyphens."""
    text = value.lower()
    return text if _UUID.fullmatch(text) else _uuid_meant(text)


def _uuid_meant(text: str) -> str:
    """The same in braces, as a URN, or without its hyphens."""
    plain = text.strip().removeprefix("urn:uuid:").strip("{}").replace("-", "")
    if not _HEX.fullmatch(plain):
        raise validation_error("not_a_uuid")
    return "-".join((plain[:8], plain[8:12], plain[12:16], plain[16:20], plain[20:]))


def micros(value: str | int | float) -> int:
    """An amount of money in millionths, read from its decimal digits; beyond the sixth they are rounded, half up."""
    if isinstance(value, int):
        return _in_bounds(value * MICROS)
    text = value if isinstance(value, str) else _digits(value)
    amount = _AMOUNT.fullmatch(text)
    if amount is None:
        return _micros_meant(text)
    whole, decimals = amount.groups("")
    return _in_bounds(int(whole) * MICROS + int(decimals[:6].ljust(6, "0")) + (decimals[6:7] >= "5"))


def _micros_meant(text: str) -> int:
    """An amount as programs write one: 1e-7, -0.0, +5, .5, with spaces around it or between its thousands."""
    plain = text.strip()
    if _IN_THREES.fullmatch(plain):
        plain = "".join(plain.split())
    if not _DECIMAL.fullmatch(plain):
        raise validation_error("not_money")
    amount = Decimal(plain)
    if abs(amount) > MAX_UNITS:
        raise validation_error("out_of_range", min=0, max=MAX_UNITS)
    return _in_bounds(int(amount.scaleb(6, _EXACT).quantize(Decimal(1), ROUND_HALF_UP, context=_EXACT)))


def _in_bounds(micros: int) -> int:
    if not 0 <= micros <= MAX_MICROS:
        raise validation_error("out_of_range", min=0, max=MAX_UNITS)
    return micros


def units(micros: int) -> str:
    """An amount in millionths as its exact decimals."""
    whole, decimals = divmod(micros, MICROS)
    return f"{whole}.{decimals:06}".rstrip("0").rstrip(".")


def quantity_micros(value: str | int | float) -> int:
    """A quantity in millionths of a piece, above zero: 1.25 kg is 1250000."""
    if isinstance(value, str) and not _DECIMAL.fullmatch(value.strip()):
        raise validation_error("not_a_number")
    result = micros(value)
    if not 0 < result <= MAX_PIECES * MICROS:
        raise validation_error("out_of_range", min="0.000001", max=MAX_PIECES)
    return result


def times(price_micros: int, quantity_micros: int) -> int:
    """Price times quantity in whole millionths, half away from zero; both are 0 or more."""
    return (price_micros * quantity_micros + MICROS // 2) // MICROS


def _digits(value: int | float) -> str:
    """A JSON number as plain digits. The shortest text of a double gives back any amount up to the limit exactly."""
    if abs(value) >= 1e15 or not isfinite(value):
        raise validation_error("out_of_range", min=0, max=MAX_UNITS)
    text = f"{Decimal(repr(value)):f}"
    return text[:-2] if text.endswith(".0") else text


def amount_text(value: str | int | float) -> str:
    """An amount that is only kept, not counted with: its decimals, to the sixth."""
    amount = micros(value)
    text = value if isinstance(value, str) else _digits(value)
    plain = _AMOUNT.fullmatch(text)
    return text if plain and len(plain[2] or "") <= 6 else units(amount)


def moment_ms(value: str | int | float) -> int:
    """A point in time in epoch milliseconds."""
    if isinstance(value, str):
        return _written_moment(value.strip())
    if abs(value) >= MAX_INTEGER or not isfinite(value):
        raise validation_error("not_a_time")
    return floor(value)


def _written_moment(text: str) -> int:
    """A time as RFC 3339 or ISO 8601 has it, or epoch milliseconds in digits."""
    if _MILLISECONDS.fullmatch(text):
        return int(text.partition(".")[0])
    try:
        moment = msgspec.convert(usable_text(text), datetime)
    except msgspec.ValidationError:
        moment = _iso_moment(text)
    if moment.tzinfo is None:
        raise validation_error("not_a_time")
    return (moment - _EPOCH) // _MILLISECOND


def _iso_moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise validation_error("not_a_time") from None


def usable_text(value: str) -> str:
    """Text that a database and a browser can hold."""
    if _UNUSABLE.search(value):
        raise validation_error("unusable_text")
    return value


def shortened(value: str, max_length: int) -> str:
    """The first characters of a text that is worth keeping even when it is too long."""
    return usable_text(value)[:max_length]


def free_json(value: Any) -> Any:
    """Any JSON of the sender's own, if it is small and shallow enough and every store can hold it."""
    _check_free(value, MAX_DEPTH)
    if len(_encode_sorted(value)) > MAX_JSON_BYTES:
        raise validation_error("too_big", max=MAX_JSON_BYTES)
    return value


def _check_free(value: Any, levels: int) -> None:
    if isinstance(value, str):
        usable_text(value)
    elif isinstance(value, int | float):
        _check_number(value)
    elif isinstance(value, dict | list):
        if levels == 0:
            raise validation_error("too_deep", max=MAX_DEPTH)
        for below in value if isinstance(value, list) else (*value, *value.values()):
            _check_free(below, levels - 1)


def _check_number(value: int | float) -> None:
    if abs(value) >= MAX_INTEGER if isinstance(value, int) else not isfinite(value):
        raise validation_error("unusable_number")


def sorted_json(value: Any) -> str:
    """Compact JSON with its keys in order, the same text for the same value."""
    return _encode_sorted(value).decode()
