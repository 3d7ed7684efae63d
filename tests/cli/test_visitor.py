"""`beheld visitor` and `beheld rebuild`: reports without a server."""

from __future__ import annotations

from pathlib import Path

import pytest

from collector.store import SqliteStore
from tests.cli.running import Beheld, a_goal, jsonl


@pytest.fixture
def visited(shop: Beheld, tmp_path: Path) -> Beheld:
    """The shop with one visit in it, of which no server has heard."""
    view = {
        "type": "page_view",
        "ts": 1_767_348_000_000,
        "visitor_id": "ann",
        "view_id": "v",
        "page": {"title": "<Tea>"},
    }
    shop("import", jsonl(tmp_path / "events.jsonl", view, a_goal(ts=1_767_348_060_000)))
    return shop


def test_a_report_knows_what_was_imported_a_moment_ago(visited: Beheld) -> None:
    report = visited("visitor", "ann", "--json").json
    timeline = report["sessions"][0]["timeline"]
    assert (report["person"], [entry["type"] for entry in timeline]) == ("v:ann", ["page_view", "goal"])


def test_people_read_the_same_in_lines(visited: Beheld) -> None:
    output = visited("visitor", "ann").out
    assert "Visitor ann of shop" in output
    assert "<Tea>" in output
    assert "newsletter" in output


def test_an_unknown_visitor_is_answered_in_a_sentence(visited: Beheld) -> None:
    assert "knows no visitor" in visited("visitor", "Ann", code=2).err


def test_a_rebuild_computes_lost_facts_again(visited: Beheld, store: SqliteStore) -> None:
    before = visited("visitor", "ann", "--json").json
    connection = store.connect()
    connection.execute("delete from sessions")
    connection.execute("delete from persons")
    connection.close()
    visited("visitor", "ann", code=2)
    assert visited("rebuild", "--processes", "1").out == "Facts of 2 events computed.\n"
    after = visited("visitor", "ann", "--json").json
    assert {**after, "fresh_to": None} == {**before, "fresh_to": None}


def test_a_rebuild_of_one_site_leaves_the_others_alone(visited: Beheld) -> None:
    visited("site", "add", "blog")
    assert visited("rebuild", "--site", "blog", "--processes", "1").out == "Facts of 0 events computed.\n"
    assert "Facts of 2 events" in visited("rebuild", "--site", "shop", "--processes", "2").out
