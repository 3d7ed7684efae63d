"""`--dry-run`: what an import would come to, before anything is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.imports.shop_files import HEADER, imported, revenue
from tests.cli.imports.test_order_lines import BROKEN
from tests.cli.running import Beheld, a_goal, jsonl

ORDERS = HEADER + "B,2026-03-10 10:00,u1,x,2,10.00\nC,2026-03-10 10:00,u2,x,1,1.50\n"


def test_orders_money_and_rejections_are_shown_and_nothing_is_stored(shop: Beheld) -> None:
    output = imported(shop, BROKEN + "B,2026-03-10 10:00,u1,x,2,10.00\n", "--dry-run", code=1)
    assert output.out == (
        "2 rows: 1 would be stored, 0 duplicates, 1 rejected\n  orders: 1, 20.00 EUR\nDry run: nothing was stored.\n"
    )
    assert "line 2: event the order A is rejected" in output.err
    assert shop("export").out == ""
    assert shop("import", "list", "--json").json == []


def test_programs_get_the_same_as_json(shop: Beheld) -> None:
    output = imported(shop, ORDERS, "--dry-run", "--json").json
    assert (output["dry_run"], output["label"], output["orders"], output["money"]) == (True, None, 2, {"EUR": "21.50"})
    assert output["rejections"] == []


def test_money_is_shown_by_currency_and_other_events_by_type(shop: Beheld) -> None:
    line = {"item": "x", "price": "10.00", "discount": "1.00", "quantity": 2}
    purchase = {"type": "purchase", "ts": 1_773_133_200_000, "user_id": "u1", "items": [line]}
    refund = {"type": "refund", "ts": 1_773_133_200_000, "order_id": "A"}
    file = jsonl(
        Path("events.jsonl"),
        *(purchase | {"order_id": "A", "currency": "EUR"}, purchase | {"order_id": "B", "currency": "USD"}),
        *(refund, a_goal(), a_goal(goal="other")),
    )
    out = shop("import", file, "--dry-run").out
    assert "  orders: 2, 19.00 EUR + 19.00 USD\n  refunds: 1, 1 of whole orders\n  goal: 2\n" in out


def test_money_has_the_decimals_of_its_currency(shop: Beheld) -> None:
    yen = ORDERS.replace("10.00", "1000").replace("1.50", "500")
    Path("yen.csv").write_text(yen)
    out = shop("import", "yen.csv", "--set", "type=purchase", "--set", "currency=JPY", "--dry-run").out
    assert "  orders: 2, 2,500 JPY\n" in out


@pytest.mark.parametrize(
    ("more", "money"),
    [
        pytest.param({"items": [{"item": "x", "price": "1 234.50"}]}, "1234.50", id="thousands set apart"),
        pytest.param({"items": [{"item": "x", "price": 5, "quantity": "", "discount": ""}]}, "5.00", id="blank"),
        pytest.param({"items": {"item": "x", "price": "5"}}, "5.00", id="one line without its list"),
        pytest.param({"items": {"0": {"item": "x", "price": "5"}}, "currency": " eur"}, "5.00", id="a list by number"),
    ],
)
def test_money_is_that_of_what_is_taken_however_it_is_written(shop: Beheld, more: dict[str, Any], money: str) -> None:
    purchase = {"type": "purchase", "ts": 1_773_133_200_000, "user_id": "u1", "order_id": "A", "currency": "EUR"}
    output = shop("import", jsonl(Path("events.jsonl"), purchase | more, a_goal()), "--dry-run", "--json").json
    assert (output["accepted"], output["money"]) == (2, {"EUR": money})


def test_what_is_stored_already_is_known_beforehand(shop: Beheld) -> None:
    imported(shop, ORDERS)
    more = ORDERS + "D,2026-03-10 10:00,u2,x,1,1.00\n"
    assert "1 would be stored, 2 duplicates" in imported(shop, more, "--dry-run").out
    assert revenue(shop) == ("21.50", 2)


def test_a_row_that_occurs_twice_would_be_stored_once(shop: Beheld) -> None:
    file = jsonl(Path("events.jsonl"), a_goal(), a_goal())
    assert "1 would be stored, 1 duplicates" in shop("import", file, "--dry-run").out
