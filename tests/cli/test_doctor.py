"""`beheld doctor`: what is not well is found, with what to do about it and an exit code."""

from __future__ import annotations

import json
import time
from collections import namedtuple
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from collector.cli import checks_of_sites
from collector.event import SECRET, Event, Rejected
from collector.facts.refresh import refresh
from collector.store import SqliteStore
from collector.store.sqlite import checks
from tests.cli.running import Beheld, a_goal, jsonl


def states(output: list[dict[str, Any]]) -> dict[str, str]:
    return {finding["check"]: finding["state"] for finding in output}


def found(output: list[dict[str, Any]], check: str) -> dict[str, Any]:
    return next(finding for finding in output if finding["check"] == check)


def test_a_good_store_is_well(shop: Beheld) -> None:
    output = shop("doctor", "--thorough", "--json").json
    assert set(states(output).values()) == {"ok"}
    assert found(output, "integrity")["found"] == "the file is sound"


def test_people_read_one_line_for_each_check(shop: Beheld) -> None:
    lines = shop("doctor").out.splitlines()
    assert lines[1] == "ok    store: sqlite:///beheld.db"
    assert all(line.startswith("ok ") for line in lines)


def test_a_store_that_is_not_there_fails_and_is_not_made(beheld: Beheld) -> None:
    assert "beheld init" in beheld("doctor", code=1).out
    assert list(Path().iterdir()) == []


def test_a_file_that_is_no_database_fails(beheld: Beheld) -> None:
    Path("beheld.db").write_text("x" * 4096)
    output = beheld("doctor", "--json", code=1).json
    assert states(output) == {"settings": "ok", "store": "failed"}


def test_a_damaged_file_fails_when_looked_at_thoroughly(shop: Beheld, store: SqliteStore) -> None:
    with closing(store.connect()) as connection:
        connection.execute("pragma writable_schema = on")
        connection.execute("update sqlite_schema set sql = replace(sql, 'not null', '') where name = 'rates'")
        connection.execute("create table torn (a integer, b integer check (b > 0))")
        connection.execute("pragma ignore_check_constraints = on")
        connection.execute("insert into torn values (1, -1)")
    assert found(shop("doctor", "--thorough", "--json", code=1).json, "integrity")["state"] == "failed"


def test_a_damaged_page_is_found_without_a_flag(shop: Beheld, store: SqliteStore) -> None:
    assert found(shop("doctor", "--json").json, "integrity")["found"] == "every page is sound"
    (page,) = (row[0] for row in store.query("select rootpage from sqlite_schema where name = 'definitions'"))
    with store.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xa5" * 4096)
    integrity = found(shop("doctor", "--json", code=1).json, "integrity")
    assert integrity["state"] == "failed"
    assert "restore" in integrity["advice"]


def test_damage_that_a_running_server_met_is_reported(shop: Beheld, store: SqliteStore) -> None:
    store.path.with_name("beheld.db.damaged").write_text("The database file is damaged: restore it.")
    output = shop("doctor", "--json", code=1).json
    assert found(output, "writing")["state"] == "failed"
    assert "damaged" in found(output, "writing")["found"]


def test_a_database_that_cannot_answer_a_check_does_not_end_the_others(shop: Beheld, store: SqliteStore) -> None:
    with closing(store.connect()) as connection:
        connection.execute("drop table facts_failed")
    output = states(shop("doctor", "--json", code=1).json)
    assert (output["persons"], output["clock"], output["keys of shop"]) == ("failed", "ok", "ok")


def test_a_store_without_a_site_says_how_to_make_one(beheld: Beheld) -> None:
    beheld("init")
    assert "beheld site add" in found(beheld("doctor", "--json").json, "sites")["advice"]


def test_a_site_that_nobody_can_read_says_which_key_to_make(shop: Beheld) -> None:
    hint = next(key["hint"] for key in shop("key", "list", "--json").json if key["kind"] == "read")
    shop("key", "revoke", hint)
    assert found(shop("doctor", "--json").json, "keys of shop")["advice"] == "beheld key new read --site shop"


