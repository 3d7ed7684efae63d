"""`beheld backup` and `beheld restore`: everything in one file and back, with everybody erased who was."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from collector.store import SqliteStore, open_store
from collector.store.sqlite.engine import sqlite3
from tests.cli.running import Beheld, a_goal, jsonl


@pytest.fixture
def filled(shop: Beheld, tmp_path: Path) -> Beheld:
    """The shop, with a goal of ann and one of bob."""
    shop("import", jsonl(tmp_path / "events.jsonl", a_goal(), a_goal(visitor_id="bob")), "--label", "first")
    shop("rebuild", "--processes", "1")
    return shop


def visitors_in(folder: Path = Path()) -> list[str]:
    """Whose events the store in a folder has."""
    with contextlib.closing(open_store(f"sqlite:///{folder / 'beheld.db'}")) as store:
        return [row["visitor"] for row in store.query("select visitor from events order by seq")]


def erase(visitor: str, folder: Path = Path()) -> None:
    """Erase somebody in the store in a folder."""
    with contextlib.closing(open_store(f"sqlite:///{folder / 'beheld.db'}")) as store:
        store.erase(1, [visitor])


@contextlib.contextmanager
def in_the_log(store: SqliteStore) -> Iterator[None]:
    """Name a goal, which is in the -wal file alone inside the `with`."""
    with contextlib.closing(store.connect()) as connection:
        connection.execute("select count(*) from sites").fetchone()
        store.put_definition(1, "goals", "x", {"name": "later"})
        yield


def test_a_backup_has_everything_and_is_its_owner_s_alone(filled: Beheld) -> None:
    output = filled("backup", "kept.db", "--json").json
    assert (output["sites"], output["events"], output["erasures"]) == (1, 2, 0)
    assert Path("kept.db").stat().st_mode & 0o777 == 0o600
    assert output["bytes"] == Path("kept.db").stat().st_size
    assert sorted(path.name for path in Path().glob("*kept*")) == ["kept.db"]
    with contextlib.closing(sqlite3.connect("kept.db")) as copy:
        assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
        assert copy.execute("select count(*) from persons").fetchone() == (2,)


def test_a_backup_overwrites_only_with_its_flag(filled: Beheld) -> None:
    Path("kept.db").write_text("precious")
    assert "--overwrite" in filled("backup", "kept.db", code=2).err
    assert Path("kept.db").read_text() == "precious"
    filled("backup", "kept.db", "--overwrite")
    assert filled("restore", "kept.db", "--json").json["events"] == 2


@pytest.mark.parametrize("target", ["beheld.db", "beheld.db-wal", "beheld.db.erasures", "folder", "nowhere/kept.db"])
def test_a_backup_is_not_written_where_it_would_do_harm(filled: Beheld, target: str) -> None:
    Path("folder").mkdir()
    filled("backup", target, "--overwrite", code=2)
    assert visitors_in() == ["ann", "bob"]


def test_a_store_that_is_damaged_makes_no_backup(filled: Beheld) -> None:
    with Path("beheld.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 200 * 4096)
    filled("backup", "kept.db", code=2)
    assert list(Path().glob("*kept*")) == []


def test_restoring_brings_back_what_was_there_and_keeps_what_is(filled: Beheld, tmp_path: Path) -> None:
    filled("backup", "kept.db")
    filled("import", jsonl(tmp_path / "later.jsonl", a_goal(visitor_id="carl")))
    output = filled("restore", "kept.db").out
    assert "Restored to sqlite:///beheld.db: sites: 1; events: 2, the newest received at " in output
    assert visitors_in() == ["ann", "bob"]
    (kept,) = Path().glob("beheld.db.before-restore-*")
    assert str(kept) in output
    shutil.copy(kept, tmp_path / "before.db")
    before = filled("--store", f"sqlite:///{tmp_path}/before.db", "export").out
    assert '"carl"' in before
    assert [label for label in filled("import", "list").out.split() if label == "first"] == ["first"]


def test_persons_erased_since_the_backup_stay_erased_at_the_same_place(filled: Beheld) -> None:
    filled("backup", "kept.db")
    erase("ann")
    output = filled("restore", "kept.db").out
    assert "Erasures carried out again: 1." in output
    assert visitors_in() == ["bob"]
    assert filled("visitor", "ann", code=2)


def test_it_holds_without_the_file_beside_the_store(filled: Beheld) -> None:
    filled("backup", "kept.db")
    erase("ann")
    Path("beheld.db.erasures").unlink()
    filled("restore", "kept.db")
    assert visitors_in() == ["bob"]


def test_elsewhere_everybody_stays_erased_who_was_when_the_backup_was_made(filled: Beheld, tmp_path: Path) -> None:
    filled("export", "-o", "old.jsonl")
    erase("ann")
    filled("backup", "kept.db")
    erase("bob")
    (tmp_path / "elsewhere").mkdir()
    there = f"sqlite:///{tmp_path}/elsewhere/beheld.db"
    output = filled("--store", there, "restore", "kept.db", "--json").json
    assert (output["events"], output["erasures"], output["kept"]) == (1, 1, None)
    again = filled("--store", there, "import", "old.jsonl", "--json", code=1).json
    assert (again["accepted"], again["duplicates"], again["rejected"]) == (0, 1, 1)


def test_both_logs_are_carried_out(filled: Beheld, tmp_path: Path) -> None:
    filled("backup", "both.db")
    erase("bob")
    filled("backup", "without-bob.db")
    (tmp_path / "elsewhere").mkdir()
    there = f"sqlite:///{tmp_path}/elsewhere/beheld.db"
    filled("--store", there, "restore", "both.db")
    erase("ann", tmp_path / "elsewhere")
    filled("--store", there, "restore", "without-bob.db")
    assert visitors_in(tmp_path / "elsewhere") == []
    assert filled("--store", there, "restore", "both.db", "--json").json["events"] == 0


def test_a_store_that_somebody_has_open_is_not_replaced(filled: Beheld) -> None:
    filled("backup", "kept.db")
    with contextlib.closing(open_store("sqlite:///beheld.db")):
        output = filled("restore", "kept.db", code=2).err
    assert "Stop it first" in output
    assert "beheld restore kept.db" in output
    assert list(Path().glob("*before-restore*")) == []
    filled("restore", "kept.db")


def test_another_program_that_has_it_open_counts_too(filled: Beheld) -> None:
    filled("backup", "kept.db")
    with contextlib.closing(sqlite3.connect("beheld.db")) as shell:
        shell.execute("select count(*) from events").fetchone()
        assert "Stop it first" in filled("restore", "kept.db", code=2).err
    assert visitors_in() == ["ann", "bob"]


def test_nothing_of_a_crashed_store_gets_into_the_backup(filled: Beheld, store: SqliteStore) -> None:
    filled("backup", "kept.db")
    crashed = Path("crashed")
    crashed.mkdir()
    with in_the_log(store):
        for file in Path().glob("beheld.db*"):
            shutil.copy(file, crashed / file.name)
    there = "sqlite:///crashed/beheld.db"
    assert (crashed / "beheld.db-wal").stat().st_size > 0
    filled("--store", there, "restore", "kept.db")
    assert filled("--store", there, "goal", "list").out == ""
    assert sorted(path.name for path in crashed.glob("*-wal")) == []


def test_after_a_backup_was_copied_over_a_crashed_file_restoring_is_the_way_out(filled: Beheld, tmp_path: Path) -> None:
    filled("backup", "kept.db")
    with contextlib.closing(open_store("sqlite:///beheld.db")) as store, in_the_log(store):
        log = Path("beheld.db-wal").read_bytes()
    shutil.copy("kept.db", "beheld.db")
    Path("beheld.db-wal").write_bytes(log)
    assert "beheld restore FILE" in filled("site", "list", code=2).err
    filled("restore", "kept.db")
    assert visitors_in() == ["ann", "bob"]
    assert filled("goal", "list").out == ""


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_is_no_backup_is_not_restored(filled: Beheld, content: bytes) -> None:
    Path("kept.db").write_bytes(content)
    filled("restore", "kept.db", code=2)
    assert visitors_in() == ["ann", "bob"]
    assert not list(Path().glob("*before-restore*")) + list(Path().glob(".*part*"))


def test_other_databases_newer_ones_and_missing_ones_are_named(filled: Beheld) -> None:
    with contextlib.closing(sqlite3.connect("other.db")) as other:
        other.execute("create table t (a)")
    assert "no backup of Beheld" in filled("restore", "other.db", code=2).err
    assert "There is no file" in filled("restore", "nowhere.db", code=2).err
    assert "the store itself" in filled("restore", "beheld.db", code=2).err
    filled("backup", "kept.db")
    with contextlib.closing(sqlite3.connect("kept.db", isolation_level=None)) as newer:
        newer.execute("insert into migrations values (9999, 'later', 1)")
    assert "newer Beheld" in filled("restore", "kept.db", code=2).err
    assert visitors_in() == ["ann", "bob"]


def test_a_damaged_store_can_be_replaced(filled: Beheld) -> None:
    filled("backup", "kept.db")
    Path("beheld.db").write_bytes(b"scribble" * 10_000)
    filled("restore", "kept.db")
    assert visitors_in() == ["ann", "bob"]


def test_what_sqlite_itself_copied_can_be_restored(filled: Beheld) -> None:
    with contextlib.closing(sqlite3.connect("beheld.db")) as one, contextlib.closing(sqlite3.connect("kept.db")) as two:
        one.backup(two)
    erase("ann")
    filled("restore", "kept.db")
    assert visitors_in() == ["bob"]


def test_sessions_of_a_backup_are_over_after_a_restore(filled: Beheld) -> None:
    """A session or a link that was ended since must not come back."""
    with contextlib.closing(open_store("sqlite:///beheld.db")) as store:
        account = store.add_account("ann@shop.example", 1, "owner", by="cli")
        store.set_password(account.account, "hash", by="cli")
        session = store.begin_account_session(account.account, "hash", "Firefox")
        token = store.invite(account.account, by="cli")
    assert session
    filled("backup", "kept.db")
    filled("restore", "kept.db")
    with contextlib.closing(open_store("sqlite:///beheld.db")) as store:
        assert store.account("ann@shop.example")
        assert store.account_session(session, idle_ms=10**9, lasts_ms=10**9) is None
        assert store.invitation(token) is None
