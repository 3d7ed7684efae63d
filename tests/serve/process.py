"""A collector that runs as its operator runs it, and whose log a test can wait on."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

from collector.store import open_store
from tests.wire.shop import view

ROOT = Path(__file__).parents[2]
PATIENCE = 60

Line = dict[str, Any]


class Collector:
    """`beheld serve` on a database with one site; keyword arguments are settings."""

    command = ("collector", "serve")

    def __init__(self, folder: Path, **settings: object) -> None:
        self.database = folder / "beheld.db"
        self.store_url = f"sqlite:///{self.database}"
        self.settings = {f"BEHELD_{name.upper()}": str(value) for name, value in settings.items()}
        self.log: queue.Queue[Line] = queue.Queue()
        self.output: list[Line] = []
        store = open_store(self.store_url)
        site = store.site_named("shop") or store.add_site("shop", time_zone="UTC", currency="EUR")
        self.key = store.add_key(site.site, "secret")
        store.close()

    def start(self, port: int = 0) -> Collector:
        """Start it; back when it takes connections."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith("BEHELD_")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            cwd=self.database.parent,
            env=environ
            | {"PYTHONPATH": str(ROOT), "BEHELD_STORE": self.store_url, "BEHELD_PORT": str(port)}
            | {
                "OPENBLAS_NUM_THREADS": "1"
            }  # no threads of numpy, which is here for other tests and not where it serves
            | self.settings,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._read_log, args=(self.process,), daemon=True).start()
        self.url = self.wait_for("serving")["url"]
        self.port = int(self.url.rpartition(":")[2])
        return self

    def _read_log(self, process: subprocess.Popen[str]) -> None:
        assert process.stderr
        for line in process.stderr:
            self.log.put(json.loads(line) if line.startswith("{") else {"event": line})
        process.stderr.close()

    def wait_for(self, event: str) -> Line:
        """The next line of the log about this."""
        while True:
            line = self.log.get(timeout=PATIENCE)
            self.output.append(line)
            if event in line["event"]:
                return line

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Look again until something is true: what a server counts it counts after others could see it."""
        deadline, pause = time.monotonic() + PATIENCE, threading.Event()
        while not condition():
            assert time.monotonic() < deadline, "waited in vain"
            pause.wait(0.05)

    def send(self, *events: dict[str, Any]) -> requests.Response:
        """Send events, on a connection of their own."""
        body = {"key": self.key, "events": events or [view()]}
        return requests.post(f"{self.url}/v1/events", json=body, headers={"Connection": "close"}, timeout=PATIENCE)

    def get(self, path: str) -> requests.Response:
        """Ask for something, on a connection of its own."""
        return requests.get(f"{self.url}{path}", headers={"Connection": "close"}, timeout=PATIENCE)

    def stored_ids(self) -> set[str]:
        """The ids of all stored events."""
        store = open_store(self.store_url)
        ids = {row["id"] for row in store.query("select id from events")}
        store.close()
        return ids

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Send its main process a signal; its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def clean_up(self) -> None:
        """Leave no process behind."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
