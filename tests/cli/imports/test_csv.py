"""`beheld import FILE.csv`: columns become fields, rows become events, and rows of one order become its lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from collector.store import SqliteStore
from tests.cli.running import Beheld, Said, jsonl

ORDERS = """\
Name,Email,Created at,Lineitem sku,Lineitem quantity,Lineitem price,Notes
#1001,ann@shop.example,2026-01-06 10:00:00 +0100,sku-1,2,19.90,
#1001,,,sku-2,1,5.00,"a gift,
wrapped"
#1002,bob@shop.example,2026-01-07 11:30:00 +0100,sku-1,1,19.90,
"""
MAPPED = [
    *("--set", "type=purchase", "--set", "currency=EUR"),
    *("--map", "order_id=Name", "--map", "user_id=Email", "--map", "ts=Created at", "--map", "items.item=Lineitem sku"),
    *("--map", "items.quantity=Lineitem quantity", "--map", "items.price=Lineitem price"),
]


def imported(beheld: Beheld, text: str | bytes, *arguments: str, code: int = 0) -> Said:
    Path("rows.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return beheld("import", "rows.csv", *arguments, code=code)


def events(store: SqliteStore) -> list[dict[str, Any]]:
    return [dict(row) for row in store.query("select * from events order by seq")]


def test_the_rows_of_one_order_are_its_lines(shop: Beheld, store: SqliteStore) -> None:
    imported(shop, ORDERS, *MAPPED)
    orders = [(row["order_id"], row["user_id"], row["ts"]) for row in events(store)]
    assert orders == [
        ("#1001", "ann@shop.example", 1_767_690_000_000),
        ("#1002", "bob@shop.example", 1_767_781_800_000),
    ]
    lines = store.query("select item, quantity_micros / 1000000, price_micros from event_items order by seq, line")
    assert [tuple(line) for line in lines] == [
        ("sku-1", 2, 19_900_000),
        ("sku-2", 1, 5_000_000),
        ("sku-1", 1, 19_900_000),
    ]


def test_columns_that_nothing_is_taken_from_are_named(shop: Beheld) -> None:
    assert "Columns not used: Notes" in imported(shop, ORDERS, *MAPPED).err


def test_a_column_that_is_a_field_of_another_type_only_is_not_used(shop: Beheld) -> None:
    text = "order_id,ts,user_id,items.price,comment,status\nA,2026-01-06,ann,1,thanks,paid\n"
    said = imported(shop, text, "--set", "type=purchase", "--set", "currency=EUR")
    assert ("Columns not used: comment, status" in said.err, "1 stored" in said.out) == (True, True)


def test_an_order_with_a_day_alone_keeps_the_time_that_is_known_of_it(shop: Beheld, store: SqliteStore) -> None:
    known = {"type": "purchase", "visitor_id": "v1", "currency": "EUR", "items": [{"item": "x", "price": "1"}]}
    times = {"A": "2026-01-06T23:59:00Z", "B": "2026-01-07T00:00:00Z"}
    jsonl(Path("known.jsonl"), *(known | {"order_id": order, "ts": ts} for order, ts in times.items()))
    shop("import", "known.jsonl")
    text = "order_id,ts,user_id,items.item,items.price\n" + "".join(f"{order},DAY,ann,x,1\n" for order in "ABC")
    given = ("--set", "type=purchase", "--set", "currency=EUR")
    imported(shop, text.replace("DAY", "2026-01-06"), *given)
    assert "3 duplicates" in imported(shop, text.replace("DAY", "2026-01-06"), *given).out
    imported(shop, text.replace("DAY", "06.01.2026").replace("ann", "bob"), *given, "--time-format", "%d.%m.%Y")
    midnight, minute = 1_767_657_600_000, 1_767_743_940_000
    assert [row["ts"] for row in events(store)[2:]] == [minute, midnight, midnight] * 2


def test_orders_are_imported_once_however_often_they_are_imported(shop: Beheld) -> None:
    imported(shop, ORDERS, *MAPPED)
    assert "2 duplicates" in imported(shop, ORDERS, *MAPPED).out


def test_columns_named_as_fields_need_no_mapping(shop: Beheld, store: SqliteStore) -> None:
    header = "type,ts,visitor_id,view_id,page.url,scroll,engaged_ms,props"
    text = header + '\npage_leave,1767348000,ann,v1,/p,0.5,1200,"{""a"": 1}"\n'
    imported(shop, text)
    (event,) = events(store)
    assert (event["ts"], event["scroll"], event["engaged_ms"]) == (1_767_348_000_000, 0.5, 1200)
    assert event["body"] == '{"props":{"a":1}}'
    assert store.query("select url from pages")[0]["url"] == "/p"


@pytest.mark.parametrize(
    ("written", "ts"),
    [
        ("2026-07-01T12:00:00Z", 1_782_907_200_000),
        ("2026-07-01 12:00", 1_782_903_600_000),
        ("2026-07-01T12:00:00+02:00", 1_782_900_000_000),
        ("1782907200000", 1_782_907_200_000),
        ("1782907200", 1_782_907_200_000),
    ],
    ids=["UTC", "in the site's time zone", "with an offset", "epoch milliseconds", "epoch seconds"],
)
def test_times_are_read_as_people_write_them(beheld: Beheld, tmp_path: Path, written: str, ts: int) -> None:
    beheld("site", "add", "shop", "--time-zone", "Europe/Lisbon")
    imported(beheld, f"visitor_id,ts\nann,{written}\n", "--set", "type=goal", "--set", "goal=g")
    exported = beheld("export").out
    assert f'"ts":{ts},' in exported


def test_a_row_with_too_few_cells_is_rejected_with_its_line(shop: Beheld) -> None:
    output = imported(shop, ORDERS + "#1003,too,few\n", *MAPPED, code=1)
    assert "line 6: event has 3 cells, but the header has 7" in output.err


def test_a_text_that_is_no_number_is_rejected_by_the_schemas(shop: Beheld) -> None:
    output = imported(shop, ORDERS.replace("sku-1,2,", "sku-1,two,", 1), *MAPPED, code=1)
    assert "line 2: items.0.quantity must be a number" in output.err


def test_semicolons_and_a_byte_order_mark_are_understood(shop: Beheld, store: SqliteStore) -> None:
    text = "\ufefftype;ts;visitor_id;goal\ngoal;1767348000000;ann;a,b\n"
    imported(shop, text)
    assert events(store)[0]["name"] == "a,b"


def test_other_encodings_are_named(shop: Beheld, store: SqliteStore) -> None:
    text = "type,ts,visitor_id,goal\ngoal,1767348000000,ann,caf\u00e9\n".encode("latin-1")
    assert "--encoding" in imported(shop, text, code=2).err
    imported(shop, text, "--encoding", "latin-1")
    assert events(store)[0]["name"] == "caf\u00e9"


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["--map", "order_id=Number"], "no column 'Number'"),
        (["--encoding", "utf-9"], "no encoding 'utf-9'"),
        ([], "--map FIELD=COLUMN"),
    ],
)
def test_a_wrong_mapping_is_answered_in_a_sentence(shop: Beheld, arguments: list[str], output: str) -> None:
    assert output in imported(shop, ORDERS, *arguments, code=2).err


def test_lines_on_an_event_that_has_none_are_rejected_not_dropped(shop: Beheld) -> None:
    text = "type,ts,visitor_id,goal,items.item\ngoal,1767348000000,ann,g,sku-1\n"
    assert "line 2: items" in imported(shop, text, code=1).err


def test_an_empty_file_is_answered_in_a_sentence(shop: Beheld) -> None:
    assert "The file is empty" in imported(shop, "", code=2).err


def test_two_columns_of_one_name_are_not_guessed_between(shop: Beheld) -> None:
    output = imported(shop, ORDERS.replace("Notes", "Email"), *MAPPED, code=2)
    assert "Two columns are named 'Email', and user_id needs one" in output.err


def test_what_keeps_excel_from_taking_a_cell_for_a_number_is_no_part_of_it(shop: Beheld, store: SqliteStore) -> None:
    imported(shop, ORDERS.replace("sku-1", '="00123"').replace("sku-2", '"=""00124"""'), *MAPPED)
    assert [row["item"] for row in store.query("select item from event_items")] == ["00123", "00124", "00123"]


def test_the_next_column_is_used_where_the_first_is_empty(shop: Beheld, store: SqliteStore) -> None:
    text = ORDERS.replace("sku-2,", ",").replace('"a gift,\nwrapped"', "Gift wrap")
    imported(shop, text, *MAPPED, "--map", "items.item=Notes")
    assert [row["item"] for row in store.query("select item from event_items")] == ["sku-1", "Gift wrap", "sku-1"]
