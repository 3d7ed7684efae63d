"""What became of subscriptions and of what each person brings a month, by hand and against a second computation."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.event import Context, Event
from collector.store import SqliteStore
from tests.examples import examples
from tests.facts.streams import CRAWLER, DAY, START, a_store, a_view, an_event, facts_of
from tests.facts.test_portable import in_both_engines

ZONE = "America/New_York"
A_DAY = 24 * 60
TODAY = START - START % DAY


def change(
    days: float, status: str, mrr: float | None = None, *, plan: str | None = None, number: str = "s1", **fields: Any
) -> Event:
    """What a server said of a subscription of user `u1`, so many days after START."""
    sent = {"subscription_id": number, "status": status} | ({"plan": plan} if plan else {})
    money = {} if mrr is None else {"amount_micros": round(mrr * 1_000_000), "currency": "EUR"}
    return an_event("subscription", days * A_DAY, **{"user_id": "u1", "body": json.dumps(sent)} | money | fields)


def movements(store: SqliteStore, *events: Event) -> list[tuple[int, str, int, int]]:
    """Each as (days since START, kind, before, after), in units of the currency."""
    rows = sorted(facts_of(store, *events)["mrr_movements"], key=lambda row: (row["person"], row["local_day"]))
    return [
        (
            (row["local_day"] - TODAY) // DAY, row["movement"], row["mrr_before_micros"] // 1_000_000,
            row["mrr_micros"] // 1_000_000,
        )
        for row in rows
    ]  # fmt: skip


def test_a_life_of_one_subscription(store: SqliteStore) -> None:
    found = movements(
        store, change(0, "started", 10), change(5, "changed", 15), change(9, "changed", 12), change(20, "cancelled"),
        change(40, "started", 20),
    )  # fmt: skip
    assert found == [
        (0, "new", 0, 10), (5, "expansion", 10, 15), (9, "contraction", 15, 12), (20, "churned", 12, 0),
        (40, "reactivated", 0, 20),
    ]  # fmt: skip


def test_a_late_event_restates_what_followed(store: SqliteStore) -> None:
    assert movements(store, change(3, "changed", 15)) == [(3, "new", 0, 15)]
    assert movements(store, change(0, "started", 10)) == [(0, "new", 0, 10), (3, "expansion", 10, 15)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([(0, "started", 10), (1, "started", 10)], [(0, "new", 0, 10)], id="the same again is nothing new"),
        pytest.param(
            [(0, "started", 10), (1, "started", 12)],
            [(0, "new", 0, 10), (1, "expansion", 10, 12)],
            id="started again while it runs is a change",
        ),
        pytest.param([(0, "changed", 10)], [(0, "new", 0, 10)], id="changed begins what was never heard of"),
        pytest.param(
            [(0, "started", 10), (1, "cancelled", None), (2, "changed", 10)],
            [(0, "new", 0, 10), (1, "churned", 10, 0)],
            id="changed does not begin again what had ended",
        ),
        pytest.param(
            [(0, "started", 10), (1, "cancelled", None), (2, "cancelled", None)],
            [(0, "new", 0, 10), (1, "churned", 10, 0)],
            id="cancelled twice ends once",
        ),
        pytest.param([(0, "cancelled", None)], [], id="cancelled ends nothing that never began"),
        pytest.param(
            [(0, "started", 0), (5, "changed", 10), (9, "changed", 0)],
            [(5, "new", 0, 10), (9, "churned", 10, 0)],
            id="somebody who pays nothing is no subscriber",
        ),
        pytest.param([(0, "started", 10), (0.1, "cancelled", None)], [], id="what ends on its first day never was"),
        pytest.param(
            [(0, "started", 10), (1, "changed", 30), (1.1, "changed", 20)],
            [(0, "new", 0, 10), (1, "expansion", 10, 20)],
            id="of several changes in a day the last one counts",
        ),
        pytest.param(
            [(0, "started", 10), (1, "cancelled", None), (1.1, "started", 10)],
            [(0, "new", 0, 10)],
            id="ended and begun again on one day went on",
        ),
        pytest.param(
            [(0, "started", 10), (1, "cancelled", None), (9, "started", None)],
            [(0, "new", 0, 10), (1, "churned", 10, 0), (9, "reactivated", 0, 10)],
            id="what is not said stays as it was",
        ),
        pytest.param(
            [(0, "started", 10), (1, "cancelled", None), (2, "changed", 15), (9, "started", None)],
            [(0, "new", 0, 10), (1, "churned", 10, 0), (9, "reactivated", 0, 10)],
            id="what is said of it after its end is no word on what begins again",
        ),
    ],
)
def test_what_is_unclear_is_decided(store: SqliteStore, events: Any, expected: Any) -> None:
    assert movements(store, *(change(*each) for each in events)) == expected


def test_several_subscriptions_of_one_person_are_one_subscriber(store: SqliteStore) -> None:
    found = movements(
        store, change(0, "started", 10), change(2, "started", 5, number="s2"), change(4, "cancelled"),
        change(6, "cancelled", number="s2"), change(8, "started", 7, number="s3"),
    )  # fmt: skip
    assert found == [
        (0, "new", 0, 10), (2, "expansion", 10, 15), (4, "contraction", 15, 5), (6, "churned", 5, 0),
        (8, "reactivated", 0, 7),
    ]  # fmt: skip


def test_the_number_of_somebody_else_is_another_subscription(store: SqliteStore) -> None:
    found = movements(store, change(0, "started", 10), change(1, "cancelled", user_id="u2"))
    assert found == [(0, "new", 0, 10)]


def test_a_visitor_who_signs_in_takes_the_subscription_along(store: SqliteStore) -> None:
    own = {"user_id": None, "visitor": "ann"}
    found = movements(
        store, change(0, "started", 10, **own), an_event("identify", A_DAY, user_id="u1", visitor="ann"),
        change(2, "changed", 12),
    )  # fmt: skip
    assert found == [(0, "new", 0, 10), (2, "expansion", 10, 12)]


def test_another_currency_is_converted_at_the_rate_of_the_change(store: SqliteStore) -> None:
    store.set_rate(1, "USD", "2026-01-01", "0.5")
    store.set_rate(1, "USD", "2026-01-05", "2")
    found = movements(
        store, change(0, "started", 10, currency="USD"), change(9, "changed", plan="other"),
        change(10, "changed", 10, currency="USD"),
    )  # fmt: skip
    assert found == [(0, "new", 0, 5), (10, "expansion", 5, 20)]


def test_without_a_rate_or_an_amount_it_runs_and_is_left_out_of_money(store: SqliteStore) -> None:
    facts = facts_of(store, change(0, "started", 10, currency="USD"), change(0, "started", number="s2"))
    assert facts["mrr_movements"] == []
    assert [(row["running"], row["excluded"], row["mrr_micros"]) for row in facts["subscription_changes"]] == [
        (1, 1, 0), (1, 1, 0),
    ]  # fmt: skip


def test_a_bot_subscribes_to_nothing(store: SqliteStore) -> None:
    assert facts_of(store, change(0, "started", 10, context=Context(CRAWLER)))["subscription_changes"] == []


def test_it_began_in_the_session_that_was_going_on(store: SqliteStore) -> None:
    (row,) = facts_of(
        store, a_view(0, visitor="ann", user_id="u1"), change(5 / A_DAY, "started", 0),
        change(10 / A_DAY, "changed", 10),
        change(11 / A_DAY, "changed", 11),
    )["mrr_movements"]  # fmt: skip
    assert (row["session_visitor"], row["session_started_at"]) == ("ann", START)
    assert row["began_at"] == START + 10 * 60_000


def test_plans_and_until_when_each_state_held(store: SqliteStore) -> None:
    facts = facts_of(
        store, change(0, "started", 10, plan="tea"), change(3, "changed", plan="teas"),
        change(5, "cancelled", plan="x"),
    )  # fmt: skip
    rows = sorted(facts["subscription_changes"], key=lambda row: row["local_day"])
    assert [(row["plan_before"], row["plan"], row["running"]) for row in rows] == [
        (None, "tea", 1), ("tea", "teas", 1), ("teas", None, 0),
    ]  # fmt: skip
    assert [row["next_day"] for row in rows] == [TODAY + 3 * DAY, TODAY + 5 * DAY, None]


def test_a_day_is_one_of_the_site(tmp_path: Path) -> None:
    store = a_store(tmp_path, time_zone=ZONE)
    (row,) = facts_of(store, change(0.7, "started", 10))["mrr_movements"]  # 02:48 UTC is the evening before there
    assert row["local_day"] == TODAY
    store.close()


def test_a_contradiction_is_named_with_its_money(store: SqliteStore) -> None:
    sent = [
        change(0, "cancelled", 8), change(1, "started", 10), change(1.5, "started", 10),
        change(2, "started", 12, plan="teas"),
        change(3, "cancelled"), change(4, "changed", 15), change(4.5, "cancelled"), change(5, "started", 9),
        change(6, "changed", 9, currency="USD"),
    ]  # fmt: skip
    store.set_rate(1, "GBP", "2026-01-01", "2")
    found = facts_of(store, *sent, change(7, "changed", 9, currency="GBP", number="s2"),
                     change(8, "changed", 9, number="s2"))["contradicted_subscriptions"]  # fmt: skip
    assert [(row["why"], row["micros"], row["currency"]) for row in sorted(found, key=lambda row: row["ts"])] == [
        ("never_began", 8_000_000, None), ("began_twice", 10_000_000, None), ("had_ended", 15_000_000, None),
        ("no_rate", 9_000_000, "USD"), ("other_currency", 18_000_000, None),
    ]  # fmt: skip


subscription_streams = st.lists(
    st.builds(
        change,
        st.integers(0, 60).map(lambda steps: steps / 5),
        st.sampled_from(("started", "changed", "cancelled")),
        st.sampled_from((None, 0, 5, 5, 9)),
        plan=st.sampled_from((None, "tea", "teas")),
        number=st.sampled_from(("s1", "s1", "s2")),
        user_id=st.sampled_from(("u1", "u1", "u2")),
        currency=st.sampled_from(("EUR", "EUR", "EUR", "USD")),
    ),
    min_size=1,
    max_size=30,
)
on_disk = settings(max_examples=examples(15))


@on_disk
@given(events=subscription_streams)
def test_python_finds_the_same_movements(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone=ZONE)
        facts = facts_of(store, *events)
        store.close()
    found = {
        (row["person"], row["local_day"], row["movement"], row["mrr_before_micros"], row["mrr_micros"])
        for row in facts["mrr_movements"]
    }
    assert found == set(second_computation(events))
    excluded = {(row["person"], row["subscription_id"]) for row in facts["subscription_changes"] if row["excluded"]}
    assert excluded == set(ever_excluded(events))
    contradicted = {(row["event_id"], row["why"], row["micros"], row["currency"])
                    for row in facts["contradicted_subscriptions"]}  # fmt: skip
    assert contradicted == set(contradictions(events))


@settings(parent=on_disk, max_examples=examples(5))
@given(events=subscription_streams)
def test_another_engine_finds_the_same(events: list[Event]) -> None:
    in_both_engines(events)


def states(events: Iterable[Event]) -> dict[tuple[str, int], dict[str, tuple[int, bool]]]:
    """By person and day: each subscription's amount and whether it is excluded at the end of it, event by event."""
    running: dict[tuple[str, str], bool] = {}
    amounts: dict[tuple[str, str], int | None] = {}
    ends: dict[tuple[str, int], dict[str, tuple[int, bool]]] = {}
    for event in sorted(events, key=lambda event: (event.ts, event.id)):
        body = json.loads(event.body or "")
        key = (f"u:{event.user_id}", body["subscription_id"])
        if body["status"] == "changed":
            running.setdefault(key, True)
        else:
            running[key] = body["status"] == "started"
        if event.amount_micros is not None and running[key]:
            amounts[key] = event.amount_micros if event.currency == "EUR" else None
        known = amounts.get(key)
        state = (known or 0, known is None) if running[key] else (0, False)
        at = datetime.fromtimestamp(event.ts / 1000, ZoneInfo(ZONE)).date()
        day = int(datetime(at.year, at.month, at.day, tzinfo=UTC).timestamp()) * 1000
        ends.setdefault((key[0], day), {})[key[1]] = state
    return ends


