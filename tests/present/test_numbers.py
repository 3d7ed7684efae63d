"""How figures are written for people: by unit, in their language, with their change."""

from __future__ import annotations

import pytest

from collector.present.numbers import (
    MINUS,
    amount_text,
    change_text,
    counted,
    difference_text,
    known_locale,
    money_text,
    p_value_text,
    seconds_text,
    share_text,
    value_text,
)
from collector.reports.metrics import METRICS

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0.0"), (1, "100.0"), (0.4532, "45.3"), (0.0525, "5.25"), (0.00131, "0.131"), (-0.02, "−2.00")],
)
def test_a_share_has_about_three_digits(share: float, text: str) -> None:
    assert share_text(share) == f"{text}{NBSP}%"


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.000004, "below 0.001"), (0.000005, "0.001"), (0.9995, "above 99.9"), (0.99949, "99.9"), (1.0001, "100.0"),
        (-0.000001, "−0.000"),
    ],
)  # fmt: skip
def test_nearly_none_is_not_none_and_nearly_all_not_all(share: float, text: str) -> None:
    assert share_text(share) == f"{text}{NBSP}%"


def test_a_difference_too_small_for_its_digits_has_no_sign_before_words() -> None:
    assert value_text(METRICS["lift"], 0.000001, "EUR") == f"below 0.001{NBSP}%"
    assert value_text(METRICS["lift"], 0.01, "EUR") == f"+1.00{NBSP}%"


def test_money_has_the_decimals_of_its_currency_and_the_signs_of_the_language() -> None:
    assert money_text("1234.5", "EUR").replace(NBSP, " ") == "1,234.50 EUR"
    assert money_text("1234.5", "EUR", "de").replace(NBSP, " ") == "1.234,50 EUR"
    assert money_text("1234.5", "JPY").replace(NBSP, " ") == "1,235 JPY"


@pytest.mark.parametrize(
    ("decimal", "currency", "text"),
    [
        ("1234.50", "EUR", "1,234.50"),
        ("-1234567.005", "EUR", "−1,234,567.01"),
        ("0.50", "EUR", "0.50"),
        ("-0.50", None, "−0.50"),
        ("999.00", "JPY", "999"),
        ("1234.5", "KWD", "1,234.500"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(decimal: str, currency: str | None, text: str) -> None:
    assert amount_text(decimal, currency) == text


def test_money_names_its_currency_where_there_is_one() -> None:
    assert money_text("5.00", "EUR") == "5.00 EUR"
    assert money_text("5.00", None) == "5.00"


def test_a_number_stands_with_its_noun() -> None:
    assert [counted(number, "order") for number in (0, 1, 1200)] == ["0 orders", "1 order", "1,200 orders"]
    assert counted(1200, "person", "people", "de") == "1.200 people"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0.0 s"), (8.24, "8.2 s"), (601, "10 min 1 s"), (12_000, "3 h 20 min"), (90_000, "1 d 1 h")],
)
def test_a_length_of_time_has_two_units(seconds: float, text: str) -> None:
    assert seconds_text(seconds) == text


@pytest.mark.parametrize(
    ("name", "value", "prior", "text"),
    [
        ("executed", 112, 100, "+12 %"),
        ("executed", 95, 100, f"{MINUS}5.0 %"),
        ("executed", 5, 0, "new"),
        ("executed", 0, 0, None),
        ("executed", 5, None, None),
        ("ctr", 0.053, 0.041, "+1.2 pp"),
        ("value", "90.00", "100.00", f"{MINUS}10 %"),
        ("executed", 7, 7, "±0.0 %"),
    ],
)
def test_a_change_is_relative_but_for_shares(name: str, value: object, prior: object, text: str | None) -> None:
    change = change_text(METRICS[name], value, prior)
    assert (change and change.replace(NBSP, " ")) == text


def test_what_has_no_value_is_a_dash() -> None:
    assert value_text(METRICS["ctr"], None, "EUR") == "–"


SIGNED = (
    ("lift", 0.485, "+48.5 %"),
    ("lift_low", -0.249, "−24.9 %"),
    ("baseline_change", "1030.22", "+1,030.22 EUR"),
    ("placebo_low", 0.0, "0.0 %"),
    ("delivery_rate", 0.5, "50.0 %"),
)


def test_a_difference_has_its_sign() -> None:
    for name, value, text in SIGNED:
        assert value_text(METRICS[name], value, "EUR").replace("\N{NO-BREAK SPACE}", " ") == text


@pytest.mark.parametrize(
    ("wanted", "locale"), [(("de-AT", "en"), "de_AT"), (("xx-XX", "fr"), "fr"), ((), "en"), (("<script>",), "en")]
)
def test_the_first_language_that_is_known(wanted: tuple[str, ...], locale: str) -> None:
    assert known_locale(wanted) == locale


def test_a_difference_of_shares_is_in_percentage_points() -> None:
    assert [difference_text(each) for each in (-0.834, 0.0012, 0)] == [
        "−83.4\N{NO-BREAK SPACE}pp", "+0.1\N{NO-BREAK SPACE}pp", "±0.0\N{NO-BREAK SPACE}pp",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("p_value", "locale", "written"),
    [
        (0.00456, "en", "0.0046"),
        (0.00456, "de", "0,0046"),
        (0.5, "en", "0.5"),
        (1.0, "en", "1"),
        (0.00001, "fr", "below 0,0001"),
        (0, "en", "below 0.0001"),
    ],
)
def test_a_probability_has_two_digits(p_value: float, locale: str, written: str) -> None:
    assert p_value_text(p_value, locale) == written
