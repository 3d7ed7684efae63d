"""Amounts and numbers as shops of many countries write them."""

from __future__ import annotations

import pytest

from collector.cli.imports.amounts import AmbiguousCommaError, UnreadableError, amount, number
from tests.cli.imports.shop_files import imported, revenue
from tests.cli.running import Beheld


@pytest.mark.parametrize(
    ("text", "decimal", "read"),
    [
        ("19.90", None, "19.90"),
        ("1.234", None, "1.234"),
        ("1,234.50", None, "1234.50"),
        ("1,234,567", None, "1234567"),
        ("1,23,456.50", None, "123456.50"),
        ("1'234.50", None, "1234.50"),
        ("1\u2019234.50", None, "1234.50"),
        ("1 234.50", None, "1234.50"),
        ("1,234", ".", "1234"),
        ("19,90", ",", "19.90"),
        ("1.234", ",", "1234"),
        ("1.234.567", ",", "1234567"),
        ("1.234,50", ",", "1234.50"),
        ("1 234,50", ",", "1234.50"),
        ("1\u202f234,50 \u20ac", ",", "1234.50"),
        ("1\u00a0234,50", ",", "1234.50"),
        ("1'234,50", ",", "1234.50"),
        ("19,90 \u20ac", ",", "19.90"),
        ("\u20ac19.90", None, "19.90"),
        ("EUR 19.90", None, "19.90"),
        ("19.90 EUR", None, "19.90"),
        ("Fr. 19.90", None, "19.90"),
        ("19,-", ",", "19"),
        ("19.-", None, "19"),
        ("19.50-", None, "-19.50"),
        ("19,50 -", ",", "-19.50"),
        ("(19.50)", None, "-19.50"),
        ("(1,234.50 EUR)", None, "-1234.50"),
        (".5", None, "0.5"),
        ("-3.00", None, "-3.00"),
        ("10.00000000", None, "10"),
        ("19.950000000000003", None, "19.95"),
        ("0.0000005", None, "0.000001"),
    ],
)
def test_an_amount_is_read_as_it_is_meant(text: str, decimal: str | None, read: str) -> None:
    assert amount(text, decimal, "EUR") == read


@pytest.mark.parametrize("text", ["19,90", "1,234", "1.234,50", "0,5"])
def test_a_comma_that_may_be_meant_either_way_is_not_guessed_at(text: str) -> None:
    with pytest.raises(AmbiguousCommaError, match="--decimal"):
        amount(text, None)


@pytest.mark.parametrize(
    ("text", "decimal"),
    [("19.90", ","), ("1.2.3", ","), ("1,2,3", "."), *((text, None) for text in ("much", "", "1 2", "1'23", "12:30"))],
)
def test_what_is_no_amount_stays_none(text: str, decimal: str | None) -> None:
    with pytest.raises(UnreadableError):
        amount(text, decimal)


def test_a_currency_may_be_written_small() -> None:
    assert amount("19.90 \u20ac", None, "eur") == "19.90"


@pytest.mark.parametrize("text", ["$19.90", "19.90 USD", "\u00a319.90"])
def test_an_amount_in_another_currency_than_its_order_is_not_taken(text: str) -> None:
    with pytest.raises(UnreadableError, match="EUR"):
        amount(text, None, "EUR")


@pytest.mark.parametrize(
    ("text", "decimal", "read"),
    [
        ("1.0000", None, 1),
        ("2.0", None, 2),
        ("2", None, 2),
        ("1.5", None, 1.5),
        ("1,5", ",", 1.5),
        ("1.000", ",", 1000),
    ],
)
def test_whole_numbers_may_be_written_with_decimals(text: str, decimal: str | None, read: float) -> None:
    found = number(text, decimal)
    assert (found, type(found)) == (read, type(read))


COMMAS = """\
order_id;ts;user_id;items.item;items.price
A;2026-03-10 10:00;u1;x;19,90
B;2026-03-10 10:00;u1;x;1.234,50
C;2026-03-10 10:00;u1;x;19,90 \u20ac
D;2026-03-10 10:00;u1;x;1.234
"""


def test_in_a_file_with_decimal_commas_a_point_groups_thousands(shop: Beheld) -> None:
    imported(shop, COMMAS, "--decimal", ",")
    assert revenue(shop) == ("2508.30", 4)


def test_a_file_with_commas_is_not_begun_until_a_flag_says_what_they_are(shop: Beheld) -> None:
    output = imported(shop, COMMAS, code=2)
    assert "Line 2: '19,90' has a comma: say which is the decimal sign, with --decimal , or --decimal ." in output.err
    assert shop("export").out == ""


def test_quantities_and_prices_with_many_decimals_are_taken(shop: Beheld) -> None:
    rows = "A,2026-03-10 10:00,u1,x,1.0000,10.0000\nB,2026-03-10 10:00,u1,x,2.0,10.00000000\n"
    imported(shop, "order_id,ts,user_id,items.item,items.quantity,items.price\n" + rows)
    assert revenue(shop) == ("30.00", 2)
