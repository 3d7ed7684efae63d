"""Conversions and who may be credited for them."""

from __future__ import annotations

from collector.event import Event
from collector.store import SqliteStore
from tests.facts.streams import DAY, START, a_line, a_purchase, a_refund, an_event, facts_of

DAYS = 24 * 60


def seen(action: str, minutes: float, **fields) -> Event:
    return an_event("deliver", minutes, **({"view_id": f"w{minutes}", "action": action} | fields))


def candidates(store: SqliteStore, *events: Event) -> dict[str, dict]:
    return {row["action"]: row for row in facts_of(store, *events)["attribution_candidates"]}


def test_an_order_is_worth_its_net_revenue_and_a_goal_what_it_says(store: SqliteStore) -> None:
    facts = facts_of(
        store,
        a_purchase(0, a_line("A", 10)),
        a_refund(1),
        an_event("goal", 2, name="call", amount_micros=5_000_000, currency="EUR"),
        an_event("goal", 3, name="newsletter"),
    )
    values = {row["goal"]: row["value_micros"] for row in facts["conversions"]}
    assert values == {"purchase": 0, "call": 5_000_000, "newsletter": None}


def test_a_goal_that_names_a_currency_alone_has_no_value_to_be_left_out(store: SqliteStore) -> None:
    facts = facts_of(
        store,
        an_event("goal", 2, name="lead", currency="USD"),
        an_event("goal", 3, name="call", amount_micros=5_000_000, currency="USD"),
    )
    found = {row["goal"]: (row["value_micros"], row["excluded"]) for row in facts["conversions"]}
    assert found == {"lead": (None, 0), "call": (None, 1)}


def test_whoever_was_seen_before_within_thirty_days_is_a_candidate(store: SqliteStore) -> None:
    found = candidates(
        store,
        seen("just in time", 0),
        seen("too early", -0.001),
        seen("at the same moment", 30 * DAYS),
        seen("too late", 30 * DAYS + 0.001),
        a_purchase(30 * DAYS, a_line("A", 1)),
    )
    assert set(found) == {"just in time", "at the same moment"}


def test_ghosts_and_what_was_only_placed_are_never_candidates(store: SqliteStore) -> None:
    ghost = seen("ghost", 0, variation="control")
    placed = an_event("execute", 0, view_id="w9", action="placed")
    assert candidates(store, ghost, placed, a_purchase(1, a_line("A", 1))) == {}


def test_a_candidate_knows_its_first_and_last_delivery_and_its_last_click(store: SqliteStore) -> None:
    click = an_event("click", 3, view_id="w2", action="hero")
    late_click = an_event("click", 9, view_id="w2", action="hero")
    row = candidates(store, seen("hero", 1), seen("hero", 2), click, late_click, a_purchase(5, a_line("A", 1)))["hero"]
    minutes = [(row[name] - START) / 60_000 for name in ("first_delivered_at", "last_delivered_at", "last_clicked_at")]
    assert minutes == [1, 2, 3]


def test_what_another_person_saw_is_no_candidate(store: SqliteStore) -> None:
    assert candidates(store, seen("hero", 0, visitor="bob"), a_purchase(1, a_line("A", 1))) == {}


def test_a_purchase_sent_twice_converts_once(store: SqliteStore) -> None:
    facts = facts_of(store, a_purchase(0, a_line("A", 1)), a_purchase(1, a_line("A", 1)))
    assert len(facts["conversions"]) == 1
    assert facts["conversions"][0]["local_day"] == START - START % DAY
