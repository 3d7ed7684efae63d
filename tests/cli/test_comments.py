"""`beheld comments`: what people wrote, in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Beheld, jsonl

START = 1_767_348_000_000
PERIOD = ("--from", "2026-01-01", "--to", "2026-01-31")


@pytest.fixture
def written(shop: Beheld, tmp_path: Path) -> Beheld:
    """The shop after somebody wrote what a terminal would obey."""
    output = {"type": "survey", "visitor_id": "ann", "instrument": "nps", "action": "ask"}
    shop(
        "import",
        jsonl(
            tmp_path / "events.jsonl",
            {"ts": START, "score": 9, "comment": "Red \x1b[31m tea", **output},
            {"ts": START + 1000, "score": 3, "view_id": "v", "answers": {"why": "late"}, **output},
        ),
    )
    return shop


def test_in_lines_nothing_that_a_terminal_would_obey(written: Beheld) -> None:
    assert written("comments", *PERIOD).out.splitlines() == [
        "2026-01-02T10:00:01.000Z  nps 3 of 10  ask  ann",
        '    {"why": "late"}',
        "2026-01-02T10:00:00.000Z  nps 9 of 10  ask  ann",
        "    Red ?[31m tea",
    ]


def test_as_json_and_csv_in_pages(written: Beheld) -> None:
    first = written("comments", *PERIOD, "--limit", "1", "--json").json
    following = written("comments", *PERIOD, "--limit", "1", "--cursor", first["next"], "--csv").out
    assert first["comments"][0]["answers"] == {"why": "late"}
    assert [line.split(",")[3] for line in following.splitlines()] == ["score", "9"]


def test_a_mistake_gives_a_sentence(written: Beheld) -> None:
    assert "Lies before `from`." in written("comments", "--from", "2026-02-01", "--to", "2026-01-01", code=2).err
