"""What is surely meant by a value of another type: the same that the collector takes, and what Python has besides.

Each function gives what is meant, or the value as it was, for a check to refuse.
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

LARGEST = 2**63 - 1
LONGEST_DIGITS = 40
SLACK = 0.001
TRUE, FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")

_DIGITS = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?", re.ASCII)


def plain(value: object) -> object:
    """The value inside an Enum, or of a number of numpy's: any scalar with an `item` that gives a number or text."""
    if isinstance(value, Enum):
        return plain(value.value)
    if type(value).__module__.partition(".")[0] == "numpy" and getattr(value, "ndim", None) == 0:
        return value.item()  # type: ignore[attr-defined]
    return value


def text(value: object) -> object:
    """An id or a name: of a number its digits, of a UUID its text; no spaces around it."""
    value = plain(value)
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    return value.strip() if isinstance(value, str) else untrimmed_text(value)


def untrimmed_text(value: object) -> object:
    """A number as its plain digits; 17.0 is 17."""
    value = plain(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    if isinstance(value, int) or (isfinite(value) and value.is_integer()):
        return str(int(value)) if abs(value) < 10**LONGEST_DIGITS else value
    return f"{Decimal(repr(value)):f}" if isfinite(value) else value


def word(value: object) -> object:
    """A word of a closed list, which are all in small letters."""
    value = plain(value)
    return value.strip().lower() if isinstance(value, str) else value


def capitals(value: object) -> object:
    """A currency code."""
    value = plain(value)
    return value.strip().upper() if isinstance(value, str) else value


def number(value: object) -> object:
    """A number of its digits."""
    value = plain(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return float(value)
    return float(value) if isinstance(value, Decimal) and value.is_finite() else value


def whole(value: object) -> object:
    """A whole number, also written with decimals that are nought."""
    meant = number(value)
    return int(meant) if isinstance(meant, float) and isfinite(meant) and meant.is_integer() else plain(value)


def rounded(value: object) -> object:
    """The whole number nearest to it."""
    meant = number(value)
    return round(meant) if isinstance(meant, float) and isfinite(meant) else plain(value)


def share(value: object) -> object:
    """A share of a whole: what a calculation puts a hair outside is at the edge."""
    meant = number(value)
    if isinstance(meant, (int, float)) and not isinstance(meant, bool) and -SLACK <= meant <= 1 + SLACK:
        return min(max(meant, 0), 1)
    return plain(value)


def truth(value: object) -> object:
    """True or false, as other languages write it."""
    value = plain(value)
    said = str(value).strip().lower() if isinstance(value, (str, int, float)) else None
    return True if said in TRUE else False if said in FALSE else value


def is_blank(value: object) -> bool:
    """Whether this is as good as not given."""
    return value is None or (isinstance(value, str) and not value.strip())


def json(value: object, levels: int) -> object:
    """A copy in the types that JSON has, of anything; ValueError if it is nested too deeply."""
    value = plain(value)
    if value is None or isinstance(value, (str, bool, int, float)):
        return _leaf(value)
    inner = _members(value)
    if inner is None:
        return _leaf(_as_text(value))
    if levels == 0:
        raise ValueError("Nest less deeply.")
    if isinstance(inner, Mapping):
        return {str(_leaf(_as_text(plain(name)))): json(below, levels - 1) for name, below in inner.items()}
    return [json(below, levels - 1) for below in inner]


def _members(value: object) -> Mapping[object, object] | list[object] | None:
    """What a container holds; None if it is none."""
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
        return int(value) if abs(value) <= LARGEST else str(int(value))
    return value


def _as_text(value: object) -> str:
    """Text of what JSON has no type for."""
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
    except Exception:  # it is the caller's class, and this is only a decoration
        return f"<{type(value).__name__}>"
