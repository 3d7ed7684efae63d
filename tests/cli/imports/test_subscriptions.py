"""Subscriptions of the past come in from a file, and the report has them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Beheld, jsonl

TABLE = """\
Date,Customer,No,Event,Plan,Per month
2026-01-05 09:00,u1,s1,started,tea,"10,00"
2026-02-03 09:00,u1,s1,changed,teas,"15,00"
2026-02-10 09:00,u2,s2,started,tea,"10,00"
2026-03-01 09:00,u2,s2,cancelled,,
2026-03-02 09:00,u3,s3,paused,tea,"10,00"
"""
MAPPED = (
    *("--set", "type=subscription", "--set", "currency=EUR", "--decimal", ",", "--map", "ts=Date"),
    *("--map", "user_id=Customer", "--map", "subscription_id=No", "--map", "status=Event", "--map", "plan=Plan"),
    *("--map", "mrr=Per month"),
)
FEBRUARY = ("report", "subscriptions", "--from", "2026-02-01", "--to", "2026-02-28", "--json")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_from_a_table_and_taken_back_again(shop: Beheld) -> None:
    Path("subs.csv").write_text(TABLE)
    output = shop("import", "subs.csv", *MAPPED, "--label", "subs", code=1)
    assert "status" in output.err  # `paused` is none
    total = shop(*FEBRUARY).json["total"]
    assert (total["mrr_start"], total["new_mrr"], total["expansion_mrr"], total["mrr"]) == (
        "10.00", "10.00", "5.00", "25.00",
    )  # fmt: skip
    shop("import", "undo", "subs")
    assert shop(*FEBRUARY).json["total"]["mrr"] == "0.00"


def test_from_json_lines(shop: Beheld, tmp_path: Path) -> None:
    event = {"type": "subscription", "user_id": "u1", "subscription_id": "s1"}
    started = {**event, "ts": "2026-02-05T09:00:00Z", "status": "started", "mrr": "12.00", "currency": "EUR"}
    shop("import", jsonl(tmp_path / "events.jsonl", started))
    assert shop(*FEBRUARY).json["total"]["mrr"] == "12.00"
