"""Millionths are written as exact decimals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.reports.money import decimal_text, decimal_text_or_none


@pytest.mark.parametrize(
    ("micros", "text"),
    [
        (0, "0.00"),
        (90_000_000, "90.00"),
        (2_505_000, "2.505"),
        (1, "0.000001"),
        (10_000, "0.01"),
        (-1_500_000, "-1.50"),
        (-1, "-0.000001"),
        (1_234_567_890_000, "1234567.89"),
    ],
)
def test_two_places_or_as_many_as_it_takes(micros: int, text: str) -> None:
    assert decimal_text(micros) == text


@given(st.integers(-(2**62), 2**62))
def test_no_amount_loses_anything(micros: int) -> None:
    assert Decimal(decimal_text(micros)) * 1_000_000 == micros


def test_no_amount_has_no_text() -> None:
    assert decimal_text_or_none(None) is None
