"""One person's cost is bounded, and only its own: a name with too many events is set aside before it is computed."""

from __future__ import annotations

import pytest

from collector.event import PUBLIC, Event
from collector.facts import limits
from collector.facts.rebuild import rebuild
from collector.store import SqliteStore
from tests.facts.streams import a_line, a_purchase, a_view, an_event, facts_of, the_facts


def set_aside(store: SqliteStore) -> dict[str, str]:
    return {row["name"]: row["error"] for row in store.query("select name, error from facts_failed")}


def seen(action: int, minutes: float, visitor: str = "mallory") -> Event:
    return an_event("deliver", minutes, visitor=visitor, view_id=f"w{action}", action=f"a{action}", trust=PUBLIC)


def reached(goal: int, minutes: float, visitor: str = "mallory") -> Event:
    return an_event("goal", minutes, visitor=visitor, name=f"g{goal}", trust=PUBLIC)


@pytest.fixture
def few_events(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_EVENTS", 20)


@pytest.mark.usefixtures("few_events")
def test_a_visitor_with_too_many_events_is_set_aside_alone(store: SqliteStore) -> None:
    facts = facts_of(store, a_view(), *[a_view(n, visitor="mallory", view_id=f"m{n}") for n in range(21)])
    assert [row["person"] for row in facts["persons"]] == ["v:ann"]
    assert set_aside(store) == {"v:mallory": "more than 20 events"}
    assert store.facts_progress() == ("current", 0, 1)


@pytest.mark.usefixtures("few_events")
def test_a_visitor_beyond_the_limit_loses_its_facts(store: SqliteStore) -> None:
    facts_of(store, *[a_view(n, visitor="mallory", view_id=f"m{n}") for n in range(20)])
    facts = facts_of(store, a_view(50, visitor="mallory", view_id="x"))
    assert (facts["persons"], facts["sessions"]) == ([], [])


@pytest.mark.usefixtures("few_events")
def test_the_user_whom_it_named_keeps_everything(store: SqliteStore) -> None:
    honest = [a_view(0, visitor="ann", user_id="7"), a_purchase(1, a_line("A", 10), visitor="ann")]
    hostile = [a_purchase(n, a_line("X", 9), visitor="mallory", order=f"m{n}", trust=PUBLIC) for n in range(30)]
    facts = facts_of(store, *honest, an_event("identify", 2, visitor="mallory", user_id="7", trust=PUBLIC), *hostile)
    assert [(row["person"], row["net_micros"]) for row in facts["persons"]] == [("u:7", 10_000_000)]
    facts = facts_of(store, a_purchase(60, a_line("A", 5), order="2", visitor="ann"))
    assert [(row["person"], row["net_micros"]) for row in facts["persons"]] == [("u:7", 15_000_000)]
    assert set(set_aside(store)) == {"v:mallory"}


@pytest.mark.usefixtures("few_events")
def test_of_many_visitors_that_share_a_user_those_that_came_last_are_set_aside(store: SqliteStore) -> None:
    honest = [a_view(n, visitor="ann", user_id="7", view_id=f"h{n}") for n in range(12)]
    strangers = [
        a_view(n, visitor=f"m{k}", user_id="7", view_id=f"m{n}", trust=PUBLIC) for k in range(3) for n in range(6)
    ]
    facts = facts_of(store, *honest, *strangers)
    assert [(row["person"], row["events"]) for row in facts["persons"]] == [("u:7", 18)]
    assert set(set_aside(store)) == {"v:m1", "v:m2"}


@pytest.mark.usefixtures("few_events")
def test_of_very_many_names_with_few_events_each_all_that_came_last_are_set_aside(store: SqliteStore) -> None:
    pairs = [(n, n + k) for n in range(60) for k in (0, 1)]
    facts = facts_of(store, *[an_event("identify", n, visitor=f"v{n}", user_id=f"u{user}") for n, user in pairs])
    assert sum(row["events"] for row in facts["persons"]) == 20
    assert set(set_aside(store)) == {f"v:v{n}" for n in range(10, 60)}


@pytest.mark.usefixtures("few_events")
def test_many_persons_that_are_too_much_at_once_are_computed_one_by_one(store: SqliteStore) -> None:
    facts = facts_of(store, *[a_view(n, visitor=f"v{n}", view_id=f"w{n}") for n in range(50)])
    assert (len(facts["persons"]), set_aside(store)) == (50, {})


def test_too_many_conversions_after_too_many_deliveries_are_set_aside(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CREDIT_PAIRS", 99)
    facts = facts_of(store, seen(1, 0, "ann"), reached(1, 1, "ann"), *[seen(n, 0) for n in range(10)], reached(0, 1))
    assert len(facts["attribution_candidates"]) == 11
    facts = facts_of(store, *[reached(n, 2) for n in range(1, 10)])
    assert {row["person"] for row in facts["attribution_candidates"]} == {"v:ann"}
    assert set(set_aside(store)) == {"v:mallory"}


def test_conversions_long_after_the_deliveries_are_not_too_many(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_CREDIT_PAIRS", 99)
    later = 61 * 24 * 60
    facts_of(store, *[seen(n, 0) for n in range(10)], *[reached(n, later) for n in range(10)])
    assert set_aside(store) == {}


def test_too_many_events_outside_of_too_many_sessions_are_set_aside(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_SESSION_PAIRS", 99)
    sessions = [a_view(n * 40, visitor="ann", view_id=f"w{n}", user_id="7", trust=PUBLIC) for n in range(10)]
    from_nowhere = [an_event("goal", n, visitor=None, user_id="7", name="g", trust=PUBLIC) for n in range(10)]
    facts = facts_of(store, *sessions, *from_nowhere[:9])
    assert facts["persons"][0]["events"] == 19
    facts = facts_of(store, from_nowhere[9])
    assert [(row["person"], row["events"]) for row in facts["persons"]] == [("u:7", 10)]
    assert set(set_aside(store)) == {"p:7"}


@pytest.mark.parametrize("order", [1, -1])
def test_what_strangers_say_of_a_user_is_set_aside_and_what_the_shop_says_stays(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, order: int
) -> None:
    monkeypatch.setattr(limits, "MAX_CREDIT_PAIRS", 99)
    phone = [seen(n, n, "phone") for n in range(5)] + [an_event("identify", 6, visitor="phone", user_id="7")]
    bought = [a_purchase(7, a_line("A", 10), visitor=None, user_id="7")]
    flood = [an_event("goal", 8, visitor=None, user_id="7", name=f"g{n}", trust=PUBLIC) for n in range(40)]
    for batch in (phone, bought, flood)[::order]:
        facts_of(store, *batch)
    facts = facts_of(store, a_purchase(9, a_line("A", 5), order="2", visitor=None, user_id="7"))
    assert set(set_aside(store)) == {"p:7"}
    known = [(row["person"], row["net_micros"], row["events"]) for row in facts["persons"]]
    assert known == [("u:7", 15_000_000, 8)]
    facts = facts_of(store, flood[0]._replace(id="00000000-0000-4000-8000-000000000000"))
    rebuild(store, processes=1)
    assert [(row["person"], row["net_micros"]) for row in facts_of(store)["persons"]] == [("u:7", 15_000_000)]
    store.erase(1, ["phone"], ["7"])
    assert set_aside(store) == {}


def test_a_shared_account_that_is_too_much_costs_none_of_its_visitors(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_EVENTS", 90)
    signed_in = [an_event("identify", n, visitor=f"v{n}", user_id="till") for n in range(60)]
    looked = [a_view(n + 0.1, visitor=f"v{n}", view_id=f"w{n}") for n in range(60)]
    facts = facts_of(store, *signed_in, *looked)
    assert sorted(row["person"] for row in facts["persons"]) == sorted(f"v:v{n}" for n in range(60))
    assert set(set_aside(store)) == {"u:till"}


def test_a_rebuild_tries_everybody_again(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as strict:
        strict.setattr(limits, "MAX_EVENTS", 2)
        facts_of(store, *[a_view(n, view_id=f"w{n}") for n in range(3)])
        rebuild(store, processes=1)
        assert set(set_aside(store)) == {"v:ann"}
    rebuild(store, processes=1)
    assert (set_aside(store), len(the_facts(store)["persons"])) == ({}, 1)


def test_a_rebuild_and_a_refresh_set_the_same_aside(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_EVENTS", 20)
    for minute in range(25):
        facts_of(store, a_view(minute, visitor="mallory", user_id="7", view_id=f"m{minute}"))
    facts_of(store, *[a_view(minute, visitor="ann", user_id="7", view_id=f"w{minute}") for minute in range(9)])
    kept = the_facts(store)
    assert [row["person"] for row in facts_of(store)["persons"]] == ["u:7"]
    rebuild(store, processes=1)
    assert (the_facts(store), set(set_aside(store))) == (kept, {"v:mallory"})
