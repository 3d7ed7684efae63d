"""How figures are written for people: counts, money, shares, lengths of time and their changes, in their language.

Pure; `locale` is an identifier of Babel's, such as "en" or "de_AT".
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal, get_currency_precision

from collector.reports.figures import Metric
from collector.reports.wording import MINUS

MIN_P_VALUE = 0.0001
MIN_PERCENT, MAX_PERCENT = 0.001, 99.9
NO_VALUE = "–"


@lru_cache(maxsize=256)
def known_locale(names: tuple[str, ...]) -> str:
    """The first of these languages, as browsers name them ("de-AT"), that is known here; English if none is."""
    for name in names:
        try:
            return str(Locale.parse(name, sep="-"))
        except (ValueError, UnknownLocaleError):
            continue
    return "en"


def count_text(count: float, locale: str = "en") -> str:
    """1234567 is 1,234,567; a credited part of a conversion has two decimals."""
    return _written(count, "#,##0" if count == int(count) else "#,##0.00", locale)


def quantity_text(quantity: float, locale: str = "en") -> str:
    """How much of something, by its weight or number: 2, 0.25."""
    return _written(Decimal(str(quantity)), "#,##0.######", locale)


def counted(number: int, one: str, many: str | None = None, locale: str = "en") -> str:
    """A number with its noun: 1 order, 1,200 orders."""
    return f"{count_text(number, locale)} {one if number == 1 else many or one + 's'}"


def amount_text(decimal: str, currency: str | None, locale: str = "en") -> str:
    """An exact decimal with as many decimals as its currency has: 1,234.50."""
    places = get_currency_precision(currency or "")
    rounded = Decimal(decimal).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return _written(rounded, f"#,##0.{'0' * places}".rstrip("."), locale)


def money_text(decimal: str, currency: str | None, locale: str = "en") -> str:
    """An exact decimal as people pay it, with its currency where there is one: 1,234.50 EUR."""
    return f"{amount_text(decimal, currency, locale)} {currency or ''}".strip()


def share_text(share: float, locale: str = "en") -> str:
    """A share in percent with about three digits: 45.3 %, 5.25 %, 0.131 %; 0 % and 100 % only of none and of all."""
    percent = abs(share) * 100
    if 0 < share * 100 < MIN_PERCENT / 2:
        return f"below {share_text(MIN_PERCENT / 100, locale)}"
    if (MAX_PERCENT + 100) / 2 <= share * 100 < 100:
        return f"above {share_text(MAX_PERCENT / 100, locale)}"
    places = 1 if percent >= 10 or not percent else 2 if percent >= 1 else 3
    return f"{decimal_text(share * 100, places, locale)}\N{NO-BREAK SPACE}%"


def seconds_text(seconds: float, locale: str = "en") -> str:
    """A length of time in its two largest units: 8.2 s, 10 min 1 s, 3 h 20 min, 2 d 5 h."""
    if abs(seconds) < 60:
        return f"{decimal_text(seconds, 1, locale)} s"
    left = round(abs(seconds))
    parts: list[str] = []
    for length, unit in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")):
        count, left = divmod(left, length)
        if count or parts:
            parts.append(f"{count_text(count, locale)} {unit}" if count else "")
        if len(parts) == 2:
            break
    return (MINUS if seconds < 0 else "") + " ".join(filter(None, parts))


def decimal_text(number: float, places: int, locale: str = "en") -> str:
    """A number with so many decimals: 1,234.5."""
    return _written(_rounded(number, places), f"#,##0.{'0' * places}".rstrip("."), locale)


def p_value_text(p_value: float, locale: str = "en") -> str:
    """The probability of as much by chance, with two digits: 0.0046."""
    if p_value < MIN_P_VALUE:
        return f"below {_written(Decimal(str(MIN_P_VALUE)), '0.####', locale)}"
    return _written(Decimal(f"{p_value:.2g}"), "0.######", locale)


def _written(number: float | Decimal, pattern: str, locale: str) -> str:
    """A number in a language's digits and separators, with a true minus."""
    return str(format_decimal(number, pattern, locale=locale)).replace("-", MINUS)


def _rounded(number: float, places: int) -> Decimal:
    return Decimal(repr(float(number))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def value_text(metric: Metric, value: Any, currency: str, locale: str = "en") -> str:
    """A figure by its unit, with its sign if it is a difference; a dash where it has no value."""
    if value is None:
        return NO_VALUE
    written = _value_text(metric, value, currency, locale)
    return f"+{written}" if metric.signed and written[0].isdigit() and Decimal(str(value)) > 0 else written


def _value_text(metric: Metric, value: Any, currency: str, locale: str) -> str:
    if metric.unit == "money":
        return money_text(value, currency, locale)
    if metric.unit == "share":
        return share_text(value, locale)
    if metric.unit in ("seconds", "ms"):
        return seconds_text(value / 1000 if metric.unit == "ms" else value, locale)
    if metric.unit in ("per visit", "per customer", "score"):
        return decimal_text(value, 2, locale)
    if metric.unit == "points":
        return points_text(value, locale)
    return count_text(value, locale)


def points_text(points: float, locale: str = "en") -> str:
    """A Net Promoter Score, which may be below zero."""
    return decimal_text(points, 0, locale)


def change_text(metric: Metric, value: Any, prior: Any, locale: str = "en") -> str | None:
    """The change from prior to value: +12 % of a count or an amount, +1.2 pp of a share; None if there is none."""
    if value is None or prior is None:
        return None
    now, before = Decimal(str(value)), Decimal(str(prior))
    if metric.unit == "share":
        return difference_text(now - before, locale)
    if metric.unit == "points":
        return _signed(now - before, f"{decimal_text(abs(float(now - before)), 1, locale)} points")
    if not before:
        return "new" if now else None
    change = (now - before) / abs(before) * 100
    places = 1 if abs(change) < 10 else 0
    return _signed(change, f"{decimal_text(abs(float(change)), places, locale)}\N{NO-BREAK SPACE}%")


def difference_text(difference: float | Decimal, locale: str = "en") -> str:
    """A difference of two shares, in percentage points: −12.3 pp."""
    points = decimal_text(abs(float(difference)) * 100, 1, locale)
    return _signed(Decimal(str(difference)), f"{points}\N{NO-BREAK SPACE}pp")


def _signed(change: Decimal, written: str) -> str:
    return f"{'+' if change > 0 else MINUS if change < 0 else '±'}{written}"
