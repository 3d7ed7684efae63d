"""The same orders from every program: encodings, byte order marks, line ends, delimiters, quotes."""

from __future__ import annotations

import codecs
import gzip
import json
from pathlib import Path

import pytest

from tests.cli.imports.shop_files import HEADER, imported, revenue
from tests.cli.running import Beheld, a_goal

ORDERS = HEADER + "A,2026-03-10 10:00,u1,caf\u00e9,1,10.00\nB,2026-03-10 10:00,u2,x,1,1.00\n"
TABS = ORDERS.replace(",", "\t").replace("\n", "\r\n")


def items_of(beheld: Beheld) -> list[str]:
    return [json.loads(line)["items"][0]["item"] for line in beheld("export").out.splitlines()]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TABS.encode("utf-16"), None),
        (TABS.encode("utf-16"), "utf-16"),
        (TABS.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TABS.encode("utf-16-be"), None),
        (codecs.BOM_UTF16_BE + TABS.encode("utf-16-be"), "utf-16"),
        (TABS.encode("utf-16-le"), "utf-16-le"),
        (TABS.encode("utf-16-le"), None),
        (TABS.encode("utf-16-be"), "utf-16-be"),
        (TABS.encode("utf-32"), None),
        (ORDERS.encode("utf-8-sig"), None),
        (ORDERS.encode("utf-8-sig"), "latin-1"),
        (ORDERS.encode("utf-8-sig"), "utf-8"),
        (ORDERS.encode("cp1252"), "cp1252"),
        (gzip.compress(TABS.encode("utf-16")), None),
    ],
)
def test_a_file_is_read_in_its_encoding(shop: Beheld, content: bytes, encoding: str | None) -> None:
    imported(shop, content, *(["--encoding", encoding] if encoding else []))
    assert items_of(shop) == ["caf\u00e9", "x"]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n", "\r\n\r\n", "\n\n  \n"])
def test_lines_end_as_they_like(shop: Beheld, end: str) -> None:
    imported(shop, ORDERS.replace("\n", end))
    assert revenue(shop) == ("11.00", 2)


def test_line_ends_may_be_mixed_and_the_last_one_missing(shop: Beheld) -> None:
    first, second, third, _ = ORDERS.split("\n")
    imported(shop, f"\n{first}\r\n{second}\r{third}")
    assert revenue(shop) == ("11.00", 2)


@pytest.mark.parametrize(
    ("output", "delimiter"),
    [("sep=;", ";"), ("SEP=,", ","), ("sep=\t", "\t"), ("sep=\\t", "\t"), ('"sep=;"', ";"), ("sep=^", "^")],
)
def test_a_first_line_may_say_what_separates_cells(shop: Beheld, output: str, delimiter: str) -> None:
    imported(shop, ("\ufeff" + output + "\r\n" + ORDERS.replace(",", delimiter)).encode())
    assert revenue(shop) == ("11.00", 2)


def test_lines_are_counted_with_the_one_that_says_what_separates_cells(shop: Beheld) -> None:
    text = "sep=;\n" + HEADER.replace(",", ";") + "A;2026-03-10 10:00;u1;x;1;much\n"
    assert "line 3: items.0.price" in imported(shop, text, code=1).err


@pytest.mark.parametrize(
    "header",
    [
        "order_id , ts, user_id ,items.item,items.quantity , items.price",
        '"order_id","ts","user_id","items.item","items.quantity","items.price"',
        '"order_id" , "ts", "user_id" ,"items.item", "items.quantity","items.price "',
        "\u00a0order_id,ts,user_id,items.item,items.quantity,items.price\u00a0",
    ],
)
def test_names_of_columns_may_have_spaces_and_quotes(shop: Beheld, header: str) -> None:
    imported(shop, ORDERS.replace(HEADER.strip(), header))
    assert revenue(shop) == ("11.00", 2)


def test_a_mapping_finds_a_column_whose_name_has_spaces(shop: Beheld) -> None:
    text = ORDERS.replace("order_id,", '" Order No ",').replace("items.price", "Net, each")
    text = text.replace("Net, each", '"Net, each"')
    imported(shop, text, "--map", "order_id=Order No", "--map", "items.price= Net, each")
    assert revenue(shop) == ("11.00", 2)