def test_a_site_without_origins_is_pointed_out(shop: Beheld) -> None:
    shop("site", "set", "shop", "--any-origin")
    assert found(shop("doctor", "--json").json, "origins of shop")["state"] == "warning"


def test_events_that_wait_for_facts_are_counted(shop: Beheld, store: SqliteStore, tmp_path: Path) -> None:
    shop("import", jsonl(tmp_path / "events.jsonl", a_goal(), a_goal(goal="b")))
    finding = found(shop("doctor", "--json").json, "facts")
    assert (finding["state"], finding["found"]) == ("warning", "2 events are not in facts yet")
    refresh(store)
    assert found(shop("doctor", "--json").json, "facts")["state"] == "ok"


def test_persons_whose_facts_failed_are_named(shop: Beheld, store: SqliteStore) -> None:
    with closing(store.connect()) as connection:
        connection.execute("insert into facts_failed (site, name, error) values (1, 'v:ann', 'integer overflow')")
    finding = found(shop("doctor", "--json").json, "persons")
    assert finding["state"] == "warning"
    assert "v:ann (integer overflow)" in finding["found"]


def test_rejections_are_listed_by_reason_the_most_frequent_first(shop: Beheld, store: SqliteStore) -> None:
    now = time.time_ns() // 1_000_000
    often = {"items.0.price": ["must be an amount"], "items.7.price": ["must be an amount"]}
    rare = {"type": ["is missing"]}
    long_ago = Rejected(1, now - checks_of_sites.WEEK_MS - 1, None, "{}", json.dumps({"ts": ["is missing"]}))
    store.append([], [Rejected(1, now, None, "{}", json.dumps(rare)), long_ago])
    store.append([], [Rejected(1, now, None, "{}", json.dumps(often))])
    answer = [f["found"] for f in shop("doctor", "--json").json if f["check"] == "rejected by shop"]
    assert answer == ["2 in the last 7 days: items.price must be an amount", "1 in the last 7 days: type is missing"]


def test_a_clock_that_was_set_back_fails(shop: Beheld, store: SqliteStore) -> None:
    ahead = time.time_ns() // 1_000_000 + 3_600_000
    store.append([Event(1, SECRET, "a", "goal", ahead, ahead, visitor="ann", name="g")])
    assert "NTP" in found(shop("doctor", "--json", code=1).json, "clock")["advice"]


Disk = namedtuple("Disk", "total used free")


@pytest.mark.parametrize(("free", "state", "code"), [(2**20, "failed", 1), (2**30, "warning", 0), (2**40, "ok", 0)])
def test_a_disk_that_fills_up_is_seen(
    shop: Beheld, monkeypatch: pytest.MonkeyPatch, free: int, state: str, code: int
) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda path: Disk(2**40, 2**40 - free, free))
    assert found(shop("doctor", "--json", code=code).json, "room")["state"] == state


def test_a_misspelt_setting_is_pointed_out(shop: Beheld) -> None:
    output = shop("doctor", "--json", BEHELD_TRUSTED_PROXY="1").json
    assert "BEHELD_TRUSTED_PROXY" in found(output, "settings")["found"]


def test_a_sites_data_are_looked_at_when_it_is_named(shop: Beheld, tmp_path: Path) -> None:
    shown = {"type": "click", "visitor_id": "ann", "view_id": "v", "action": "recs"}
    day_before = int((time.time() - 36 * 3600) * 1000)
    shop("import", jsonl(tmp_path / "events.jsonl", {**shown, "ts": day_before}))
    shop("rebuild")
    output = {finding["check"]: finding["state"] for finding in shop("doctor", "shop", "--json").json}
    assert output["interactions without a placement of shop"] == "warning"
    assert output["bots of shop"] == "ok"


def test_an_unknown_site_is_named(shop: Beheld) -> None:
    assert "there is no such site" in shop("doctor", "nowhere", code=1).out
