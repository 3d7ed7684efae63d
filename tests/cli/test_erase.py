"""`beheld erase`: asks, erases, and what it cannot find it notes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from collector.event import Notice, Rejected
from collector.store import SqliteStore
from tests.cli.running import Beheld, a_goal, jsonl
from tests.store.events import an_event


@pytest.fixture
def filled(shop: Beheld, tmp_path: Path) -> Beheld:
    """The shop, with ann on two browsers, and bob."""
    events = [a_goal(user_id="u1"), a_goal(visitor_id="phone", user_id="u1"), a_goal(visitor_id="bob")]
    shop("import", jsonl(tmp_path / "events.jsonl", *events))
    return shop


def visitors(store: SqliteStore) -> list[str]:
    """Whose events there are."""
    return [row["visitor"] for row in store.query("select visitor from events")]


def test_it_says_how_much_it_takes_and_asks(filled: Beheld, store: SqliteStore) -> None:
    output = filled("erase", "u1", given="n\n", code=2).err
    assert "2 events of 2 visitors and 1 users (1 persons, 0 orders)" in output
    assert "Nothing was erased" in output
    assert len(visitors(store)) == 3
    assert "Erased: 2 events" in filled("erase", "u1", given="y\n").out
    assert visitors(store) == ["bob"]


def test_without_a_terminal_it_says_how_to_go_on(filled: Beheld, store: SqliteStore) -> None:
    assert "--yes" in filled("erase", "u1", given="", code=2).err
    assert len(visitors(store)) == 3


def test_with_yes_it_does_not_ask(filled: Beheld, store: SqliteStore) -> None:
    output = filled("erase", "ann", "--yes", "--json").json
    assert output == {"site": "shop", "person": "u:u1", "events": 2, "rejections": 0}
    assert filled("import", "events.jsonl", "--json", code=1).json["rejected"] == 2
    assert visitors(store) == ["bob"]


def test_a_person_known_by_rejected_events_alone_is_erased_too(filled: Beheld, store: SqliteStore) -> None:
    store.append([], [Rejected(1, 1, "r", '{"userId": "u9", "value": NaN}', "{}")])
    assert filled("erase", "u9", "--yes", "--json").json["rejections"] == 1
    assert store.rejected(1, 10) == []


def test_nobody_of_that_name_is_noted_all_the_same(filled: Beheld, tmp_path: Path) -> None:
    assert "noted as erased all the same" in filled("erase", "carl", "--yes").out
    file = jsonl(tmp_path / "carl.jsonl", a_goal(visitor_id="carl"))
    assert filled("import", file, "--json", code=1).json["rejected"] == 1


def test_the_doctor_says_until_when_traces_may_be_left(filled: Beheld) -> None:
    filled("erase", "u1", "--yes")
    assert "may still hold ids of 1 who were erased" in filled("doctor").out
    filled("backup", "kept.db")
    filled("restore", "kept.db")
    assert "nothing is left of persons who were erased" in filled("doctor").out


def test_the_checks_say_how_much_came_again(filled: Beheld, store: SqliteStore) -> None:
    assert "no event of an erased person came again" in filled("doctor", "shop").out
    store.append([], [], [Notice(1, time.strftime("%Y-%m-%d", time.gmtime()), "", "event", "erased", "rejected", None)])
    assert "1 events of erased persons came again and were rejected" in filled("doctor", "shop").out


def test_a_visitor_goes_without_the_user_whom_it_named(filled: Beheld, store: SqliteStore) -> None:
    store.append([an_event("named", visitor="evil", user_id="u1", ts=1_000)])

    output = filled("erase", "evil", given="n\n", code=2).err
    assert "the user stays" in output
    assert "beheld erase u:u1" in output
    assert "1 events of 1 visitors" in output
    gone = filled("erase", "evil", "--yes", "--json").json

    assert gone == {"site": "shop", "person": "v:evil", "events": 1, "rejections": 0, "stays": "u:u1"}
    assert visitors(store) == ["ann", "phone", "bob"]


def test_an_unknown_person_needs_no_confirmation(filled: Beheld) -> None:
    output = filled("erase", "carl", given="")
    assert "This erases" not in output.err
    assert "noted as erased" in output.out


def test_an_erasure_is_in_the_log_without_a_name(filled: Beheld, store: SqliteStore) -> None:
    filled("erase", "u1", "--yes")
    change = store.changes(1)[0]
    assert (change.actor, change.action, change.details) == ("cli", "person.erase", {"events": 2})
    assert "u1" not in str(change)
