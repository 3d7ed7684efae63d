"""Orders, their refunds, and the widget each line was found through."""

from __future__ import annotations

import pytest

from collector.event import Event, Item
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, Context, a_line, a_purchase, a_refund, a_view, an_event, facts_of

EUR = 1_000_000


def order(store: SqliteStore, *events: Event) -> dict:
    (only,) = facts_of(store, *events)["orders"]
    return only


def lines(store: SqliteStore, *events: Event) -> list[dict]:
    return sorted(facts_of(store, *events)["order_lines"], key=lambda row: (row["order_key"], row["line"]))


def engaged(type: str, minutes: float, item: str, **fields) -> Event:
    """A click or quick add in the widget `recs`."""
    return an_event(type, minutes, **({"view_id": "w1", "action": "recs", "item": item} | fields))


def test_an_order_is_worth_its_lines_without_tax_and_shipping(store: SqliteStore) -> None:
    taxed = '{"shipping":"5.00","tax":"9.00"}'
    found = order(store, a_purchase(0, a_line("A", 40), a_line("B", 15, 2, discount=3), body=taxed))
    assert found["net_micros"] == 67 * EUR


def test_the_first_purchase_of_an_order_stands_whoever_sent_the_others(store: SqliteStore) -> None:
    found = order(
        store,
        a_purchase(5, a_line("A", 99), visitor="bob"),
        a_purchase(1, a_line("A", 10)),
        a_purchase(9, a_line("A", 50), user_id="17"),
    )
    assert (found["net_micros"], found["person"], found["duplicates"]) == (10 * EUR, "v:ann", 2)


def test_without_an_order_id_each_purchase_is_its_own(store: SqliteStore) -> None:
    events = [a_purchase(n, a_line("A", 10), order=None) for n in (1, 2)]
    assert len(facts_of(store, *events)["orders"]) == 2


@pytest.mark.parametrize(
    ("refunds", "left"),
    [
        ([a_refund(9)], 0),
        ([a_refund(9, Item("B", amount_micros=15 * EUR))], 85),
        ([a_refund(9, Item("B", quantity_micros=1_000_000))], 87),
        ([a_refund(9, Item("B", quantity_micros=2_000_000))], 74),
        ([a_refund(9, Item("B"))], 74),
        ([a_refund(9, Item("B", amount_micros=500 * EUR))], 74),
        ([a_refund(9, Item("B", amount_micros=20 * EUR)), a_refund(10, Item("B", amount_micros=20 * EUR))], 74),
        ([a_refund(9), a_refund(10, Item("A", amount_micros=1 * EUR))], 0),
        ([a_refund(9, Item("never bought", amount_micros=15 * EUR))], 100),
        ([a_refund(9, order="another")], 100),
        ([a_refund(9, visitor=None, user_id=None)], 0),
    ],
)
def test_refunds_lower_the_order_and_never_below_zero(store: SqliteStore, refunds: list[Event], left: int) -> None:
    bought = a_purchase(0, a_line("A", 74), a_line("B", 15, 2, discount=4))
    found = order(store, bought, *refunds)
    assert found["net_micros"] == left * EUR
    assert found["sold_micros"] == found["net_micros"] + found["refunded_micros"]