def second_computation(events: Iterable[Event]) -> Iterable[tuple[str, int, str, int, int]]:
    for person, days in groupby(sorted(states(events).items()), key=lambda each: each[0][0]):
        known: dict[str, int] = {}
        before, ever = 0, False
        for (_, day), changed in days:
            known |= {number: amount for number, (amount, _) in changed.items()}
            after = sum(known.values())
            if after != before:
                yield person, day, kind(before, after, ever=ever), before, after
            before, ever = after, ever or after > 0


def kind(before: int, after: int, *, ever: bool) -> str:
    if not before:
        return "reactivated" if ever else "new"
    if not after:
        return "churned"
    return "expansion" if after > before else "contraction"


def ever_excluded(events: Iterable[Event]) -> Iterable[tuple[str, str]]:
    for (person, _), changed in states(events).items():
        yield from ((person, number) for number, (_, excluded) in changed.items() if excluded)


def contradictions(events: Iterable[Event]) -> Iterable[tuple[str, str, int | None, str | None]]:
    """Each event that cannot be so after those before it: why, and what is set aside; event by event."""
    known: dict[tuple[str | None, str], dict[str, Any]] = {}
    for event in sorted(events, key=lambda event: (event.ts, event.id)):
        body = json.loads(event.body or "")
        status, key = body["status"], (event.user_id, body["subscription_id"])
        before = known.get(key)
        now = dict(before or {"mrr": None, "currency": None, "plan": None}, running=status != "cancelled")
        if before and status == "changed":
            now["running"] = before["running"]
        amount = event.amount_micros if event.currency == "EUR" else None
        if now["running"]:
            if event.amount_micros is not None:
                now |= {"mrr": amount, "currency": event.currency}
            now["plan"] = body.get("plan") or now["plan"]
        known[key] = now
        runs = before is not None and before["running"]
        if status == "cancelled" and before is None:
            yield event.id, "never_began", amount, None
        elif status == "changed" and before is not None and not runs:
            yield event.id, "had_ended", amount, None
        elif status != "cancelled" and event.amount_micros is not None and amount is None:
            yield event.id, "no_rate", event.amount_micros, event.currency
        elif before and runs and status != "cancelled" and differs(before, now, "currency"):
            yield event.id, "other_currency", before["mrr"] or 0, None
        elif before and runs and status == "started" and (
            (before["mrr"] or 0, before["plan"]) != (now["mrr"] or 0, now["plan"])
        ):  # fmt: skip
            yield event.id, "began_twice", before["mrr"] or 0, None


def differs(before: dict[str, Any], now: dict[str, Any], name: str) -> bool:
    return None not in (before[name], now[name]) and before[name] != now[name]
