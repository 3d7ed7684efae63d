"""Mistakes that owners make, found in what they sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.event import PUBLIC, Context, Event, Item
from collector.facts.refresh import refresh
from collector.finding import OK, WARNING
from collector.reports.data_checks.checks import data_checks
from collector.store import SqliteStore
from tests.facts.streams import CRAWLER, DAY, START, a_line, a_purchase, a_refund, a_store, a_view, an_event
from tests.facts.test_subscriptions import change

NOW = START + 5 * DAY
YESTERDAY = 4 * 24 * 60


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = a_store(tmp_path)
    yield made
    made.close()


def found(store: SqliteStore, check: str, *events: Event) -> tuple[str, str]:
    """The state of a check after these events, and all that it says."""
    store.append(events)
    refresh(store)
    (finding,) = (each for each in data_checks(store, store.sites()[0], NOW) if each.check == check)
    return finding.state, f"{finding.found} {finding.advice}"


def shown(type: str, minutes: float = 0, **fields) -> Event:
    return an_event(type, minutes, **({"view_id": "w1", "action": "recs"} | fields))


WIDGET = shown("execute", 0, items=(Item("A"),), kind="products")


@pytest.mark.parametrize(
    ("check", "events", "says"),
    [
        ("interactions without a placement", [shown("click")], "send `execute`"),
        ("deliveries without a placement", [shown("deliver")], "before `deliver`"),
        ("items of orders and widgets", [WIDGET, a_purchase(1, a_line("4711", 5))], "use the same ids"),
        ("currencies", [a_purchase(1, a_line("A", 5), currency="USD")], "1 orders in USD"),
        ("orders sent more than once", [a_purchase(n, a_line("A", 5)) for n in (1, 2)], "thank-you page"),
        (
            "orders reported differently",
            [a_purchase(1, a_line("A", 5)), a_purchase(2, a_line("A", 6))],
            "reports name different lines, totals or persons: 1 of 1, such as 1",
        ),
        (
            "refunds without their order",
            [a_refund(1, Item("B", amount_micros=10_000_000), order="#1")],
            "refunds that name an order that was never reported: 1, 10.00 EUR in all, such as of #1",
        ),
        (
            "refunds without their order",
            [a_purchase(1, a_line("A", 5)), a_refund(2, Item("B"))],
            "refunds that name an item that the order does not have: 1, such as of 1",
        ),
        (
            "subscriptions",
            [change(1, "cancelled", 9)],
            "end a subscription that never began, so they end nothing: 1, 9.00 EUR a month in all, such as of s1 send",
        ),
        (
            "subscriptions",
            [change(1, "started", 9), change(2, "started", 12)],
            "running already, with other values, so they count as a change: 1, 9.00 EUR a month",
        ),
        (
            "subscriptions",
            [change(1, "started", 9), change(2, "cancelled"), change(3, "changed", 7)],
            "change a subscription that had ended, so they change nothing: 1, 7.00 EUR a month",
        ),
        (
            "subscriptions",
            [change(1, "started", 9, currency="USD")],
            "without a rate, so the subscriptions run but bring nothing: 1, 9.00 USD",
        ),
        (
            "subscriptions",
            [change(1, "started", 9), change(2, "started", 9, user_id="u2")],
            "ids that several persons have: 1, 18.00 EUR a month in all, such as s1",
        ),
        (
            "shared accounts",
            [an_event("identify", n, visitor=f"v{n}", user_id="till") for n in range(51)],
            "user till is named by 51 visitors",
        ),
        (
            "shared devices",
            [an_event("identify", n, visitor="tablet", user_id=f"u{n}") for n in range(51)],
            "visitor tablet names 51 users",
        ),
        (
            "shared devices",
            [a_purchase(n, a_line("A", 5), order=f"{n}", visitor="mallory") for n in range(201)],
            "visitor mallory names 201 orders",
        ),
        (
            "values beyond belief",
            [a_purchase(n, a_line("A", n * 1_000_000), order=f"{n}", trust=PUBLIC) for n in (1, 3, 2)],
            "orders of more than 1,000,000.00 EUR that only the public key reported, so they are left out of money: "
            "2, the largest of 3,000,000.00 EUR, such as 3",
        ),
        (
            "values beyond belief",
            [an_event("goal", 1, name="lead", amount_micros=10**15, currency="EUR", trust=PUBLIC)],
            "goals lead of more than 1,000,000.00 EUR",
        ),
        (
            "values beyond belief",
            [a_purchase(1, a_line("A", 3_000_000), trust=PUBLIC)],
            "beheld site set shop --max-public-value 3000000.00",
        ),
        ("clocks", [a_view(-3 * 24 * 60, trust=PUBLIC)], "send `sent_at`"),
        ("bots", [a_view(context=Context(CRAWLER))], "by bots"),
    ],
)
def test_a_mistake_is_found_and_says_what_to_do(store: SqliteStore, check: str, events: list[Event], says: str) -> None:
    assert found(store, check)[0] == OK
    state, parts = found(store, check, *events)
    assert state == WARNING
    assert says in parts


@pytest.mark.parametrize(
    ("check", "events"),
    [
        ("interactions without a placement", [shown("execute"), shown("click", 1)]),
        ("deliveries without a placement", [shown("execute"), shown("deliver", 1)]),
        ("items of orders and widgets", [WIDGET, a_purchase(1, a_line("A", 5))]),
        ("currencies", [a_purchase(1, a_line("A", 5))]),
        ("orders sent more than once", [a_purchase(1, a_line("A", 5))]),
        ("orders reported differently", [a_purchase(n, a_line("A", 5)) for n in (1, 2)]),
        ("refunds without their order", [a_purchase(1, a_line("A", 5)), a_refund(2)]),
        (
            "subscriptions",
            [change(1, "started", 9), change(1, "started", 9), change(2, "changed", 12), change(3, "cancelled")],
        ),
        ("shared accounts", [an_event("identify", n, visitor=f"v{n}", user_id="till") for n in range(50)]),
        ("shared devices", [an_event("identify", n, visitor="tablet", user_id=f"u{n}") for n in range(50)]),
        ("shared devices", [a_purchase(n, a_line("A", 5), order=f"{n}", visitor="till") for n in range(200)]),
        ("currencies", [a_purchase(1, a_line("A", 3_000_000), trust=PUBLIC)]),
        ("values beyond belief", [a_purchase(1, a_line("A", 3_000_000))]),
        ("values beyond belief", [a_purchase(1, a_line("A", 1_000_000), trust=PUBLIC)]),
        ("clocks", [a_view(0, trust=PUBLIC)]),
        ("bots", [a_view()]),
    ],
)
def test_what_is_right_is_not_complained_of(store: SqliteStore, check: str, events: list[Event]) -> None:
    assert found(store, check, *events)[0] == OK


def test_a_kind_of_event_that_stopped_coming_is_found(store: SqliteStore) -> None:
    days = [a_view(day * 24 * 60 + n, view_id=f"{day}-{n}") for day in range(-20, 4) for n in range(40)]
    state, parts = found(store, "sudden drops", *days)
    assert state == WARNING
    assert "page_view: 0 yesterday, usually 40 a day" in parts


def test_a_quiet_day_is_no_drop(store: SqliteStore) -> None:
    days = [
        a_view(day * 24 * 60 + n, view_id=f"{day}-{n}") for day in range(-20, 5) for n in range(40 if day < 4 else 30)
    ]
    assert found(store, "sudden drops", *days)[0] == OK


def test_what_was_sent_today_is_looked_at_too(store: SqliteStore) -> None:
    today = a_view(5 * 24 * 60 - 1, context=Context(CRAWLER))
    assert found(store, "bots", today)[0] == WARNING


def test_a_goal_that_nobody_reaches_is_found(store: SqliteStore) -> None:
    store.put_definition(1, "goals", "newsletter", {"value": "1"})
    assert found(store, "goals")[0] == WARNING
    assert found(store, "goals", an_event("goal", 1, name="newsletter"))[0] == OK
