"""How sentences write shares and money."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collector.reports import wording

REPORTS = Path(wording.__file__).parent


@pytest.mark.parametrize(
    ("share", "places", "written"),
    [
        (0.12, None, "+12 %"),
        (-0.034, None, "−3.4 %"),
        (-0.0004, None, "0 %"),
        (0.0, None, "0 %"),
        (12.5, None, "+1,250 %"),
        (-0.03, 0, "−3 %"),
        (0.004, 2, "+0.40 %"),
        (-0.004, 0, "0 %"),
    ],
)
def test_a_share_has_its_sign_and_zero_has_none(share: float, places: int | None, written: str) -> None:
    assert wording.share_words(share, places) == written


@pytest.mark.parametrize(
    ("p_value", "written"),
    [(0.0796, "p = 0.08"), (0.0041, "p = 0.004"), (0.00099, "p < 0.001"), (0.0, "p < 0.001"), (1.0, "p = 1.00")],
)
def test_no_chance_is_nothing(p_value: float, written: str) -> None:
    assert wording.p_value_words(p_value) == written


def test_the_currency_stands_behind_the_amount() -> None:
    assert wording.amount_words(3645.4, "EUR") == "3,645 EUR"
    assert wording.percent_words(0.25) == "25 %"
    assert wording.amount_words(-3645.4, "EUR") == "−3,645 EUR"
    assert wording.signed_amount_words(1200, "EUR") == "+1,200 EUR"
    assert wording.signed_amount_words(-13.059, "USD", 2) == "−13.06 USD"


def test_no_report_writes_signs_percentages_or_currencies_in_a_way_of_its_own() -> None:
    own_way = re.compile(r":\+|:[,.\d]*%\}|\{currency\} (?:\{|[-+\d])")
    found = [
        f"{path.relative_to(REPORTS)}: {line.strip()}"
        for path in REPORTS.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if own_way.search(line) and path.name != "wording.py" and "beheld rate set" not in line
    ]
    assert not found
