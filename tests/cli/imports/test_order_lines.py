"""The lines of an order make one order, wherever they stand; one that is broken anywhere is rejected as a whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.imports.shop_files import HEADER, imported, revenue
from tests.cli.running import Beheld

BROKEN = HEADER + (
    "A,2026-03-10 10:00,u1,x,1,10.00\nA,2026-03-10 10:00,u1,y, large,1,20.00\nA,2026-03-10 10:00,u1,z,1,30.00\n"
)
SORTED = HEADER + (
    "A,2026-03-10 10:00,u1,x,1,10.00\nB,2026-03-10 11:00,u2,x,1,10.00\n"
    "A,2026-03-10 10:00,u1,y,1,5.00\nB,2026-03-10 11:00,u2,y,1,5.00\n"
)


def test_lines_that_do_not_stand_together_are_joined(shop: Beheld) -> None:
    assert "2 rows: 2 stored" in imported(shop, SORTED).out
    assert revenue(shop) == ("30.00", 2)


def test_the_order_of_lines_makes_no_other_order(shop: Beheld) -> None:
    imported(shop, SORTED)
    header, *rows = SORTED.splitlines()
    assert "0 stored, 2 duplicates" in imported(shop, "\n".join([header, *reversed(rows)])).out
    assert revenue(shop) == ("30.00", 2)


def test_an_order_whose_lines_are_far_apart_is_joined(shop: Beheld) -> None:
    others = "".join(f"O{number},2026-03-10 10:00,u{number},x,1,1.00\n" for number in range(3_000))
    imported(shop, f"{HEADER}A,2026-03-10 10:00,u,x,1,10.00\n{others}A,2026-03-10 10:00,u,y,1,5.00\n")
    assert revenue(shop) == ("3015.00", 3_001)


def test_a_broken_line_rejects_its_whole_order(shop: Beheld) -> None:
    output = imported(shop, BROKEN + "B,2026-03-10 10:00,u2,x,1,1.00\n", code=1)
    assert "line 2: event the order A is rejected as a whole: line 3 has 7 cells, but the header has 6" in output.err
    assert revenue(shop) == ("1.00", 1)


def test_a_corrected_order_is_taken_as_it_is(shop: Beheld) -> None:
    imported(shop, BROKEN, code=1)
    imported(shop, BROKEN.replace("y, large", '"y, large"'))
    assert revenue(shop) == ("60.00", 1)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(
    "broken",
    [
        "A,2026-03-10 10:00,u1,y, large,1,20.00",
        "A,2026-03-10,10:00,u1,y,1,20.00",
        "A,2026-03-10 10:00,u1,y,1",
        'A,"2026',
    ],
)
def test_wherever_the_broken_line_stands_nothing_of_the_order_is_stored(shop: Beheld, place: int, broken: str) -> None:
    lines = ["A,2026-03-10 10:00,u1,x,1,10.00", "A,2026-03-10 10:00,u1,z,1,30.00"]
    lines.insert(place, broken)
    imported(shop, HEADER + "B,2026-03-10 10:00,u2,x,1,1.00\n" + "\n".join(lines), code=1)
    assert revenue(shop) == ("1.00", 1)


def test_a_broken_line_apart_from_its_order_rejects_the_order_too(shop: Beheld) -> None:
    text = SORTED.replace("A,2026-03-10 10:00,u1,y,1,5.00", "A,2026-03-10 10:00,u1,y,y,1,5.00")
    imported(shop, text, code=1)
    assert revenue(shop) == ("15.00", 1)


def test_the_number_of_an_order_is_found_behind_the_cell_that_is_one_too_many(shop: Beheld) -> None:
    header, when = "items.item,items.price,ts,user_id,order_id\n", "2026-03-10 10:00,u1,A\n"
    imported(shop, f"{header}x,10.00,{when}y, large,20.00,{when}", code=1)
    assert revenue(shop) == ("0.00", 0)


def test_an_unreadable_line_amid_an_order_rejects_it(shop: Beheld) -> None:
    text = (
        HEADER
        + "A,2026-03-10 10:00,u1,x,1,10.00\n???\nA,2026-03-10 10:00,u1,y,1,5.00\nB,2026-03-10 11:00,u2,x,1,1.00\n"
    )
    imported(shop, text, code=1)
    assert revenue(shop) == ("1.00", 1)


def test_an_unreadable_line_between_orders_costs_only_itself(shop: Beheld) -> None:
    text = HEADER + "A,2026-03-10 10:00,u1,x,1,10.00\n???\nB,2026-03-10 11:00,u2,x,1,1.00\n"
    assert "line 3: event has 1 cells" in imported(shop, text, code=1).err
    assert revenue(shop) == ("11.00", 2)


def test_a_line_with_a_wrong_value_rejects_its_whole_order(shop: Beheld) -> None:
    imported(shop, BROKEN.replace("y, large,1,20.00", "y,one,20.00"), code=1)
    assert revenue(shop) == ("0.00", 0)


def test_lines_below_that_of_their_order_need_not_repeat_it(shop: Beheld) -> None:
    imported(
        shop, HEADER + "A,2026-03-10 10:00,u1,x,1,10.00\n,,,y,1,5.00\nB,2026-03-10 10:00,u1,x,1,1.00\n,,,z,1,2.00\n"
    )
    assert revenue(shop) == ("18.00", 2)


def test_what_only_a_later_line_has_belongs_to_the_order(shop: Beheld) -> None:
    imported(shop, HEADER + "A,,,x,1,10.00\nA,2026-03-10 10:00,u1,y,1,5.00\n")
    assert revenue(shop) == ("15.00", 1)


def test_a_sum_below_an_order_is_no_line_of_it(shop: Beheld) -> None:
    output = imported(shop, HEADER + "A,2026-03-10 10:00,u1,x,1,10.00\n,,,,,10.00\n", code=1)
    assert "line 3: event has neither an order number nor a time" in output.err
    assert revenue(shop) == ("10.00", 1)


def test_one_number_for_orders_of_two_people_is_named_and_rejected(shop: Beheld) -> None:
    output = imported(shop, HEADER + "A,2026-03-10 10:00,u1,x,1,10.00\nA,2026-03-11 10:00,u2,x,1,5.00\n", code=1)
    assert "the order A is rejected as a whole: line 3 has another user_id than line 2 of the same order" in output.err
    assert revenue(shop) == ("0.00", 0)


def test_two_refunds_of_one_order_stay_two(shop: Beheld) -> None:
    imported(shop, HEADER + "A,2026-03-10 10:00,u1,x,2,10.00\nA,2026-03-10 10:00,u1,y,1,10.00\n")
    Path("refunds.csv").write_text(
        "order_id,ts,items.item,items.quantity\nA,2026-03-11 10:00,x,1\nA,2026-03-12 10:00,x,1\n"
        "A,2026-03-12 10:00,y,1\n"
    )
    assert "2 rows: 2 stored" in shop("import", "refunds.csv", "--set", "type=refund").out
    assert revenue(shop) == ("0.00", 1)


def test_events_that_are_no_orders_are_not_joined(shop: Beheld) -> None:
    row = "quick_add,2026-03-10 10:00,ann,recs,sku-1,1,2.00,EUR,\n"
    text = "type,ts,visitor_id,action,item,quantity,price,currency,order_id\n" + row + row.replace("10:00", "10:01")
    Path("events.csv").write_text(text)
    shop("import", "events.csv")
    assert [json.loads(line)["type"] for line in shop("export").out.splitlines()] == ["quick_add", "quick_add"]
