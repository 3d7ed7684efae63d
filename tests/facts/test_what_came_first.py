"""What a person ordered and was shown first, and what was sold at full price: what reports on customers read."""

from __future__ import annotations

from typing import Any

from collector.store import SqliteStore
from tests.facts.streams import START, a_line, a_purchase, a_refund, a_view, an_event, facts_of


def ann(store: SqliteStore, *events: Any) -> dict[str, Any]:
    (row,) = facts_of(store, *events)["persons"]
    return {name: row[name] for name in row if name.startswith("first_")}


def test_the_first_order_that_has_money_and_its_session(store: SqliteStore) -> None:
    found = ann(
        store, a_view(0), a_purchase(1, a_line("A", 5), order="1", currency="USD"),
        a_purchase(2, a_line("A", 5), order="2"), a_purchase(3, a_line("A", 5), order="3"),
    )  # fmt: skip
    assert found["first_order_at"] == START + 2 * 60_000
    assert (found["first_order_visitor"], found["first_order_session"]) == ("ann", START)
    assert found["first_delivered_at"] is None


def test_a_cancelled_order_was_none(store: SqliteStore) -> None:
    found = ann(store, a_view(0), a_purchase(1, a_line("A", 5)), a_refund(9, body='{"cancel":1}'))
    assert found["first_order_at"] is None


def test_the_first_delivery_may_be_a_ghost(store: SqliteStore) -> None:
    found = ann(
        store, an_event("execute", 0, action="early", view_id="w1"),
        an_event("deliver", 1, action="hero", variation="control", view_id="w1"),
        an_event("deliver", 2, action="recs", view_id="w1"),
    )  # fmt: skip
    assert (found["first_delivered_at"], found["first_delivered_action"]) == (START + 60_000, "hero")
    assert (found["first_delivered_ghost"], found["first_delivered_session"]) == (1, START)


def test_what_any_discount_lowered_was_not_sold_at_full_price(store: SqliteStore) -> None:
    facts = facts_of(
        store, a_view(0), a_purchase(1, a_line("A", 5, discount=1), a_line("B", 5)),
        a_purchase(2, a_line("A", 5), order="2", amount_micros=1), a_refund(3, a_line("B", 0), order="1"),
    )  # fmt: skip
    assert [(row["item"], row["discounted"]) for row in facts["order_lines"]] == [("A", 1), ("B", 0), ("A", 1)]
    assert [row["full_price_micros"] for row in facts["orders"]] == [0, 0]
    plain = facts_of(store, a_purchase(5, a_line("C", 7), order="3"))["orders"]
    assert [row["full_price_micros"] for row in plain][-1] == 7_000_000
