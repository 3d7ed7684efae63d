"""How much an order or a goal may be worth that only the public key reported: more is not believed as money.

Everybody has the public key, so anybody can send any value with it. The limit is the site's setting
`max_public_value`, in the site's own currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

MICROS = 1_000_000
SETTING = "max_public_value"
DEFAULT, DEFAULT_OF_SMALL_UNITS = 1_000_000, 1_000_000_000

SMALL_UNITS = frozenset((
    "AFN", "ALL", "AMD", "AOA", "ARS", "BDT", "BIF", "BTN", "CDF", "CLP", "COP", "CRC", "CVE", "DJF",
    "DOP", "DZD", "ETB", "GMD", "GNF", "GYD", "HTG", "HUF", "IDR", "INR", "IQD", "IRR", "ISK", "JMD",
    "JPY", "KES", "KGS", "KHR", "KMF", "KRW", "KZT", "LAK", "LBP", "LKR", "LRD", "MGA", "MMK", "MNT",
    "MUR", "MWK", "MZN", "NGN", "NPR", "PHP", "PKR", "PYG", "RSD", "RUB", "RWF", "SDG", "SLL", "SOS",
    "SSP", "SYP", "TZS", "UGX", "UYU", "UZS", "VND", "VUV", "XAF", "XOF", "XPF", "YER", "ZWL",
))  # fmt: skip
"""Currencies of which one unit is worth about two cents of a euro, or less: a million of them may be a usual order."""


def max_public_micros(settings: Mapping[str, Any], currency: str) -> int:
    """The limit of a site, in millionths of its currency: as it was set, or by default."""
    limit = settings.get(SETTING)
    if limit is None:
        return MICROS * (DEFAULT_OF_SMALL_UNITS if currency in SMALL_UNITS else DEFAULT)
    return int(Decimal(str(limit)) * MICROS)
