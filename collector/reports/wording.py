"""How sentences of reports write shares and money: +12 %, −3.4 %, 3,645 EUR, +1,200 EUR. Pure.

Pages write figures in their reader's language: see `collector.present.numbers`. Sentences are in English.
"""

from __future__ import annotations

from decimal import Decimal

from collector.reports.money import decimal_text

MINUS = "\N{MINUS SIGN}"


def share_words(share: float, places: int | None = None) -> str:
    """A share or change with its sign: +12 %, −3.4 %; without `places`, with one decimal where it is under 10 %."""
    if places is None:
        places = 0 if abs(share) >= 0.1 else 1
    return f"{signed(share * 100, places)} %"


def percent_words(share: float, places: int = 0) -> str:
    """A share that is no change: 25 %."""
    return f"{share * 100:.{places}f} %"


def p_value_words(p_value: float) -> str:
    """p = 0.08; p = 0.004; p < 0.001 where it is less than that, since no chance is nothing."""
    if p_value < 0.001:
        return "p < 0.001"
    return f"p = {p_value:.{2 if p_value >= 0.01 else 3}f}"


def amount_words(amount: float, currency: str, places: int = 0) -> str:
    """An amount with its currency: 3,645 EUR."""
    return f"{amount:,.{places}f} {currency}".replace("-", MINUS)


def money_words(micros: int, currency: str) -> str:
    """An exact amount with its currency: 1,000,000.00 EUR."""
    return f"{Decimal(decimal_text(micros)):,} {currency}".replace("-", MINUS)


def signed_amount_words(amount: float, currency: str, places: int = 0) -> str:
    """An amount that says whether it is more or less: +1,200 EUR, −13.06 EUR."""
    return f"{signed(amount, places)} {currency}"


def signed(number: float, places: int) -> str:
    """A number with its sign; what rounds to zero has none: 0."""
    written = f"{number:+,.{places}f}".replace("-", MINUS)
    return written if written.strip(f"+{MINUS}0.,") else "0"