def test_a_quoted_cell_may_hold_every_line_end(shop: Beheld) -> None:
    text = HEADER.strip() + ",Notes\n" + 'A,2026-03-10 10:00,u1,x,1,10.00,"one\rtwo\nthree\r\nfour"\n'
    imported(shop, text + "B,2026-03-10 10:00,u2,x,1,1.00,\n")
    assert revenue(shop) == ("11.00", 2)


@pytest.mark.parametrize("size", [200_000, 3_000_000])
def test_a_huge_cell_costs_at_most_its_own_row(shop: Beheld, size: int) -> None:
    huge = "x" * size
    text = HEADER.strip() + f",Notes\nA,2026-03-10 10:00,u1,x,1,10.00,{huge}\nB,2026-03-10 10:00,u2,x,1,1.00,\n"
    output = imported(shop, text, code=0 if size < 2**20 else 1)
    assert revenue(shop)[0] == ("11.00" if size < 2**20 else "1.00")
    assert ("line 2: event has 0 cells" in output.err) == (size > 2**20)


def test_a_huge_cell_of_a_field_is_rejected_by_its_length(shop: Beheld) -> None:
    output = imported(shop, f"{HEADER}A,2026-03-10 10:00,u1,{'x' * 200_000},1,10.00\n", code=1)
    assert "line 2: items.0.item must have at most 128 characters" in output.err


def test_a_quote_that_is_left_open_costs_its_own_line_only(shop: Beheld) -> None:
    text = HEADER + 'A,2026-03-10 10:00,u1,"x,1,10.00\nB,2026-03-10 10:00,u2,x,1,1.00\nC,2026-03-10 10:00,u2,x,1,2.00\n'
    output = imported(shop, text, code=1)
    assert "line 2: event has 4 cells" in output.err
    assert revenue(shop) == ("3.00", 2)


def test_empty_rows_and_empty_cells_at_the_end_say_nothing(shop: Beheld) -> None:
    imported(shop, ORDERS.replace("10.00\n", "10.00,,\n,,,,,\n , ,\n"))
    assert revenue(shop) == ("11.00", 2)


def test_a_header_alone_is_no_mistake(shop: Beheld) -> None:
    assert "0 rows" in imported(shop, HEADER).out


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n", b"sep=;\n"])
def test_a_file_without_a_header_is_reported_as_empty(shop: Beheld, content: bytes) -> None:
    assert "The file is empty" in imported(shop, content, code=2).err


def test_bytes_of_another_encoding_are_named_and_nothing_is_stored(shop: Beheld) -> None:
    output = imported(shop, ORDERS.encode("latin-1"), code=2)
    assert "The file is not utf-8 (byte 0xe9): give it with --encoding" in output.err
    assert shop("export").out == ""
    assert "The file is not utf-8 (byte 0xe9)" in imported(shop, b"\xef\xbb\xbf" + ORDERS.encode("latin-1"), code=2).err


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_json_lines_are_read_with_any_mark_and_line_end(shop: Beheld, encoding: str, end: str) -> None:
    lines = end.join(json.dumps(a_goal(goal=f"caf\u00e9 {number}"), ensure_ascii=False) for number in range(3))
    Path("events.jsonl").write_bytes(lines.encode(encoding))
    assert shop("import", "events.jsonl", "--json").json["accepted"] == 3


@pytest.mark.parametrize("mark", ["\ufeff", "\ufeff\r\n", "\n\ufeff"])
def test_a_list_is_read_behind_a_mark(shop: Beheld, mark: str) -> None:
    Path("list.json").write_text(mark + json.dumps([a_goal(goal=str(number)) for number in range(3)]), "utf-8")
    assert shop("import", "list.json", "--json").json["accepted"] == 3


def test_marks_between_files_that_were_put_together_are_passed_over(shop: Beheld) -> None:
    Path("both.jsonl").write_text("\n".join("\ufeff" + json.dumps(a_goal(goal=goal)) for goal in "ab"), "utf-8")
    assert shop("import", "both.jsonl", "--json").json["accepted"] == 2