def test_a_refund_fills_the_lines_of_its_item_in_their_order(store: SqliteStore) -> None:
    bought = a_purchase(0, a_line("A", 10), a_line("B", 5), a_line("A", 20))
    found = lines(store, bought, a_refund(1, Item("A", amount_micros=12 * EUR)))
    assert [row["net_micros"] // EUR for row in found] == [0, 5, 18]


def test_what_was_booked_never_exceeds_what_was_left(store: SqliteStore) -> None:
    refunds = [a_refund(n, Item("A", amount_micros=7 * EUR), id=f"{n:036}") for n in (1, 2)]
    booked = facts_of(store, a_purchase(0, a_line("A", 10)), *refunds)["refunds"]
    assert [row["refunded_micros"] // EUR for row in sorted(booked, key=lambda row: row["ts"])] == [7, 3]


def test_another_currency_is_converted_with_the_rate_of_the_orders_day(store: SqliteStore) -> None:
    store.set_rate(1, "USD", "2026-01-01", "0.9")
    store.set_rate(1, "USD", "2026-01-04", "0.5")
    found = order(
        store,
        a_purchase(0, a_line("A", 10), a_line("B", 3.333333), currency="USD"),
        a_refund(60 * 24 * 5, Item("A", amount_micros=1 * EUR)),
    )
    assert (found["sold_micros"], found["refunded_micros"]) == (9 * EUR + 3_000_000, 900_000)


def test_an_order_without_a_rate_is_excluded_from_money(store: SqliteStore) -> None:
    found = order(store, a_purchase(0, a_line("A", 10), currency="USD"), a_refund(1))
    assert (found["excluded"], found["net_micros"]) == (1, 0)


def test_what_was_clicked_or_quick_added_in_a_widget_was_found_through_it(store: SqliteStore) -> None:
    found = lines(
        store,
        a_view(),
        engaged("click", 1, "A"),
        engaged("quick_add", 2, "B"),
        a_purchase(20, a_line("A", 40), a_line("B", 15, 2), a_line("C", 20), view_id="w2"),
    )
    assert [(row["found_action"], row["found_by"], row["found_same_session"]) for row in found] == [
        ("recs", "click", 1),
        ("recs", "quick_add", 1),
        (None, None, None),
    ]


@pytest.mark.parametrize(
    "engagement",
    [
        engaged("wishlist_add", 1, "A"),
        engaged("click", 30, "A"),
        engaged("click", 1, "A", visitor="bob"),
        engaged("click", 1, "A", action=None),
        engaged("click", 1, "A", context=Context(CRAWLER)),
        engaged("click", 1, "A", item_group="h"),
    ],
    ids=["wish-list", "after the order", "another person", "outside an action", "a bot", "another product"],
)
def test_what_finds_nothing(store: SqliteStore, engagement: Event) -> None:
    found = lines(store, engagement, a_purchase(20, a_line("A", 40, group="g")))
    assert [row["found_action"] for row in found] == [None]


def test_a_variant_of_the_same_product_counts(store: SqliteStore) -> None:
    found = lines(store, engaged("click", 1, "A-red", item_group="g"), a_purchase(2, a_line("A-blue", 1, group="g")))
    assert found[0]["found_item"] == "A-red"


def test_the_same_item_counts_where_only_one_side_knows_the_product(store: SqliteStore) -> None:
    found = lines(store, engaged("click", 1, "A"), a_purchase(2, a_line("A", 1, group="g")))
    assert found[0]["found_action"] == "recs"


def test_the_latest_engagement_is_credited_and_of_two_at_once_the_greater_id(store: SqliteStore) -> None:
    ids = [f"00000000-0000-4000-8000-{n:012}" for n in (1, 2, 3)]
    found = lines(
        store,
        engaged("click", 2, "A", action="first", id=ids[1]),
        engaged("click", 2, "A", action="greater id", id=ids[2]),
        engaged("click", 1, "A", action="early", id=ids[0]),
        a_purchase(3, a_line("A", 1)),
    )
    assert found[0]["found_action"] == "greater id"


def test_a_late_click_moves_the_credit(store: SqliteStore) -> None:
    first = lines(store, engaged("click", 1, "A"), a_purchase(9, a_line("A", 1)))
    later = lines(store, engaged("click", 5, "A", action="cart-recs"))
    assert (first[0]["found_action"], later[0]["found_action"]) == ("recs", "cart-recs")


def test_clicks_and_the_own_session_are_kept_as_rules_of_their_own(store: SqliteStore) -> None:
    row = lines(
        store,
        engaged("click", 0, "A", action="clicked", visitor="phone", user_id="17"),
        engaged("quick_add", 100, "A", action="in-session", visitor="laptop", user_id="17", view_id="w2"),
        engaged("quick_add", 105, "A", action="elsewhere", visitor="phone", user_id="17", view_id="w3"),
        a_purchase(110, a_line("A", 1), visitor="laptop", view_id="w2"),
    )[0]
    assert (row["found_action"], row["clicked_action"], row["session_action"]) == ("elsewhere", "clicked", "in-session")


def test_credit_follows_the_person_across_devices(store: SqliteStore) -> None:
    found = lines(
        store,
        engaged("click", 0, "A", visitor="phone"),
        an_event("identify", 5, visitor="phone", view_id="w1", user_id="17"),
        an_event("identify", 5000, visitor="laptop", view_id="w2", user_id="17"),
        a_purchase(5009, a_line("A", 10), visitor="laptop", view_id="w3"),
    )
    assert (found[0]["found_action"], found[0]["found_same_session"]) == ("recs", 0)


def test_thousands_of_clicks_and_lines_of_one_item_are_not_multiplied(store: SqliteStore) -> None:
    """Every pair of them would be thirty million rows: more than fits into memory, or into the time of a test."""
    clicks = [engaged("click", n / 1000, "A", variation=str(n)) for n in range(3_000)]
    orders = [a_purchase(n + 0.0005, *[a_line("A", 1)] * 500, order=f"{n}") for n in range(1, 21)]
    found = facts_of(store, *clicks, *orders)["order_lines"]
    assert len(found) == 10_000
    assert {(row["order_key"], row["found_variation"]) for row in found if row["order_key"] in ("o:1", "o:20")} == {
        ("o:1", "1000"),
        ("o:20", "2999"),
    }
