"""What one visitor names ties no crowd together: neither the users it names, nor the buyers of orders it guesses."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from collector.event import PUBLIC, SECRET, Event
from collector.facts import limits
from collector.facts.plan import PLAN
from collector.facts.rebuild import rebuild
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from tests.facts.streams import a_line, a_purchase, a_refund, a_view, an_event, facts_of, the_facts

GUESSES = 250
BUYERS = 90


def tied_to(store: SqliteStore, name: str) -> set[str]:
    with closing(store.facts_engine(PLAN)) as engine:
        return set(engine.ties.reachable_from(1, [name]))


def a_tablet(users: range) -> list[Event]:
    """A device in a shop on which customers sign in, look at a page, and leave it to the next."""
    return [
        event
        for n in users
        for event in (
            an_event("identify", n * 100, visitor="tablet", user_id=f"c{n}"),
            a_view(n * 100 + 1, visitor="tablet", view_id=f"w{n}"),
        )
    ]


def counts(store: SqliteStore, *events: Event) -> dict[str, int]:
    return {row["person"]: row["events"] for row in facts_of(store, *events)["persons"]}


def test_fifty_users_of_one_device_keep_what_is_done_after_they_signed_in(store: SqliteStore) -> None:
    assert counts(store, *a_tablet(range(50))) == {f"u:c{n}": 2 for n in range(50)}


def test_from_the_fifty_first_on_what_names_nobody_is_the_devices_own(store: SqliteStore) -> None:
    assert counts(store, *a_tablet(range(51))) == {f"u:c{n}": 1 for n in range(51)} | {"v:tablet": 51}


def test_it_becomes_a_shared_device_whenever_the_fifty_first_comes(store: SqliteStore) -> None:
    counts(store, *a_tablet(range(50)))
    assert counts(store, *a_tablet(range(50, 51))) == {f"u:c{n}": 1 for n in range(51)} | {"v:tablet": 51}


def test_users_of_a_shared_device_are_not_computed_together(store: SqliteStore) -> None:
    counts(store, *a_tablet(range(51)))
    assert tied_to(store, "u:c7") == {"u:c7", "v:tablet"}
    assert tied_to(store, "v:tablet") == {"v:tablet"}


@pytest.mark.parametrize("guesses_first", [True, False])
def test_sending_numbers_of_others_orders_ties_no_buyers(store: SqliteStore, guesses_first: bool) -> None:
    orders = [
        a_purchase(n, a_line("A", 10), order=f"{n}", visitor=f"v{n}", user_id=f"u{n}", trust=SECRET)
        for n in range(GUESSES)
    ]
    guesses = [a_purchase(n + 1, a_line("A", 1), order=f"{n}", visitor="mallory", trust=PUBLIC) for n in range(GUESSES)]
    for events in (guesses, orders) if guesses_first else (orders, guesses):
        store.append(events)
        refresh(store)
    assert tied_to(store, "u:u7") == {"u:u7", "v:v7", "o:7"}
    assert "u:u7" not in tied_to(store, "v:mallory")
    facts = facts_of(store)
    assert {row["person"] for row in facts["orders"]} == {f"u:u{n}" for n in range(GUESSES)}
    assert {row["net_micros"] for row in facts["orders"]} == {10_000_000}
    assert {row["duplicates"] for row in facts["orders"]} == {1}


CHAINS = (
    "a user and no visitor",
    "a user whom the shop knows and no visitor",
    "visitors with a few orders each",
    "visitors with two users each",
    "visitors among themselves",
)


def chains_by(how: str) -> list[Event]:
    """What a stranger, or many, may send to tie all buyers together."""

    def a_guess(visitor: str | None, order: int, **fields: Any) -> Event:
        return a_purchase(BUYERS, a_line("A", 1), order=f"{order}", visitor=visitor, trust=PUBLIC, **fields)

    if how == "a user and no visitor":
        return [a_guess(None, n, user_id="mallory") for n in range(BUYERS)]
    if how == "a user whom the shop knows and no visitor":
        mine = a_purchase(0, a_line("A", 10), order="mine", visitor=None, user_id="u3", trust=SECRET)
        return [mine, *[a_guess(None, n, user_id="u3") for n in range(BUYERS)]]
    if how == "visitors with a few orders each":
        return [a_guess(f"m{n // 10}", (n + k) % BUYERS) for n in range(0, BUYERS, 9) for k in range(10)]
    if how == "visitors with two users each":
        pairs = [(n, (n + k) % BUYERS) for n in range(BUYERS) for k in (0, 1)]
        return [an_event("identify", BUYERS, visitor=f"m{n}", user_id=f"u{user}", trust=PUBLIC) for n, user in pairs]
    pairs = [(n, n + k) for n in range(BUYERS) for k in (0, 1)]
    return [an_event("identify", BUYERS, visitor=f"m{n}", user_id=f"nobody{user}", trust=PUBLIC) for n, user in pairs]


@pytest.mark.parametrize("how", CHAINS)
def test_strangers_who_tie_names_in_a_chain_are_set_aside_and_no_buyer_is(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(limits, "MAX_NAMES", 20)
    monkeypatch.setattr(limits, "MAX_EVENTS", 100)
    buyers = [
        event
        for n in range(BUYERS)
        for event in (
            a_view(n, visitor=f"v{n}", view_id=f"w{n}", trust=PUBLIC),
            a_purchase(n + 0.1, a_line("A", 10), order=f"{n}", visitor=f"v{n}", user_id=f"u{n}", trust=SECRET),
        )
    ]
    facts_of(store, *buyers)
    facts_of(store, *chains_by(how))
    later = an_event("identify", 2 * BUYERS, visitor="new-browser", user_id="u7", trust=PUBLIC)
    facts = facts_of(store, later, a_view(2 * BUYERS + 1, visitor="new-browser", view_id="x", trust=PUBLIC))
    aside = {row[0] for row in store.query("select name from facts_failed")}
    assert aside
    assert all(name.startswith(("v:m", "p:")) for name in aside)
    worth = {row["person"]: row["net_micros"] for row in facts["persons"] if row["net_micros"]}
    mine = 10_000_000 if "shop knows" in how else 0
    assert worth == {f"u:u{n}": 10_000_000 + mine * (n == 3) for n in range(BUYERS)}
    assert all(row["events"] >= 4 for row in facts["persons"] if row["person"] == "u:u7")
    for name in ("u:u7", "v:m7", "u:nobody7"):
        assert sum(tied.startswith("v:") for tied in tied_to(store, name) - aside) <= limits.MAX_NAMES + 1
    rebuild(store, processes=1)
    assert {row[0] for row in store.query("select person from persons where net_micros > 0")} == worth.keys()


def test_a_flood_of_visitors_that_claim_an_order_takes_it_from_nobody(store: SqliteStore) -> None:
    """The server names the user, the browser the visitor; others come later with the same number."""
    mine = [
        an_event("click", 0, visitor="ann", view_id="w", action="recs", item="A"),
        a_purchase(1, a_line("A", 10), order="1", visitor=None, user_id="anna"),
        a_purchase(1.1, a_line("A", 10), order="1", visitor="ann", view_id="w2", trust=PUBLIC),
    ]
    claims = [a_purchase(2, a_line("A", 1), order="1", visitor=f"m{n}", trust=PUBLIC) for n in range(120)]
    facts_of(store, *mine)
    before = the_facts(store)["order_lines"]
    facts_of(store, *claims)
    after = the_facts(store)
    assert after["order_lines"] == before
    assert len(tied_to(store, "u:anna")) <= 53
    assert tied_to(store, "v:m119") == {"v:m119"}


def test_refunds_reach_the_orders_of_a_visitor_with_very_many(store: SqliteStore) -> None:
    orders = [a_purchase(n, a_line("A", 10), order=f"{n}", visitor="till", trust=PUBLIC) for n in range(GUESSES)]
    facts = facts_of(store, *orders, a_refund(999, order="7", visitor=None))
    worth = {row["order_id"]: row["net_micros"] for row in facts["orders"]}
    assert (len(worth), worth["7"], worth["8"]) == (GUESSES, 0, 10_000_000)
    facts = facts_of(store, a_refund(1000, order="8", visitor=None))
    assert {row["net_micros"] for row in facts["orders"] if row["order_id"] in ("7", "8")} == {0}


def test_a_rebuild_and_a_refresh_agree_on_crowds(store: SqliteStore) -> None:
    events = a_tablet(range(60))
    events += [a_purchase(n, a_line("A", 1), order=f"{n}", visitor="mallory", trust=PUBLIC) for n in range(GUESSES)]
    events += [a_purchase(n, a_line("A", 9), order=f"{n}", visitor=None, user_id=f"c{n}") for n in range(60)]
    events += [a_view(n * 100 + 2, visitor="tablet", view_id=f"w{n}", path="/more") for n in range(60)]
    for few in range(0, len(events), 25):
        store.append(events[few : few + 25])
        refresh(store)
    kept = the_facts(store)
    rebuild(store, processes=1)
    assert the_facts(store) == kept
