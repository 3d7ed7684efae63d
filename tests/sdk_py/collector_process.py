"""The real collector in a process of its own, on a real SQLite file, which can be killed and started again."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import requests

from collector.store import open_store
from tests.sdk_py.programs import PATIENCE, ROOT

STORED_EVENTS = (Path(__file__).parent / "stored_events.sql").read_text()


class CollectorProcess:
    """A collector with one site, whose keys are in `keys`; it keeps its port from one start to the next."""

    def __init__(self, directory: Path, **settings: Any) -> None:
        self.store_url = f"sqlite:///{directory / 'beheld.db'}"
        self.url = ""
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        store = open_store(self.store_url)
        site = store.add_site("shop", time_zone="UTC", currency="EUR", settings=settings)
        self.keys = {kind: store.add_key(site.site, kind) for kind in ("public", "secret", "read", "admin")}
        store.close()

    def start(self) -> None:
        """Serve; back when connections are taken."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "collector", "serve", "--port", str(self._port)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT), "BEHELD_STORE": self.store_url, "BEHELD_STOP_SECONDS": "0"},
            start_new_session=True,
        )
        self.url = self._announced()
        self._port = int(self.url.rpartition(":")[2])

    def _announced(self) -> str:
        assert self._process
        assert self._process.stdout
        dropped = []
        for line in self._process.stdout:
            dropped.append(line)
            if '"event": "serving"' in line:
                return str(json.loads(line)["url"])
        raise AssertionError("the collector ended: " + "".join(dropped))

    def kill(self) -> None:
        """End all its processes at once, as the kernel does when memory runs out."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End it in good order."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, how)
            self._process.communicate(timeout=PATIENCE)
            self._process = None

    def set_experiment(self, id: str, weights: dict[str, float]) -> None:
        """Run an experiment, as an owner does."""
        headers = {"Authorization": f"Bearer {self.keys['admin']}"}
        url = f"{self.url}/api/v1/experiments/{id}"
        requests.put(url, json={"variations": weights}, headers=headers, timeout=PATIENCE).raise_for_status()

    def wait_for_facts(self) -> None:
        """Wait until what is stored is in the reports."""
        deadline = time.monotonic() + PATIENCE
        while requests.get(f"{self.url}/readyz", timeout=PATIENCE).json()["facts_behind"]:
            assert time.monotonic() < deadline

    def stored(self) -> list[dict[str, Any]]:
        """The events in its file."""
        store = open_store(self.store_url)
        rows = [dict(row) for row in store.query(STORED_EVENTS, {})]
        store.close()
        return rows
