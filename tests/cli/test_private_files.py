"""What is written about people is readable by its owner alone, whatever the umask says."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.running import Beheld, a_goal, jsonl


@pytest.fixture(autouse=True)
def generous_umask() -> Iterator[None]:
    """A umask that lets everybody read what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_database_and_all_beside_it(tmp_path: Path) -> None:
    beheld, store = Beheld(), f"sqlite:///{tmp_path}/beheld.db"
    beheld("--store", store, "site", "add", "shop")
    beheld("--store", store, "import", jsonl(tmp_path / "events.jsonl", a_goal()))
    files = [path for path in tmp_path.iterdir() if path.name.startswith("beheld.db")]
    assert len(files) > 1
    assert {rights(path) for path in files} == {0o600}


@pytest.mark.parametrize("is_there", [False, True])
def test_an_export(shop: Beheld, is_there: bool) -> None:
    if is_there:
        Path("all.jsonl").write_text("older")
        assert rights(Path("all.jsonl")) == 0o666
    shop("export", "--output", "all.jsonl")
    assert (rights(Path("all.jsonl")), Path("all.jsonl").read_text()) == (0o600, "")


def test_what_an_import_rejects(shop: Beheld, tmp_path: Path) -> None:
    shop("import", jsonl(tmp_path / "events.jsonl", a_goal(goal=None)), "--rejected-to", "rejected.jsonl", code=1)
    assert {rights(path) for path in Path().glob("rejected.jsonl*")} == {0o600}


def test_an_export_to_a_pipe_is_written_there(shop: Beheld) -> None:
    shop("export", "--output", "/dev/null")
    assert shop("export").out == ""


def test_the_doctor_names_what_others_may_read(tmp_path: Path) -> None:
    beheld, store = Beheld(), f"sqlite:///{tmp_path}/beheld.db"
    beheld("--store", store, "site", "add", "shop")
    assert "files: only their owner may read them" in beheld("--store", store, "doctor").out
    (tmp_path / "beheld.db").chmod(0o640)
    output = beheld("--store", store, "doctor").out
    assert "other users of this machine may read beheld.db" in output
    assert f"chmod 600 {tmp_path}/beheld.db" in output
