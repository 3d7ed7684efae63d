"""What is surely meant by a value of another type: digits for numbers, numbers for ids, "true" for true.

Programs send such values every day: a template knows only text, a database numbers its orders. Each function gives
what is meant, or the value as it was, for the field to reject.
"""

from __future__ import annotations

import re
from decimal import Decimal
from math import isfinite
from typing import Any

MAX_DIGITS = 40
SLACK = 0.001
TRUE, FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off")

_DIGITS = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{0,40})?", re.ASCII)


def text(value: Any) -> Any:
    """An id or a name: without the spaces around it, also of a number."""
    return value.strip() if isinstance(value, str) else untrimmed_text(value)


def untrimmed_text(value: Any) -> Any:
    """A number as its plain digits; 17.0 is 17."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not _is_finite(value):
        return value
    if isinstance(value, int) or value.is_integer():
        digits = str(int(value))
        return digits if len(digits) <= MAX_DIGITS else value
    return f"{Decimal(repr(value)):f}"


def word(value: Any) -> Any:
    """A word of a closed list, which are all in small letters."""
    return value.strip().lower() if isinstance(value, str) else value


def capitals(value: Any) -> Any:
    """A currency code."""
    return value.strip().upper() if isinstance(value, str) else value


def is_digits(value: Any) -> bool:
    """Whether this text is a number."""
    return isinstance(value, str) and _DIGITS.fullmatch(value.strip()) is not None


def number(value: Any) -> Any:
    """A number of its digits."""
    return float(value) if is_digits(value) else value


def whole(value: Any) -> Any:
    """A whole number, also written with decimals that are nought."""
    meant = number(value)
    if isinstance(meant, float) and isfinite(meant) and meant.is_integer():
        return int(meant)
    return value


def rounded(value: Any) -> Any:
    """The whole number nearest to it."""
    meant = number(value)
    return round(meant) if isinstance(meant, float) and isfinite(meant) else value


def share(value: Any) -> Any:
    """A share of a whole: what a calculation puts a hair outside is at the edge."""
    meant = number(value)
    if isinstance(meant, int | float) and not isinstance(meant, bool) and -SLACK <= meant <= 1 + SLACK:
        return min(max(meant, 0), 1)
    return value


def truth(value: Any) -> Any:
    """True or false, as other languages write it."""
    written = str(value).strip().lower() if isinstance(value, str | int | float) else None
    return True if written in TRUE else False if written in FALSE else value


def _is_finite(value: int | float) -> bool:
    return isinstance(value, int) or isfinite(value)
