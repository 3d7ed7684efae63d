"""A command that cannot do its work says so in one sentence and exits with 2."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import Beheld, all_commands


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (["--store", "mysql://localhost/beheld", "site", "list"], "sqlite:///beheld.db"),
        (["--store", "sqlite:////no/such/folder/beheld.db", "init"], "/no/such/folder/beheld.db"),
        (["--store", "sqlite:////proc/beheld.db", "init"], "/proc/beheld.db"),
        (["site", "list"], "beheld init"),
        (["serve", "--port", "99999"], "65535"),
        (["serve", "--colour"], "No such option"),
        (["destroy"], "No such command"),
        (["rebuild", "--processes", "none"], "not a valid integer"),
        (["export", "--output", "/no/such/folder/events.jsonl"], "No such file"),
    ],
)
def test_a_mistake_is_answered_in_a_sentence(beheld: Beheld, arguments: list[str], output: str) -> None:
    answer = beheld(*arguments, code=2)
    assert output in answer.err
    assert answer.err.strip().splitlines()[-1].startswith("Error: ")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(("setting", "value"), [("BEHELD_PORT", "http"), ("BEHELD_STORE", "beheld.db")])
def test_a_bad_setting_is_named(beheld: Beheld, setting: str, value: str) -> None:
    assert setting in beheld("site", "list", code=2, **{setting: value}).err


def test_a_file_that_is_no_database_gives_a_sentence(beheld: Beheld) -> None:
    Path("beheld.db").write_text("x" * 4096)
    assert "beheld.db" in beheld("site", "list", code=2).err


def test_a_locked_away_folder_gives_a_sentence(beheld: Beheld) -> None:
    Path("beheld.db").mkdir()
    assert "beheld.db" in beheld("init", code=2).err


def test_every_command_explains_itself() -> None:
    found = dict(all_commands())
    assert {"serve", "report", "site add"} <= set(found)
    assert not [name for name, command in found.items() if not command.help]


def test_the_module_is_the_command(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "collector", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("beheld, version ")


def test_the_store_may_be_named_on_the_command_line(beheld: Beheld) -> None:
    beheld("--store", "sqlite:///other.db", "site", "add", "shop")
    assert beheld("--store", "sqlite:///other.db", "site", "list").out.startswith("shop")
    assert not Path("beheld.db").exists()


def test_init_makes_the_store_and_says_what_is_next(beheld: Beheld) -> None:
    assert "beheld site add" in beheld("init").out
    assert Path("beheld.db").exists()
    beheld("site", "add", "shop")
    assert "Sites: shop. Next: beheld serve" in beheld("init").out
