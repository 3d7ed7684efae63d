"""A step that kills its process stops nobody for ever: the name at fault is set aside, and everybody else goes on."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from collector.facts import rebuild as rebuilding
from collector.facts import refresher as refreshing
from collector.facts.rebuild import rebuild, rebuild_outdated
from collector.facts.refresh import FactsWriter, refresh
from collector.facts.refresher import Refresher
from collector.facts.replacing import fingerprint_of
from collector.store import SqliteStore
from collector.store.sqlite import facts as facts_on_sqlite
from tests.facts.streams import a_line, a_purchase, a_view, an_event, facts_of, the_facts

PATIENCE = 100
HONEST = [a_view(n, visitor=f"v{n}", view_id=f"w{n}") for n in range(20)]
KNOWN = [a_view(30, visitor="ann", user_id="7"), a_purchase(31, a_line("A", 10), visitor="ann")]
STRANGER = [an_event("identify", 40, visitor="mallory", user_id="7"), a_view(41, visitor="mallory", view_id="m")]


def set_aside(store: SqliteStore) -> dict[str, str]:
    return {row["name"]: row["error"] for row in store.query("select name, error from facts_failed")}


def noted(store: SqliteStore) -> list[tuple[object, ...]]:
    return [tuple(row) for row in store.query("select name, under_way, deaths from facts_under_way order by name")]


def note(store: SqliteStore, *names: str) -> None:
    """What a process leaves behind that died while it computed these."""
    writer = FactsWriter(store)
    writer.ledger.begin(1, names)
    writer.close()


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        threading.Event().wait(0.05)


@contextmanager
def run(what: str, store: SqliteStore, deaths: Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.facts.deadly", what, str(store.path), str(deaths)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, **options) as process:
        try:
            yield process
        finally:
            process.communicate(timeout=PATIENCE)


def test_whose_facts_kill_the_process_twice_alone_is_set_aside_and_all_others_are_current(
    store: SqliteStore, tmp_path: Path
) -> None:
    deaths = tmp_path / "deaths"
    store.append([*HONEST, *KNOWN, *STRANGER])
    with run("serve", store, deaths):
        wait_until(lambda: store.facts_progress().state == "current")
        store.append([a_view(50, visitor="late", view_id="l"), a_view(51, visitor="mallory", view_id="m")])
        wait_until(lambda: store.facts_progress().behind == 0)
    assert deaths.read_text().splitlines() == ["killed"] * 3
    assert set(set_aside(store)) == {"v:mallory"}
    assert "the process ended twice" in set_aside(store)["v:mallory"]
    counted = {row["person"]: row["events"] for row in store.query("select person, events from persons")}
    assert counted == {f"v:v{n}": 1 for n in range(20)} | {"u:7": 2, "v:late": 1}
    assert (noted(store), store.facts_progress()) == ([], ("current", 0, 1))


def test_a_rebuild_goes_on_where_a_helping_process_died(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts_of(store, *HONEST, *KNOWN)
    before = the_facts(store)
    store.append(STRANGER)
    with run("rebuild", store, tmp_path / "deaths") as process:
        pass
    assert process.returncode == 0
    assert the_facts(store) == before
    assert (set(set_aside(store)), noted(store)) == ({"v:mallory"}, [])


def test_helpers_of_a_killed_rebuild_end_with_it(store: SqliteStore, tmp_path: Path) -> None:
    store.append([*HONEST, a_view(30, visitor="snail", view_id="s")])
    with run("rebuild", store, tmp_path / "deaths", stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"snail\n"
        process.kill()
        assert process.communicate(timeout=PATIENCE) == (b"", None)  # at the end of the last that could write to it


def test_a_bystander_of_a_death_is_computed_and_suspected_no_more(store: SqliteStore) -> None:
    store.append([*HONEST, *KNOWN])
    note(store, "v:v1", "v:v2", "u:7")
    assert len(facts_of(store)["persons"]) == 21
    assert (set_aside(store), noted(store)) == ({}, [])


def test_a_process_killed_by_somebody_else_again_and_again_costs_nobody_anything(store: SqliteStore) -> None:
    """The first time while it computes many, the second time while it computes one of them alone."""
    facts_of(store, *HONEST)
    note(store, *(f"v:v{n}" for n in range(20)))
    writer = FactsWriter(store)
    assert writer.count_deaths() == 20
    writer.ledger.begin(1, ["v:v1"])
    writer.close()
    assert [death for name, _, death in noted(store) if name in ("v:v1", "v:v2")] == [1, 1]
    facts = facts_of(store, *(a_view(100 + n, visitor=f"v{n}", view_id=f"x{n}") for n in range(20)))
    assert (set_aside(store), noted(store)) == ({}, [])
    assert [row["events"] for row in facts["persons"]] == [2] * 20


def test_a_suspect_not_seen_again_stays_one_and_costs_nobody_anything(store: SqliteStore) -> None:
    note(store, "v:zoe")
    assert len(facts_of(store, a_view())["persons"]) == 1
    assert noted(store) == [("v:zoe", 0, 2)]


def test_an_error_is_no_death(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("collector.store.sqlite.facts._compute", fail)
    store.append([a_view()])
    with pytest.raises(OSError, match="no room"):
        refresh(store)
    assert noted(store) == []


def test_to_be_stopped_on_purpose_is_no_death(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the step under way is a long one, and whoever stops us does not wait for its end."""
    began, go_on = threading.Event(), threading.Event()
    harmless = facts_on_sqlite._compute

    def slowly(*rest: Any, **named: Any) -> None:
        began.set()
        assert go_on.wait(PATIENCE)
        harmless(*rest, **named)

    monkeypatch.setattr("collector.store.sqlite.facts._compute", slowly)
    monkeypatch.setattr(refreshing, "SHORT_STEP_SECONDS", 0.01)
    store.append([a_view()])
    refresher = Refresher(store)
    refresher.start()
    assert began.wait(PATIENCE)
    assert noted(store) == [("v:ann", 1, 0)]
    stopping = threading.Thread(target=refresher.stop)
    stopping.start()
    wait_until(lambda: noted(store) == [])
    go_on.set()
    stopping.join()


