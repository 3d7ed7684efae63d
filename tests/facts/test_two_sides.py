"""An order that is reported from two sides: which report stands, whose it is, and where they contradict each other."""

from __future__ import annotations

from typing import Any

import pytest

from collector.event import PUBLIC, SECRET, Event, Item
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, Context, a_line, a_purchase, a_refund, a_view, an_event, facts_of

EUR = 1_000_000
DAY = 24 * 60


def from_server(minutes: float, *lines: Item, **fields: Any) -> Event:
    """The shop's own report of order 1, for a user alone."""
    return a_purchase(minutes, *lines, **({"visitor": None, "user_id": "17", "trust": SECRET} | fields))


def by_browser(minutes: float, *lines: Item, **fields: Any) -> Event:
    """A browser's report of order 1."""
    return a_purchase(minutes, *lines, **({"trust": PUBLIC} | fields))


def found(store: SqliteStore, *events: Event) -> list[tuple[str, int, str | None]]:
    rows = facts_of(store, *events)["order_lines"]
    return sorted((row["person"], row["net_micros"] // EUR, row["found_action"]) for row in rows)


def clicked(minutes: float, item: str = "x", **fields: Any) -> Event:
    return an_event("click", minutes, **({"view_id": "w1", "action": "recs", "item": item} | fields))


@pytest.mark.parametrize("minutes", [4.9, 5.1, 5 + DAY, 5 - DAY])
def test_a_server_that_names_only_the_user_takes_nothing_from_what_was_found(
    store: SqliteStore, minutes: float
) -> None:
    events = [a_view(), clicked(1), by_browser(5, a_line("x", 10)), from_server(minutes, a_line("x", 10))]
    expected = "recs" if minutes > 1 else None
    assert found(store, *events) == [("u:17", 10, expected)]


def test_a_browser_a_day_and_a_minute_away_is_not_the_buyers(store: SqliteStore) -> None:
    events = [a_view(), clicked(1), by_browser(5, a_line("x", 10)), from_server(6 + DAY, a_line("x", 10))]
    assert found(store, *events) == [("u:17", 10, None)]


def test_the_order_is_in_the_session_of_the_browser_that_reported_it(store: SqliteStore) -> None:
    other = a_view(5, visitor="bob", user_id="17", view_id="w9")
    events = [a_view(), other, by_browser(5, a_line("x", 10)), from_server(5.5, a_line("x", 10))]
    (order,) = facts_of(store, *events)["orders"]
    assert (order["session_visitor"], order["visitor"]) == ("ann", "ann")


def test_what_the_browser_does_afterwards_is_the_users(store: SqliteStore) -> None:
    events = [a_view(), by_browser(5, a_line("x", 10)), from_server(4, a_line("x", 10)), a_view(9, view_id="w2")]
    assert [row["person"] for row in facts_of(store, *events)["persons"]] == ["u:17"]


def test_the_secret_key_outranks_an_earlier_public_report(store: SqliteStore) -> None:
    taken_over = a_purchase(-9 * DAY, a_line("x", 0), visitor="anybody", trust=PUBLIC)
    (order,) = facts_of(store, taken_over, from_server(5, a_line("x", 250)))["orders"]
    assert (order["net_micros"], order["person"]) == (250 * EUR, "u:17")


def test_a_bots_report_does_not_stand_for_a_persons(store: SqliteStore) -> None:
    bots = a_purchase(1, a_line("x", 1), visitor="crawler", context=Context(CRAWLER))
    (order,) = facts_of(store, bots, a_purchase(5, a_line("x", 10)))["orders"]
    assert (order["bot"], order["net_micros"]) == (0, 10 * EUR)


@pytest.mark.parametrize(
    ("repeated", "conflicts"),
    [
        (a_purchase(6, a_line("x", 10)), 0),
        (a_purchase(6, a_line("x", 11)), 1),
        (a_purchase(6, a_line("y", 10)), 1),
        (a_purchase(6, a_line("x", 5, 2)), 1),
        (a_purchase(6, a_line("x", 10), visitor="bob"), 1),
        (a_purchase(6, a_line("x", 10), currency="USD"), 1),
    ],
)
def test_reports_that_contradict_each_other_are_counted(store: SqliteStore, repeated: Event, conflicts: int) -> None:
    (order,) = facts_of(store, a_purchase(5, a_line("x", 10)), repeated)["orders"]
    assert (order["duplicates"], order["conflicts"]) == (1, conflicts)


def test_an_edited_order_has_its_new_lines_at_its_old_time(store: SqliteStore) -> None:
    edits = [
        from_server(8, a_line("y", 7), body='{"replaces":1}'),
        from_server(9, a_line("y", 8), a_line("z", 1), body='{"replaces":1}'),
    ]
    facts = facts_of(store, from_server(5, a_line("x", 10)), *edits)
    (order,) = facts["orders"]
    assert (order["net_micros"], order["duplicates"], order["conflicts"]) == (9 * EUR, 0, 0)
    assert [row["item"] for row in facts["order_lines"]] == ["y", "z"]
    assert len({row["ts"] for row in facts["order_lines"]} | {order["ts"]}) == 1


@pytest.mark.parametrize(
    ("line", "conflicts"),
    [
        pytest.param(a_line("x", 10), 0, id="as it was first"),
        pytest.param(a_line("y", 7), 0, id="as it was edited"),
        pytest.param(a_line("z", 10), 1, id="as it never was"),
    ],
)
def test_a_browser_that_reports_an_order_as_it_was_before_its_edit_contradicts_nobody(
    store: SqliteStore, line: Item, conflicts: int
) -> None:
    edit = from_server(8, a_line("y", 7), body='{"replaces":1}')
    (order,) = facts_of(store, from_server(5, a_line("x", 10)), by_browser(5.1, line), edit)["orders"]
    assert (order["net_micros"], order["duplicates"], order["conflicts"]) == (7 * EUR, 1, conflicts)


def test_a_cancelled_order_is_no_order_and_no_conversion(store: SqliteStore) -> None:
    cancel = a_refund(9, body='{"cancel":1}')
    facts = facts_of(store, a_view(), a_purchase(5, a_line("x", 10)), cancel)
    assert [facts[name] for name in ("orders", "order_lines", "conversions", "refunds")] == [[], [], [], []]
    assert [row["order_id"] for row in facts["cancelled_orders"]] == ["1"]


def test_a_refund_with_an_id_counts_once(store: SqliteStore) -> None:
    twice = [a_refund(n, Item("x", quantity_micros=EUR), body='{"refund_id":"re_1"}') for n in (8, 9)]
    (order,) = facts_of(store, a_purchase(5, a_line("x", 10, 2)), *twice)["orders"]
    assert order["net_micros"] == 10 * EUR


def test_a_refund_with_the_id_of_another_orders_is_the_same_refund(store: SqliteStore) -> None:
    refunds = [a_refund(8, order="1", body='{"refund_id":"re_1"}'), a_refund(9, order="2", body='{"refund_id":"re_1"}')]
    facts = facts_of(store, a_purchase(5, a_line("x", 10)), a_purchase(6, a_line("x", 7), order="2"), *refunds)
    assert sorted(row["net_micros"] for row in facts["orders"]) == [0, 7 * EUR]


def test_a_refund_with_the_id_of_a_stranger_s_that_came_in_before_is_the_same_refund(store: SqliteStore) -> None:
    facts_of(store, a_purchase(5, a_line("x", 10)), a_purchase(6, a_line("x", 7), order="2", visitor="bob"))
    facts_of(store, a_refund(8, order="1", visitor=None, body='{"refund_id":"re_1"}'))
    facts = facts_of(store, a_refund(9, order="2", visitor=None, body='{"refund_id":"re_1"}'))
    assert sorted(row["net_micros"] for row in facts["orders"]) == [0, 7 * EUR]


def test_a_refund_of_an_order_nobody_reported_is_kept_with_its_money(store: SqliteStore) -> None:
    unknown = a_refund(9, Item("SKU-1 ", amount_micros=10 * EUR), order="#1")
    facts = facts_of(store, a_purchase(5, a_line("SKU-1", 10)), unknown)
    (row,) = facts["unmatched_refunds"]
    assert (row["why"], row["lost_micros"], row["order_id"]) == ("unknown_order", 10 * EUR, "#1")
    assert facts["orders"][0]["net_micros"] == 10 * EUR


def test_a_refund_that_finds_its_order_later_is_unmatched_no_more(store: SqliteStore) -> None:
    assert len(facts_of(store, a_refund(9))["unmatched_refunds"]) == 1
    facts = facts_of(store, a_purchase(5, a_line("x", 10)))
    assert (facts["unmatched_refunds"], facts["orders"][0]["net_micros"]) == ([], 0)


def test_a_click_counts_for_the_group_its_item_was_placed_with(store: SqliteStore) -> None:
    placed = an_event("execute", 0, view_id="w1", action="recs", items=(Item("shirt-red", "shirt"),))
    events = [a_view(), placed, clicked(1, "shirt-red"), a_purchase(5, a_line("shirt-blue", 30, group="shirt"))]
    assert found(store, *events) == [("v:ann", 30, "recs")]


def test_an_item_that_is_named_may_be_a_part_of_a_piece(store: SqliteStore) -> None:
    (order,) = facts_of(store, a_purchase(5, Item("tea", None, 1_250_000, 19_990_000)))["orders"]
    assert order["net_micros"] == 24_987_500
