"""A name with very many events is computed apart from others and rests after it: everybody else's facts stay fresh."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from collector.event import PUBLIC
from collector.facts import limits
from collector.facts import refresh as refreshing
from collector.facts.rebuild import rebuild
from collector.facts.refresh import FactsWriter, refresh
from collector.store import SqliteStore
from tests.facts.streams import a_line, a_purchase, a_view, an_event, the_facts

HEAVY = [a_view(n, visitor="mallory", view_id=f"m{n}") for n in range(30)]


@pytest.fixture
def writer(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[FactsWriter]:
    """Whoever took long rests as long as it may."""
    monkeypatch.setattr(limits, "HEAVY_EVENTS", 20)
    monkeypatch.setattr(refreshing, "REST", 10**9)
    made = FactsWriter(store)
    yield made
    made.close()


def counted(store: SqliteStore) -> dict[str, int]:
    return {row["person"]: row["events"] for row in store.query("select person, events from persons")}


def work(writer: FactsWriter) -> None:
    while writer.step():
        pass


def test_a_heavy_visitor_rests_while_others_are_kept_up_to_date(store: SqliteStore, writer: FactsWriter) -> None:
    store.append(HEAVY)
    work(writer)
    assert counted(store) == {"v:mallory": 30}
    store.append([a_view(99, visitor="mallory", view_id="m99"), a_view(99)])
    work(writer)
    assert counted(store) == {"v:mallory": 30, "v:ann": 1}
    assert store.facts_progress() == ("busy", 1, 0)
    writer.rests.clear()
    work(writer)
    assert counted(store) == {"v:mallory": 31, "v:ann": 1}
    assert store.facts_progress() == ("current", 0, 0)


def test_a_heavy_visitor_has_its_turn_under_steady_traffic_but_not_at_each_step(
    store: SqliteStore, writer: FactsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "EVENTS_A_STEP", 30)
    store.append([*HEAVY, *[a_view(n, view_id=f"w{n}") for n in range(90)]])
    assert writer.step()
    assert counted(store) == {}
    assert writer.step()
    assert counted(store) == {"v:mallory": 30}
    assert writer.step()
    assert counted(store) == {"v:mallory": 30}, "ann is heavy too, and it was somebody's turn just now"


def test_names_tied_to_somebody_heavy_rest_with_them_once(store: SqliteStore, writer: FactsWriter) -> None:
    store.append(
        [*HEAVY, an_event("identify", 40, visitor="mallory", user_id="7"), a_view(41, visitor="ann", user_id="7")]
    )
    work(writer)
    assert counted(store) == {"u:7": 32}
    store.append([a_view(50), an_event("goal", 51, visitor=None, user_id="7", name="g"), a_view(52, visitor="bob")])
    work(writer)
    assert counted(store) == {"u:7": 32, "v:bob": 1}
    assert [tuple(row) for row in store.query("select name from facts_due")] == [("v:mallory",)]


def test_a_chain_of_names_is_heavy_by_their_number_and_looked_at_no_further(
    store: SqliteStore, writer: FactsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEAVY_EVENTS", 10**6)
    monkeypatch.setattr(limits, "HEAVY_NAMES", 20)
    monkeypatch.setattr(refreshing, "FEW_NAMES", 1)
    store.append([an_event("identify", n, visitor=f"c{n}", user_id=f"u{n + k}") for n in range(60) for k in (0, 1)])
    work(writer)
    assert sum(counted(store).values()) == 120
    store.append([a_view(99, visitor="c5"), a_view(99, visitor="c50"), a_view(99, visitor="bob")])
    work(writer)
    assert sum(counted(store).values()) == 121
    assert len(writer.group_of(1, "v:c5", {})) == 21
    writer.rests.clear()
    writer.step()
    assert (sum(counted(store).values()), store.facts_behind()) == (123, 0)


def test_orders_of_somebody_heavy_are_found_to_be_theirs_in_one_look(
    store: SqliteStore, writer: FactsWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "HEAVY_NAMES", 20)
    monkeypatch.setattr(refreshing, "FEW_NAMES", 1)
    looks: list[str] = []
    look = writer.group_of
    monkeypatch.setattr(writer, "group_of", lambda site, seed, events: looks.append(seed) or look(site, seed, events))
    orders = [a_purchase(n, a_line("A", 1), order=f"{n}", visitor=None, user_id="buyer") for n in range(300)]
    store.append([*orders, a_purchase(400, a_line("A", 1), order="x", visitor="bob", user_id="8")])
    work(writer)
    assert counted(store) == {"u:buyer": 300, "u:8": 1}
    assert len([name for name in looks if name not in ("v:bob", "u:8", "o:x")]) == 1
    assert store.facts_behind() == 0


def test_a_long_rest_ends_after_minutes(store: SqliteStore, writer: FactsWriter) -> None:
    store.append(HEAVY)
    work(writer)
    store.append([a_view(99, visitor="mallory", view_id="m99")])
    (rests_until,) = set(writer.rests.values())
    assert rests_until <= refreshing.time.monotonic() + refreshing.MAX_REST_SECONDS


def test_a_report_waits_for_everybody(store: SqliteStore, writer: FactsWriter) -> None:
    store.append(HEAVY)
    refresh(store)
    store.append([a_view(99, visitor="mallory", view_id="m99")])
    refresh(store)
    assert counted(store) == {"v:mallory": 31}


@pytest.mark.parametrize("heavy", [1, 3, 60])
def test_what_is_computed_apart_is_what_a_rebuild_gives(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, heavy: int
) -> None:
    monkeypatch.setattr(limits, "HEAVY_EVENTS", heavy)
    events = [
        event
        for n in range(60)
        for event in (
            an_event("identify", n * 100, visitor="tablet", user_id=f"c{n}"),
            a_view(n * 100 + 1, visitor="tablet", view_id=f"w{n}"),
            an_event("identify", n * 100, visitor=f"d{n}", user_id=f"c{n % 7}"),
            a_view(n * 100 + 2, visitor=f"d{n}", user_id=f"c{n % 5}", view_id="x"),
            a_purchase(n, a_line("A", 1), order=f"{n}", visitor=f"d{n}", trust=PUBLIC),
            a_purchase(n, a_line("A", 9), order=f"{n}", visitor=None, user_id=f"c{n}"),
            an_event("identify", n, visitor=f"e{n}", user_id="till"),
        )
    ]
    for few in range(0, len(events), 35):
        store.append(events[few : few + 35])
        refresh(store)
    kept = the_facts(store)
    rebuild(store, processes=1)
    assert the_facts(store) == kept
