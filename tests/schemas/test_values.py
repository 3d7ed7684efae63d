"""What values become: amounts without rounding, times in milliseconds, ids in one spelling, long texts shortened."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.event import Event, Item, Page
from collector.schemas.reading import read_event
from collector.schemas.values import micros
from tests.schemas.making import an

AMOUNTS = st.integers(0, 10**15 - 1)


def read(event: dict[str, Any]) -> Event:
    return read_event(json.dumps(event).encode())


@given(AMOUNTS)
def test_an_amount_is_exact_as_text_and_as_a_number(amount_micros: int) -> None:
    exact = Decimal(amount_micros).scaleb(-6)
    assert micros(f"{exact:f}") == amount_micros
    assert micros(json.loads(f"{exact:f}")) == amount_micros


@pytest.mark.parametrize(
    ("written", "amount_micros"),
    [
        ("19.90", 19_900_000),
        ("0", 0),
        (7, 7_000_000),
        (1e-06, 1),
        ("1000000000", 10**15),
        (1e9, 10**15),
        ("007.5", 7_500_000),
        (19.950000000000003, 19_950_000),
        (0.1 + 0.2, 300_000),
        (-0.0, 0),
        (-1e-9, 0),
        (1e-7, 0),
        (5e-7, 1),
        ("0.0000005", 1),
        ("19.9000004999999999999999999999999999", 19_900_000),
        (" 19.90 ", 19_900_000),
        ("1 234.50", 1_234_500_000),
        ("1\u202f234\u00a0567.5", 1_234_567_500_000),
        ("+5", 5_000_000),
        (".5", 500_000),
        ("5.", 5_000_000),
        ("1e-7", 0),
        ("1.5E+2", 150_000_000),
        ("-0.00", 0),
    ],
)
def test_amounts_are_millionths(written: Any, amount_micros: int) -> None:
    assert read(an("goal", value=written, currency="EUR")).amount_micros == amount_micros


@pytest.mark.parametrize("written", ["", "1_000", "1,5", "1,000.00", "1 2", "\u0661", "0x1", "NaN", "€1", ".", "1e"])
def test_an_amount_in_quotes_is_digits_with_at_most_one_point(written: str) -> None:
    with pytest.raises(Exception, match="amount"):
        micros(written)


@pytest.mark.parametrize(
    ("written", "ts"),
    [
        (1767348000123, 1767348000123),
        ("2026-01-02T10:00:00Z", 1767348000000),
        ("2026-01-02t11:00:00.123999+01:00", 1767348000123),
        ("1969-12-31T23:59:59.999Z", -1),
        ("1767348000123", 1767348000123),
        (1767348000123.9, 1767348000123),
        (" 2026-01-02T10:00:00+0000 ", 1767348000000),
    ],
)
def test_times_are_epoch_milliseconds(written: Any, ts: int) -> None:
    assert read(an("click", ts=written)).ts == ts


def test_an_id_has_one_spelling() -> None:
    assert read(an("click", id="0197C3A1-5B7E-7C3D-9F00-5A1C2E3D4F50")).id == "0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50"


@pytest.mark.parametrize(
    "id",
    [
        "0197c3a15b7e7c3d9f005a1c2e3d4f50",
        "{0197C3A1-5B7E-7C3D-9F00-5A1C2E3D4F50}",
        "urn:uuid:0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50",
        " 0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50 ",
    ],
)
def test_an_id_is_the_same_in_every_usual_form(id: str) -> None:
    assert read(an("click", id=id)).id == "0197c3a1-5b7e-7c3d-9f00-5a1c2e3d4f50"


def test_null_means_not_sent() -> None:
    assert read(an("quick_add") | {"quantity": None, "group": None, "page": None}) == read(an("quick_add"))


@pytest.mark.parametrize("type", ["quick_add", "cart_add", "cart_remove"])
def test_one_piece_by_default(type: str) -> None:
    assert read(an(type)).quantity_micros == 1_000_000


def test_lines_of_an_order_are_items_with_money_in_millionths() -> None:
    line = {"item": "s", "group": "g", "quantity": 3, "price": "19.90", "discount": 1, "category": "tea"}
    order = read(an("purchase", items=[line, {"item": "t", "price": 0}]))
    assert order.items == (
        Item("s", "g", 3_000_000, 19_900_000, 1_000_000, None, "tea"),
        Item("t", None, 1_000_000, 0, None, None, None),
    )


def test_refunded_lines_keep_what_was_paid_back_and_imply_no_quantity() -> None:
    assert read(an("refund", items=[{"item": "s", "amount": "15.00"}])).items == (Item("s", amount_micros=15_000_000),)


def test_items_shown_are_ids_or_objects() -> None:
    shown = read(an("execute", items=["s", {"item": "t", "group": "g", "category": "tea"}])).items
    assert shown == (Item("s"), Item("t", "g", category="tea"))


def test_columns_have_names_of_their_own() -> None:
    assert read(an("custom", name="spin")).name == "spin"
    assert read(an("goal", goal="signup")).name == "signup"
    assert read(an("subscription", mrr="9", currency="EUR")).amount_micros == 9_000_000
    assert read(an("cart_add", group="g")).item_group == "g"


def test_what_has_no_column_is_kept_as_sorted_compact_json() -> None:
    order = an("purchase", tax=9.1, shipping="5.00", props={"b": 1, "a": {"z": None, "y": [1.5, "ä"]}})
    body = '{"props":{"a":{"y":[1.5,"ä"],"z":null},"b":1},"shipping":"5.00","tax":"9.1"}'
    assert read(order).body == body
    assert read(an("purchase")).body is None


def test_an_address_that_is_too_long_is_shortened_and_its_event_stored() -> None:
    page = {"url": "https://shop.example/?" + "x" * 5_000, "title": "t" * 600, "referrer": "r" * 5_000, "item": "s"}
    stored = read(an("page_view", page=page)).page
    assert stored == Page(page["url"][:2_048], "t" * 512, "r" * 2_048, "s")


@pytest.mark.parametrize("page", [{}, {"url": "", "title": None}])
def test_an_empty_page_is_none(page: dict[str, Any]) -> None:
    assert read(an("page_view", page=page)).page is None


def test_a_survey_answer_may_have_a_scale_of_its_own() -> None:
    found = json.loads(read(an("survey", instrument="csat", score=7, scale=10, answers=["a"])).body or "")
    assert found == {"instrument": "csat", "score": 7, "scale": 10, "answers": ["a"]}


def test_eight_levels_of_nesting_are_stored() -> None:
    props: Any = 1
    for _ in range(8):
        props = {"in": props}
    assert json.loads(read(an("click", props=props)).body or "") == {"props": props}
