"""Numbers as shops write them: 1,234.50, 1.234,50, 1'234.50, 1 234,50, 19,90 €, $ 5 and 1.0000."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

MAX_DECIMALS = 6
SPACES = "\\s\u00a0\u2007\u2009\u202f"
MONEY = re.compile(
    rf"(?P<minus>[-\u2212]?)[{SPACES}]*(?:(?P<before>[^\d.,'\u2019\s+\u2212-]+)\.?)?[{SPACES}]*(?P<inner>[-\u2212]?)"
    rf"(?P<number>\d[\d.,'\u2019{SPACES}]*|[.,]\d+)[\u2013\u2014-]*[{SPACES}]*(?P<after>[^\d.,'\u2019\s+\u2212-]*)\.?"
)
OWED = re.compile(r"\((.*)\)|(.*\d)[ ]?[-\u2212]")
"""How accountants and SAP write what is below nothing: (5.00) and 5.00-; but 5.- and 5,- are whole amounts."""
SIGNS = {"€": "EUR", "£": "GBP", "zł": "PLN", "kč": "CZK", "₹": "INR", "r$": "BRL", "us$": "USD", "₺": "TRY"}
NOT_DOLLARS = {"EUR", "GBP", "CHF", "JPY", "CNY", "PLN", "CZK", "SEK", "NOK", "DKK", "INR", "TRY"}
CODE = re.compile("[A-Z]{3}")


class UnreadableError(ValueError):
    """A text that is not what its field needs; the message has what to do about it, if anything is known."""


class AmbiguousCommaError(ValueError):
    """A comma that may begin decimals or group thousands; a whole file is not to be guessed at."""


def amount(text: str, decimal: str | None, currency: str | None = None) -> str:
    """An amount of money as plain decimals: without its currency sign and thousands marks, rounded to six places."""
    owed = OWED.fullmatch(text)
    found = MONEY.fullmatch(owed[1] or owed[2] if owed else text)
    if found is None:
        raise UnreadableError
    check_currency(found["before"] or found["after"], currency)
    minus = "-" if owed or found["minus"] or found["inner"] else ""
    return minus + rounded(plain(found["number"].strip(), decimal))


def number(text: str, decimal: str | None) -> int | float:
    """A number: whole ones may be written with decimals, as 1.0000."""
    bare = text.removeprefix("-").strip()
    value = Decimal(plain(bare, decimal))
    signed = -value if text.startswith("-") else value
    return int(signed) if signed == signed.to_integral_value() else float(signed)


def plain(text: str, decimal: str | None) -> str:
    """Digits with at most one point, if the text is a number where this is the decimal sign.

    By default the point is, and a comma that may be meant either way is not guessed at.
    """
    digits = re.sub(rf"(?<=\d)['\u2019{SPACES}](?=\d{{3}}(?!\d))", "", text)
    if decimal is None and "," in digits:
        check_unambiguous(text, digits)
    point, group = (",", r"\.") if decimal == "," else (r"\.", ",")
    found = re.fullmatch(rf"(\d*|\d{{1,3}}(?:{group}\d{{2,3}})*{group}\d{{3}})(?:{point}(\d*))?", digits)
    if found is None or not re.search(r"\d", digits):
        if decimal and re.fullmatch(r"[\d.,]+", digits):
            raise UnreadableError(f"is no number if the decimal sign is {decimal!r}: is --decimal right?")
        raise UnreadableError
    whole = re.sub("[.,]", "", found[1]) or "0"
    return f"{whole}.{found[2]}" if found[2] else whole


def check_unambiguous(text: str, digits: str) -> None:
    """Reject to guess what a comma means: 1,234 may be one or a thousand."""
    if not re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d*|(?<=,\d{3},\d{3}))", digits):
        raise AmbiguousCommaError(
            f"{text!r} has a comma: say which is the decimal sign, with --decimal , or --decimal ."
        )


def check_currency(sign: str, currency: str | None) -> None:
    """Reject an amount that is marked with another currency than its event."""
    if not sign or currency is None:
        return
    meant, own = sign.upper() if CODE.fullmatch(sign) else SIGNS.get(sign.lower()), currency.strip().upper()
    if (meant and meant != own) or (sign == "$" and own in NOT_DOLLARS):
        raise UnreadableError(f"is in {sign}, and the currency of its event is {currency}")


def rounded(digits: str) -> str:
    """The digits with at most six decimals, rounded half away from zero."""
    if len(digits.partition(".")[2]) <= MAX_DECIMALS:
        return digits
    return f"{Decimal(digits).quantize(Decimal(10) ** -MAX_DECIMALS, ROUND_HALF_UP).normalize():f}"
