"""Money as it is kept, integer millionths of a currency unit, written as exact decimals."""

from __future__ import annotations


def decimal_text(micros: int) -> str:
    """Millionths as a decimal with two places, or as many as it takes to be exact: 2505000 is "2.505"."""
    whole, millionths = divmod(abs(micros), 1_000_000)
    places = f"{millionths:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if micros < 0 else ''}{whole}.{places}"


def decimal_text_or_none(micros: int | None) -> str | None:
    """The same for an amount that may not have been said."""
    return None if micros is None else decimal_text(micros)
