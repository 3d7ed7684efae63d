"""Money that only the public key reported is believed up to the site's limit, and no further."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from collector.event import PUBLIC, SECRET, Event, Item
from collector.facts.rebuild import rebuild_outdated
from collector.facts.refresh import FactsWriter, refresh
from collector.store import SqliteStore
from collector.store.public_values import max_public_micros
from tests.facts.streams import CRAWLER, Context, a_line, a_purchase, a_refund, a_store, a_view, an_event, facts_of

EUR = 1_000_000
MILLION = 1_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = a_store(tmp_path)
    made.set_rate(1, "USD", "2026-01-01", "0.5")
    yield made
    made.close()


def by_anybody(*lines: Item, **fields: Any) -> Event:
    return a_purchase(5, *lines, **{"trust": PUBLIC} | fields)


def by_the_shop(*lines: Item, **fields: Any) -> Event:
    return a_purchase(5, *lines, **{"trust": SECRET, "visitor": None, "user_id": "17"} | fields)


def a_goal(value: float, **fields: Any) -> Event:
    money = {"amount_micros": round(value * EUR), "currency": "EUR"}
    return an_event("goal", 5, **{"name": "lead", "trust": PUBLIC} | money | fields)


def money_of(facts: dict[str, list[dict[str, Any]]]) -> tuple[int, int, int | None]:
    """Of the only order: whether it is excluded, what it is worth, and what it claimed."""
    (order,) = facts["orders"]
    (conversion,) = facts["conversions"]
    found = order["excluded"], order["net_micros"], order["claimed_micros"]
    assert (conversion["excluded"], conversion["value_micros"], conversion["claimed_micros"]) == found
    assert sum(line["net_micros"] for line in facts["order_lines"]) == order["net_micros"]
    assert {line["excluded"] for line in facts["order_lines"]} == {order["excluded"]}
    assert sum(person["net_micros"] for person in facts["persons"]) == order["net_micros"]
    return found


@pytest.mark.parametrize(
    ("lines", "believed"),
    [
        ([a_line("A", MILLION - 0.000001)], True),
        ([a_line("A", MILLION)], True),
        ([a_line("A", MILLION + 0.000001)], False),
        ([a_line("A", 500_000, 2)], True),
        ([a_line("A", 600_000), a_line("B", 400_001)], False),
        ([a_line("A", MILLION + 5, discount=5)], True),
    ],
    ids=["below", "at", "above", "pieces", "lines together", "less its discount"],
)
def test_an_order_is_believed_up_to_a_million(store: SqliteStore, lines: list[Item], believed: bool) -> None:
    worth = sum(line.price_micros * line.quantity_micros // EUR - line.discount_micros for line in lines)
    expected = (0, worth, None) if believed else (1, 0, worth)
    assert money_of(facts_of(store, by_anybody(*lines))) == expected


@pytest.mark.parametrize(
    ("price", "expected"), [(2 * MILLION, (0, MILLION, None)), (2 * MILLION + 2, (1, 0, MILLION + 1))]
)
def test_the_limit_is_of_the_sites_currency(
    store: SqliteStore, price: int, expected: tuple[int, int, int | None]
) -> None:
    excluded, net, claimed = money_of(facts_of(store, by_anybody(a_line("A", price), currency="USD")))
    assert (excluded, net / EUR, claimed and claimed / EUR) == expected


def test_what_has_no_rate_claims_nothing(store: SqliteStore) -> None:
    assert money_of(facts_of(store, by_anybody(a_line("A", 9 * MILLION), currency="GBP"))) == (1, 0, None)


def test_the_secret_key_is_always_believed(store: SqliteStore) -> None:
    assert money_of(facts_of(store, by_the_shop(a_line("A", 9 * MILLION)))) == (0, 9 * MILLION * EUR, None)


ABSURD, SANE = a_line("A", 10**9), a_line("A", 10)


@pytest.mark.parametrize(
    ("public", "secret"), [(ABSURD, SANE), (SANE, ABSURD)], ids=["the page is absurd", "the server is"]
)
@pytest.mark.parametrize("first", ["public", "secret"])
def test_of_an_order_known_from_two_sides_the_servers_report_counts_whatever_it_is(
    store: SqliteStore, public: Item, secret: Item, first: str
) -> None:
    reports = [by_anybody(public), by_the_shop(secret)]
    for report in reports if first == "public" else reversed(reports):
        facts = facts_of(store, report)
    assert money_of(facts) == (0, secret.price_micros, None)


def test_lines_that_the_secret_key_put_in_place_of_absurd_ones_count(store: SqliteStore) -> None:
    edit = by_the_shop(SANE, body='{"replaces":1}')._replace(ts=by_anybody(SANE).ts + 1)
    assert money_of(facts_of(store, by_anybody(ABSURD), edit)) == (0, 10 * EUR, None)


def test_a_bots_report_makes_no_absurd_order_of_a_persons(store: SqliteStore) -> None:
    bots = by_anybody(ABSURD, context=Context(CRAWLER), visitor="crawler")
    assert [row["net_micros"] for row in facts_of(store, bots, by_anybody(SANE))["orders"]] == [10 * EUR]


@pytest.mark.parametrize("back", [[], [Item("A", amount_micros=7 * EUR)], [Item("A", None, EUR)]])
def test_a_refund_of_an_order_that_is_not_believed_books_nothing(store: SqliteStore, back: list[Item]) -> None:
    facts = facts_of(store, by_anybody(ABSURD), a_refund(9, *back))
    assert money_of(facts) == (1, 0, 10**9 * EUR)
    assert [row["refunded_micros"] for row in facts["refunds"]] == [0]
    assert facts["unmatched_refunds"] == []


def test_a_cancelled_order_claims_nothing_any_more(store: SqliteStore) -> None:
    facts = facts_of(store, by_anybody(ABSURD), a_refund(9, body='{"cancel":1}'))
    assert (facts["orders"], facts["conversions"]) == ([], [])


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (a_goal(MILLION), (0, MILLION * EUR, None)),
        (a_goal(MILLION + 1), (1, None, (MILLION + 1) * EUR)),
        (a_goal(MILLION + 1, trust=SECRET), (0, (MILLION + 1) * EUR, None)),
        (a_goal(2 * MILLION, currency="USD"), (0, MILLION * EUR, None)),
        (a_goal(2 * MILLION + 2, currency="USD"), (1, None, (MILLION + 1) * EUR)),
        (a_goal(9 * MILLION, currency="GBP"), (1, None, None)),
        (a_goal(0, amount_micros=None), (0, None, None)),
    ],
    ids=["at", "above", "secret key", "at, by its rate", "above, by its rate", "no rate", "no value"],
)
def test_a_goal_is_believed_up_to_the_same_limit(
    store: SqliteStore, goal: Event, expected: tuple[int, int | None, int | None]
) -> None:
    (row,) = facts_of(store, goal)["conversions"]
    assert (row["excluded"], row["value_micros"], row["claimed_micros"]) == expected


def follow_rules(store: SqliteStore) -> None:
    """What a collector does within seconds of a change of settings."""
    writer = FactsWriter(store)
    for _ in rebuild_outdated(writer):
        pass
    writer.close()


def worth(store: SqliteStore) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in store.query("select goal, excluded, value_micros from conversions order by goal")]


def test_to_raise_the_limit_brings_them_back_and_to_lower_it_takes_them_out(store: SqliteStore) -> None:
    facts_of(store, by_anybody(a_line("A", 5 * MILLION)), a_goal(3 * MILLION), a_view(visitor="bob"))
    out = [("lead", 1, None), ("purchase", 1, 0)]
    assert worth(store) == out
    store.set_settings(1, {"max_public_value": "5000000"})
    follow_rules(store)
    assert worth(store) == [("lead", 0, 3 * MILLION * EUR), ("purchase", 0, 5 * MILLION * EUR)]
    store.set_settings(1, {"max_public_value": "2.50"})
    follow_rules(store)
    assert worth(store) == out


def test_settings_that_say_nothing_of_money_compute_nothing_again(store: SqliteStore) -> None:
    facts_of(store, by_anybody(SANE))
    store.set_settings(1, {"consent": "pending", "max_public_value": "1000000"})
    writer = FactsWriter(store)
    assert list(rebuild_outdated(writer)) == []
    writer.close()


def test_with_a_limit_of_nothing_the_public_key_is_believed_no_money(store: SqliteStore) -> None:
    store.set_settings(1, {"max_public_value": "0"})
    facts = facts_of(store, by_anybody(SANE), by_anybody(a_line("free", 0), order="2"))
    assert sorted((row["order_id"], row["excluded"]) for row in facts["orders"]) == [("1", 1), ("2", 0)]


def test_however_they_arrive_the_same_are_believed(store: SqliteStore, tmp_path: Path) -> None:
    events = [by_anybody(ABSURD), by_the_shop(SANE), by_anybody(ABSURD, order="2"), a_goal(10**9), a_refund(9)]
    chance = random.Random(1)
    found = set()
    for number in range(5):
        (tmp_path / f"{number}").mkdir()
        other = a_store(tmp_path / f"{number}")
        for event in chance.sample(events, len(events)):
            other.append([event])
            refresh(other)
        found.add(tuple(worth(other)))
        other.close()
    assert found == {(("lead", 1, None), ("purchase", 0, 0), ("purchase", 1, 0))}


@pytest.mark.parametrize(
    ("settings", "currency", "units"),
    [
        ({}, "EUR", 10**6),
        ({}, "USD", 10**6),
        ({}, "JPY", 10**9),
        ({}, "VND", 10**9),
        ({"max_public_value": "250.5"}, "JPY", 250.5),
        ({"max_public_value": "0"}, "EUR", 0),
    ],
)
def test_the_limit_unless_it_is_set_is_a_million_or_of_small_units_a_billion(
    settings: dict[str, Any], currency: str, units: float
) -> None:
    assert max_public_micros(settings, currency) == units * EUR
