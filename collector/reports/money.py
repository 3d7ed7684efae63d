"""Money and quantities as they are kept, integer millionths, written as exact decimals."""

from __future__ import annotations


def decimal_text(micros: float) -> str:
    """Millionths as a decimal with two places, or as many as it takes to be exact: 2505000 is "2.505".

    A sum beyond 63 bits comes as a float: its digits are then right to the sixteenth.
    """
    whole, millionths = divmod(abs(int(micros)), 1_000_000)
    places = f"{millionths:06d}".rstrip("0").ljust(2, "0")
    return f"{'-' if micros < 0 else ''}{whole}.{places}"


def quantity_number(micros: int) -> int | float:
    """Millionths of a piece as a JSON number: whole where it is whole, 1250000 is 1.25."""
    whole, millionths = divmod(micros, 1_000_000)
    return whole if not millionths else micros / 1_000_000


def quantity_number_or_none(micros: int | None) -> int | float | None:
    """The same for a quantity that may be missing."""
    return None if micros is None else quantity_number(micros)


def decimal_text_or_none(micros: int | None) -> str | None:
    """The same for an amount that may be missing."""
    return None if micros is None else decimal_text(micros)
