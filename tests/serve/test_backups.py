"""Backing up, erasing and restoring beside a collector that runs."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import requests

from collector.store import open_store
from tests.serve.process import PATIENCE, ROOT, Collector
from tests.wire.shop import view

Serve = Callable[..., Collector]


def beheld(collector: Collector, *words: str, code: int = 0) -> str:
    """Run a command on the collector's store in a process of its own; what it said."""
    ran = subprocess.run(
        [sys.executable, "-m", "collector", "--store", collector.store_url, *words],
        cwd=collector.database.parent,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert ran.returncode == code, ran.stderr
    return ran.stdout + ran.stderr


def erase(collector: Collector, visitor: str) -> None:
    """Erase a visitor over HTTP."""
    store = open_store(collector.store_url)
    key = store.add_key(1, "admin")
    store.close()
    headers = {"Authorization": f"Bearer {key}", "Connection": "close"}
    address = f"{collector.url}/api/v1/visitors/{visitor}"
    while requests.get(address, headers=headers, timeout=PATIENCE).status_code == 404:
        pass  # facts are computed a moment later
    assert requests.delete(address, headers=headers, timeout=PATIENCE).status_code == 200


def test_a_backup_of_a_running_collector_has_all_that_was_acknowledged_before(serve: Serve, tmp_path: Path) -> None:
    collector = serve()
    before = [view() for _ in range(300)]
    assert collector.send(*before).status_code == 202
    over = threading.Event()

    def keep_sending() -> None:
        while not over.is_set():
            assert collector.send(*(view() for _ in range(50))).status_code == 202

    sender = threading.Thread(target=keep_sending)
    sender.start()
    try:
        beheld(collector, "backup", "kept.db")
    finally:
        over.set()
        sender.join()
    (tmp_path / "elsewhere").mkdir()
    there = f"sqlite:///{tmp_path}/elsewhere/beheld.db"
    beheld(collector, "--store", there, "restore", "kept.db")
    store = open_store(there)
    assert {event["id"] for event in before} <= {row["id"] for row in store.query("select id from events")}
    store.close()


def test_a_running_collector_is_not_restored_over_and_a_stopped_one_keeps_erased_who_was(serve: Serve) -> None:
    collector = serve()
    hers = [view(visitor_id="ann") for _ in range(3)]
    assert collector.send(*hers, view(visitor_id="bob")).json()["accepted"] == 4
    beheld(collector, "backup", "kept.db")
    erase(collector, "ann")
    assert len(collector.send(*hers).json()["rejected"]) == 3
    assert "Stop it first" in beheld(collector, "restore", "kept.db", code=2)
    collector.end()
    assert "Erasures carried out again: 1." in beheld(collector, "restore", "kept.db")
    collector.start()
    assert len(collector.stored_ids()) == 1
    assert len(collector.send(*hers).json()["rejected"]) == 3
    assert collector.send(view(visitor_id="ann")).json()["accepted"] == 1


def test_every_worker_knows_at_once_who_was_erased_by_a_command(serve: Serve) -> None:
    collector = serve(workers=3)
    hers = view(visitor_id="ann")
    for _ in range(20):
        collector.send(hers)
    beheld(collector, "erase", "ann", "--yes")
    assert {collector.send(hers).json()["accepted"] for _ in range(20)} == {0}
    assert collector.stored_ids() == set()
