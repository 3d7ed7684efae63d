"""When nothing can be stored: everybody is told, nothing is half stored, and it goes on by itself afterwards."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from collector.errors import StoreUnavailable
from collector.event import Receipt, Rejected
from collector.store import SqliteStore, open_store
from tests.store.events import an_event, stored_ids
from tests.store.threads import PATIENCE

ROOT = Path(__file__).parents[2]
NAMESPACES = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])
MOUNT = ["mount", "-t", "tmpfs", "tmpfs", "/mnt"]


def disks() -> list[tuple[list[str], str]]:
    """How a program can be given a small disk here: a limit on file sizes always; a disk of its own where allowed."""
    found: list[tuple[list[str], str]] = [([], "limit")]
    for namespace in NAMESPACES:
        with contextlib.suppress(OSError):
            if not subprocess.run([*namespace, *MOUNT], capture_output=True).returncode:
                return [*found, (namespace, "tmpfs")]
    return found


def program(*words: str, prefix: list[str] | None = None) -> dict[str, Any]:
    """What a program of these tests printed at its end."""
    command = [*(prefix or []), sys.executable, "-W", "error", "-m", *words]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert run.returncode == 0, run.stderr
    printed: dict[str, Any] = json.loads(run.stdout)
    return printed


@contextlib.contextmanager
def locked(store: SqliteStore) -> Iterator[None]:
    """Another program is writing, for longer than anybody waits."""
    with contextlib.closing(store.connect()) as other:
        other.execute("begin immediate")
        yield
        other.execute("rollback")


@pytest.mark.parametrize(("prefix", "disk"), disks())
def test_a_full_disk_rejects_what_it_cannot_hold_and_takes_it_when_there_is_room(
    tmp_path: Path, prefix: list[str], disk: str
) -> None:
    output = program("tests.store.small_disk", disk, str(tmp_path), prefix=prefix)
    assert output.pop("acknowledged") > 0
    assert "events cannot be stored" in output.pop("why")
    assert output == {
        "status": 503,
        "ready_when_full": False,
        "kept_when_full": True,
        "resent": 50,
        "kept": True,
        "sound": "ok",
    }


def test_a_file_locked_by_another_program_is_waited_for_in_reason(opened: Callable[..., SqliteStore]) -> None:
    store = opened(busy_seconds=0.05)
    store.append([an_event("a")])
    with locked(store):
        with pytest.raises(StoreUnavailable) as rejected:
            store.append([an_event("b")], [Rejected(1, 1, "r", "{}", "[]")])
        assert rejected.value.status == 503
        assert store.ready() == (False, "events cannot be stored: database is locked")
        assert stored_ids(store) == ["a"]
        assert store.rejected(1, 10) == []
    assert store.append([an_event("b")]) == Receipt(1, 0)
    assert store.ready() == (True, None)


def test_a_store_that_nobody_writes_to_notices_by_itself_that_it_works_again(
    opened: Callable[..., SqliteStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("collector.store.sqlite.writer.PROBE_SECONDS", 0.01)
    store = opened(busy_seconds=0.05)
    store.append([an_event("a")])
    with locked(store), pytest.raises(StoreUnavailable):
        store.append([an_event("b")])
    while not store.ready().ready:
        pass
    assert stored_ids(store) == ["a"]


def test_a_store_that_cannot_be_written_says_so_before_the_first_event(opened: Callable[..., SqliteStore]) -> None:
    store = opened(busy_seconds=0.05)
    with locked(store):
        assert store.ready().ready is False


def test_a_lock_makes_registering_unavailable_and_leaves_nothing_behind(opened: Callable[..., SqliteStore]) -> None:
    store = opened(busy_seconds=0.05)
    with locked(store), pytest.raises(StoreUnavailable):
        store.add_site("shop", time_zone="UTC", currency="EUR")
    assert store.sites() == []


def test_trouble_is_logged_once_and_not_for_every_batch(
    opened: Callable[..., SqliteStore], caplog: pytest.LogCaptureFixture
) -> None:
    store = opened(busy_seconds=0.01)
    store.append([an_event("a")])
    with caplog.at_level(logging.ERROR, "beheld.store"), locked(store):
        for id in "bcd":
            with pytest.raises(StoreUnavailable):
                store.append([an_event(id)])
    assert [record.getMessage() for record in caplog.records] == ["events cannot be stored: database is locked"]


def test_a_read_only_file_rejects_and_is_written_again_when_it_may_be() -> None:
    output = program("tests.store.read_only")
    assert output.pop("opening")[0] == "503 The database "
    assert output.pop("storing").startswith("503 Nothing can be stored at the moment")
    assert output == {"ready": False, "stored": ["a", "b"], "ready_again": True}


@pytest.mark.parametrize("taken", ["beheld.db", "beheld.db-wal"])
def test_a_file_taken_away_while_in_use_is_noticed_before_anything_is_acknowledged(
    store: SqliteStore, taken: str
) -> None:
    store.append([an_event("a")])
    os.unlink(store.path.with_name(taken))
    for id in "bc":
        with pytest.raises(StoreUnavailable):
            store.append([an_event(id)])
    assert "removed or replaced while in use" in str(store.ready().why)


def test_a_file_replaced_while_in_use_is_left_alone(store: SqliteStore, tmp_path: Path) -> None:
    store.append([an_event("a")])
    with contextlib.closing(store.connect()) as connection:
        connection.execute("vacuum into ?", (str(tmp_path / "backup.db"),))
    before = (tmp_path / "backup.db").read_bytes()
    os.replace(tmp_path / "backup.db", store.path)
    for id in "bc":
        with pytest.raises(StoreUnavailable):
            store.append([an_event(id)])
    assert store.path.read_bytes() == before


@pytest.mark.parametrize("bytes_", [b"garbage" * 1000, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_database_is_rejected_with_its_name(tmp_path: Path, bytes_: bytes) -> None:
    (tmp_path / "notes.db").write_bytes(bytes_)
    with pytest.raises(StoreUnavailable, match=r"notes\.db cannot be opened for writing"):
        open_store(f"sqlite:///{tmp_path}/notes.db")
    assert (tmp_path / "notes.db").read_bytes() == bytes_


@pytest.mark.parametrize("url", ["sqlite:///", "sqlite:///:memory:", "postgres://host/db", "beheld.db", ""])
def test_a_url_that_is_no_store_is_rejected_with_an_example(url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"write sqlite:///beheld\.db"):
        open_store(url)


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        open_store(f"sqlite:///{tmp_path}/nowhere/beheld.db")
