"""What is surely meant is taken as it is meant, with no word about it: digits for numbers, numbers for ids."""

from __future__ import annotations

import json
from typing import Any

import pytest

from collector.event import Event, Item, Page
from collector.schemas.nested import NO_ITEM
from collector.schemas.reading import read_event, read_event_leniently
from tests.schemas.making import A_LINE, an


def read(type: str, **fields: Any) -> Event:
    """The event, which came with no warning, and which a file may hold as well."""
    text = json.dumps(an(type, **fields)).encode()
    taken = read_event_leniently(text)
    assert dict(taken.warnings) == {}
    assert read_event(text) == taken.event
    return taken.event


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (1001, "1001"),
        (17.0, "17"),
        (-5, "-5"),
        (1.5, "1.5"),
        (1e21, "1000000000000000000000"),
        (-0.0, "0"),
        (12345678901234567890, "12345678901234567890"),
        (" 1001 ", "1001"),
        ("\t1001\n", "1001"),
        ("\u00a01001", "1001"),
        ("10 01", "10 01"),
    ],
)
def test_an_id_is_text_however_a_program_holds_it(sent: Any, kept: str) -> None:
    order = read("purchase", order_id=sent, user_id=sent, visitor_id=sent, view_id=sent)
    assert (order.order_id, order.user_id, order.visitor, order.view_id) == (kept, kept, kept, kept)


def test_lines_of_a_refund_that_are_none_stand_beside_its_amount() -> None:
    assert read("refund", items=[], amount="5") == read("refund", amount="5")
    assert read("refund", items=[], cancel=True) == read("refund", cancel=True)


def test_the_items_of_a_widget_may_be_numbered() -> None:
    assert read("execute", items=[1, {"item": 2, "group": 3}, " c "]).items == (Item("1"), Item("2", "3"), Item("c"))


@pytest.mark.parametrize("blank", ["", " ", None])
def test_what_is_blank_is_as_good_as_not_sent(blank: str | None) -> None:
    event = read("cart_add", user_id=blank, quantity=blank, price=blank, group=blank, props=blank)
    assert event == read("cart_add")


@pytest.mark.parametrize(
    ("sent", "micros"),
    [("2", 2_000_000), ("2.0", 2_000_000), (" 1.25 ", 1_250_000), (1.25, 1_250_000), ("1.0000", 1_000_000)],
)
def test_a_quantity_may_be_in_digits(sent: Any, micros: int) -> None:
    assert read("cart_add", quantity=sent).quantity_micros == micros


@pytest.mark.parametrize("sent", ["1200", "1200.0", 1200.0, 1199.7, 1200.3])
def test_a_time_span_may_be_in_digits_or_fractions(sent: Any) -> None:
    assert read("page_leave", engaged_ms=sent).engaged_ms == 1200


@pytest.mark.parametrize(("sent", "kept"), [("0.5", 0.5), (1.0000000002, 1.0), (-1e-17, 0.0), ("1", 1.0)])
def test_a_share_may_be_in_digits_or_a_hair_outside(sent: Any, kept: float) -> None:
    assert read("page_leave", scroll=sent).scroll == kept


@pytest.mark.parametrize("sent", ["9", 9.0, " 9 ", "9.0"])
def test_a_score_may_be_in_digits(sent: Any) -> None:
    assert json.loads(read("survey", score=sent).body or "")["score"] == 9


@pytest.mark.parametrize("sent", ["true", "TRUE", " true ", "1", 1, "yes"])
def test_true_may_be_a_word(sent: Any) -> None:
    assert json.loads(read("refund", cancel=sent).body or "") == {"cancel": 1}


@pytest.mark.parametrize("sent", ["eur", "Eur", " EUR "])
def test_a_currency_may_be_in_small_letters(sent: str) -> None:
    assert read("purchase", currency=sent).currency == "EUR"


def test_a_word_of_a_list_may_have_capitals() -> None:
    assert read("execute", kind=" Banner").kind == "banner"


def test_a_line_without_an_item_is_kept_under_a_name_that_no_widget_shows() -> None:
    order = read("purchase", items=[A_LINE, {"price": "2.50"}, {"item": "", "price": "1"}])
    assert [(line.item, line.price_micros) for line in order.items] == [
        ("sku-1", 19_900_000),
        (NO_ITEM, 2_500_000),
        (NO_ITEM, 1_000_000),
    ]


@pytest.mark.parametrize("sent", [A_LINE, {"0": A_LINE}, {"3": A_LINE}])
def test_one_line_needs_no_list(sent: Any) -> None:
    assert read("purchase", items=sent) == read("purchase", items=[A_LINE])


def test_a_line_that_was_given_back_may_be_its_id() -> None:
    assert read("refund", items=["sku-1", 2]).items == (Item("sku-1"), Item("2"))


def test_an_address_alone_is_a_page() -> None:
    assert read("page_view", page="https://shop.example/").page == Page("https://shop.example/")


@pytest.mark.parametrize("sent", [19.950000000000003, " 19.95 ", "19.95", 19.95])
def test_tax_is_kept_to_the_sixth_decimal(sent: Any) -> None:
    assert json.loads(read("purchase", tax=sent).body or "") == {"tax": "19.95"}