def test_only_a_requested_rebuild_tries_again_who_killed_the_process_under_the_same_rules(
    store: SqliteStore,
) -> None:
    facts_of(store, *HONEST)
    writer = FactsWriter(store)
    (rules,) = writer.engine.sites()
    writer.set_aside(1, ["v:v1"], "killed", died_by=fingerprint_of(rules))
    writer.set_aside(1, ["v:v2"], "killed", died_by="other rules")
    writer.set_aside(1, ["v:v3"], "too much")
    writer.ledger.note_rules(1, "old")
    list(rebuild_outdated(writer))
    assert set(set_aside(store)) == {"v:v1"}
    writer.close()
    rebuild(store, processes=1)
    assert (set_aside(store), len(the_facts(store)["persons"])) == ({}, 20)


def test_a_fault_in_the_numbers_sets_one_name_aside_and_not_all_it_is_tied_to(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.set_rate(1, "USD", "2026-01-01", "0.5")

    def unlucky(amount: int | None, rate: str | None) -> int | None:
        if amount == 13_000_000:
            raise ArithmeticError("unlucky")
        return amount

    monkeypatch.setattr("collector.store.sqlite.scope.loading.in_site_currency", unlucky)
    fault = an_event("goal", 42, visitor="mallory", name="g", amount_micros=13_000_000, currency="USD")
    late = a_view(60, visitor="bob", user_id="7", view_id="b")
    facts = facts_of(store, *HONEST, *KNOWN, *STRANGER, fault, late)
    assert set(set_aside(store)) == {"v:mallory"}
    assert {row["person"]: row["events"] for row in facts["persons"] if row["person"][0] == "u"} == {"u:7": 3}
    assert len(facts["persons"]) == 21
    assert rebuilding.rebuild(store, processes=1)
    assert set(set_aside(store)) == {"v:mallory"}


def test_nothing_is_left_of_a_suspect_who_is_erased(store: SqliteStore) -> None:
    facts_of(store, *KNOWN, *HONEST)
    note(store, "v:ann", "u:7", "v:v1")
    store.erase(1, ["ann"], ["7"])
    assert noted(store) == [("v:v1", 1, 0)]
