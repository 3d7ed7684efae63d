"""An older export does not bring back who was erased."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from collector.event import Event, Receipt
from collector.store import SqliteStore, open_store
from tests.cli.running import Beheld, a_goal, jsonl


@pytest.fixture
def exported(shop: Beheld, store: SqliteStore, tmp_path: Path) -> str:
    """An export from before ann was erased."""
    shop("import", jsonl(tmp_path / "events.jsonl", a_goal(), a_goal(visitor_id="bob"), a_goal(user_id="u1")))
    shop("export", "-o", "old.jsonl")
    store.erase(1, ["ann"], ["u1"])
    return "old.jsonl"


def test_an_older_export_brings_nobody_back(shop: Beheld, store: SqliteStore, exported: str) -> None:
    output = shop("import", exported, "--json", "--rejected-to", "rejected.jsonl", code=1)
    assert (output.json["accepted"], output.json["duplicates"], output.json["rejected"]) == (0, 1, 2)
    assert [list(each["errors"]) for each in output.json["rejections"]] == [["visitor_id"], ["user_id"]]
    assert [row["visitor"] for row in store.query("select visitor from events")] == ["bob"]
    assert store.query("select 1 from rejected_events") == []
    assert "ann" not in Path("rejected.jsonl").read_text()


def test_a_dry_run_says_so_too(shop: Beheld, exported: str) -> None:
    output = shop("import", exported, "--dry-run", code=1)
    assert "is about a person who was erased" in output.err


def test_another_store_that_has_the_log_takes_nobody_back(shop: Beheld, store: SqliteStore, exported: str) -> None:
    store.close()
    Path("beheld.db.erasures").unlink()
    assert shop("import", exported, "--json", code=1).json["rejected"] == 2


def test_a_person_erased_during_the_import_is_not_brought_back(
    shop: Beheld, store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append, parts = SqliteStore.append, []

    def erased_before(self: SqliteStore, events: list[Event], *more: Any, **settings: Any) -> Receipt:
        parts.append(len(events))
        if len(parts) == 1:
            other = open_store(self.url)
            other.erase(1, ["ann"])
            other.close()
        return append(self, events, *more, **settings)

    monkeypatch.setattr(SqliteStore, "append", erased_before)
    output = shop("import", jsonl(tmp_path / "events.jsonl", a_goal(), a_goal(visitor_id="bob")), "--json", code=1)
    assert (output.json["accepted"], output.json["rejected"], parts) == (1, 1, [2, 1])
    assert [row["visitor"] for row in store.query("select visitor from events")] == ["bob"]
