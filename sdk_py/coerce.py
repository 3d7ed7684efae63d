"""Convert values whose meaning is clear to the type that is sent: as the collector does, and Python's own types too.

Each function returns the converted value, or else the value unchanged, for a check to reject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from pathlib import PurePath
from uuid import UUID

MAX_INTEGER = 2**63 - 1
MAX_DIGITS = 40
SLACK = 0.001
TRUE, FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")

_DIGITS = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?", re.ASCII)


def plain(value: object) -> object:
    """The value of an Enum member or of a numpy scalar; any other value unchanged."""
    if isinstance(value, Enum):
        return plain(value.value)
    if type(value).__module__.partition(".")[0] == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()  # type: ignore[attr-defined]
    return value


def text(value: object) -> object:
    """An id or a name: text without spaces around it, also from a number or UUID."""
    value = plain(value)
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value.strip() if isinstance(value, str) else untrimmed_text(value)


def untrimmed_text(value: object) -> object:
    """Text, unchanged, or the plain digits of a number; 17.0 becomes "17"."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if isinstance(value, int) or (isfinite(value) and value.is_integer()):
        return str(int(value)) if abs(value) < 10**MAX_DIGITS else value
    return f"{Decimal(repr(value)):f}" if isfinite(value) else value


def word(value: object) -> object:
    """A word in lower case."""
    value = plain(value)
    return value.strip().lower() if isinstance(value, str) else value


def capitals(value: object) -> object:
    """A word in upper case, such as a currency code."""
    value = plain(value)
    return value.strip().upper() if isinstance(value, str) else value


def number(value: object) -> object:
    """A number, also from its digits."""
    value = plain(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return float(value)
    return float(value) if isinstance(value, Decimal) and value.is_finite() else value


def integer(value: object) -> object:
    """An integer, also from 17.0 or "17"."""
    converted = number(value)
    if isinstance(converted, float) and isfinite(converted) and converted.is_integer():
        return int(converted)
    return plain(value)


def rounded(value: object) -> object:
    """The nearest integer."""
    converted = number(value)
    return round(converted) if isinstance(converted, float) and isfinite(converted) else plain(value)


def fraction(value: object) -> object:
    """A number from 0 to 1; one that rounding put slightly outside is moved to the edge."""
    converted = number(value)
    if isinstance(converted, (int, float)) and not isinstance(converted, bool) and -SLACK <= converted <= 1 + SLACK:
        return min(max(converted, 0), 1)
    return plain(value)


def boolean(value: object) -> object:
    """True or False, also as other languages write them."""
    value = plain(value)
    word = str(value).strip().lower() if isinstance(value, (str, int, float)) else None
    return True if word in TRUE else False if word in FALSE else value


def is_blank(value: object) -> bool:
    """Whether a value counts as left out."""
    return value is None or (isinstance(value, str) and not value.strip())


def json(value: object, levels: int) -> object:
    """A copy of any value in the types of JSON. Raises ValueError if it is nested too deeply."""
    value = plain(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return _leaf(value)
    inner = _members(value)
    if inner is None:
        return _leaf(_as_text(value))
    if levels == 0:
        raise ValueError("Too deeply nested.")
    if isinstance(inner, Mapping):
        return {str(_leaf(_as_text(plain(name)))): json(below, levels - 1) for name, below in inner.items()}
    return [json(below, levels - 1) for below in inner]


def _members(value: object) -> Mapping[object, object] | list[object] | None:
    """The members of a container; None for any other value."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, (list, tuple)):
        return list(value)
    if isinstance(value, Set):
        return sorted(value, key=str)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if type(value).__module__.partition(".")[0] == "numpy" and hasattr(value, "tolist"):
        return value.tolist()  # type: ignore[no-any-return]
    return None


def _leaf(value: object) -> object:
    if isinstance(value, str):
        return str.replace(value, "\0", "").encode("utf-8", "replace").decode()
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, float):
        return float(value) if isfinite(value) else None
    if isinstance(value, int):
        return int(value) if abs(value) <= MAX_INTEGER else str(int(value))
    return value


def _as_text(value: object) -> str:
    """Text for a value that JSON has no type for."""
    if isinstance(value, str):
        return value
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (Decimal, UUID, PurePath, timedelta)):
        return str(value)
    try:
        return str(value)
    except Exception:  # a class of the caller may raise anything
        return f"<{type(value).__name__}>"
