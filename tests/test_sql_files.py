"""Queries in files: read by name, alone in a file or several in one, and none that nobody runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from collector.sql_files import NAME, sql_reader

COLLECTOR = Path(__file__).parents[1] / "collector"
FOLDERS = {COLLECTOR / "store/sqlite/sql": COLLECTOR / "store", COLLECTOR / "facts": COLLECTOR / "facts",
           COLLECTOR / "cli": COLLECTOR / "cli"}  # fmt: skip


def queries() -> list[tuple[Path, str, Path]]:
    """Each folder of queries with the name of one of them, and where it is to be run."""
    return [
        (folder, name, users)
        for folder, users in FOLDERS.items()
        for file in sorted(folder.rglob("*.sql"))
        for name in (NAME.findall(file.read_text("utf-8")) or [file.stem])
    ]


@pytest.mark.parametrize(("folder", "name", "users"), queries(), ids=lambda value: getattr(value, "name", value))
def test_every_query_is_run_somewhere(folder: Path, name: str, users: Path) -> None:
    texts = [path.read_text("utf-8") for path in users.rglob("*") if path.suffix in (".py", ".sql")]
    parts = "|".join((name, *(f"{name[: -len(end)]}{{each}}" for end in ("pages", "contexts") if name.endswith(end))))
    assert any(re.search(rf"""["/]({parts})(\.sql)?["\n]""", text) for text in texts), f"nobody runs {name}"


def test_a_file_may_hold_several_and_include_others(tmp_path: Path) -> None:
    (tmp_path / "ties").mkdir()
    (tmp_path / "ties/pairs.sql").write_text("pairs as (select 1)\n")
    (tmp_path / "two.sql").write_text(
        '-- Of one kind.\n\n-- name: one\nselect 1\n\n-- name: other\nwith {% include "ties/pairs.sql" %} select 2\n'
    )
    sql = sql_reader(tmp_path)
    assert sql("two/one") == "select 1"
    assert sql("two/other") == "with pairs as (select 1) select 2"
    assert sql("ties/pairs") == "pairs as (select 1)"
