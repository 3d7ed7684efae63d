"""What is rejected is written as it stood, so that it can be corrected there and imported as it is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.imports.shop_files import imported, revenue
from tests.cli.imports.test_order_lines import BROKEN
from tests.cli.running import Beheld, a_goal, jsonl

GOOD = "B,2026-03-10 10:00,u2,x,1,1.00\n"


def test_rejected_orders_are_written_with_their_header_and_all_their_lines(shop: Beheld) -> None:
    imported(shop, BROKEN + GOOD, "--rejected-to", "rejected.csv", code=1)
    assert Path("rejected.csv").read_text("utf-8-sig") == BROKEN
    assert Path("rejected.csv.reasons.txt").read_text() == (
        "line 2 here, line 2 there: event the order A is rejected as a whole: line 3 has 7 cells, "
        "but the header has 6\n"
    )


def test_what_was_rejected_is_corrected_and_imported_with_the_same_options(shop: Beheld) -> None:
    text = ("sep=;\r" + (BROKEN + GOOD).replace("\n", "\r").replace(",", ";")).replace("u1", "ann\u00e9")
    options = ("--encoding", "latin-1", "--set", "page.title=\u00e9")
    imported(shop, text.encode("latin-1"), *options, "--rejected-to", "rejected.csv", code=1)
    rejected = Path("rejected.csv")
    rejected.write_bytes(rejected.read_bytes().replace(b"y; large", b'"y; large"'))
    shop("import", "rejected.csv", "--set", "type=purchase", "--set", "currency=EUR", *options)
    assert revenue(shop) == ("61.00", 2)
    assert '"user_id":"ann\u00e9"' in shop("export").out


def test_rejected_json_is_written_a_line_each(shop: Beheld) -> None:
    Path("list.json").write_text(json.dumps([a_goal(), a_goal(goal=[1]), a_goal(goal=[2])], indent=2))
    shop("import", "list.json", "--rejected-to", "rejected.jsonl", code=1)
    rejected = [json.loads(line) for line in Path("rejected.jsonl").read_text().splitlines()]
    assert rejected == [a_goal(goal=[1]), a_goal(goal=[2])]
    shop("import", jsonl(Path("corrected.jsonl"), *(event | {"goal": "g"} for event in rejected)))


def test_the_file_that_is_imported_is_not_written_over(shop: Beheld) -> None:
    output = imported(shop, BROKEN, "--rejected-to", "rows.csv", code=2)
    assert "--rejected-to names the file that is imported" in output.err
    assert Path("rows.csv").read_text() == BROKEN
