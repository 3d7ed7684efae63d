"""The servers that are measured: each in processes of its own, with a database file on the disk."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from collector.config import Config
from collector.store import open_store
from tests.bench import peer

HERE = Path(__file__).parent
PATIENCE_SECONDS = 60
FACTS_PATIENCE_SECONDS = 600
SITE = "shop"


@dataclass
class Served:
    """A server that runs: where, what to send to it, and where it keeps events."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    path: str = "/v1/events"
    key: str = "pk"
    rows_in: tuple[Path, str] | None = None

    def rows(self) -> int:
        """How many events are in its database, as another process sees it."""
        if self.rows_in is None:
            return 0
        file, table = self.rows_in
        with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"select count(*) from {table}").fetchone()[0])

    def ready(self) -> Mapping[str, Any]:
        """Its answer to /readyz."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=PATIENCE_SECONDS) as answer:
            found: Mapping[str, Any] = json.load(answer)
            return found

    def wait_until_fresh(self) -> float:
        """Wait until facts have all events; returns for how many seconds."""
        since = time.monotonic()
        while self.ready()["facts_behind"]:
            if time.monotonic() - since > FACTS_PATIENCE_SECONDS:
                raise TimeoutError(f"{self.name} does not get facts up to date")
            time.sleep(0.05)
        return time.monotonic() - since


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as any_socket:
        any_socket.bind(("127.0.0.1", 0))
        port: int = any_socket.getsockname()[1]
        return port


@contextlib.contextmanager
def running(name: str, command: list[str], environment: Mapping[str, str], port: int, **known: Any) -> Iterator[Served]:
    """Start a server, wait until it answers, and stop it in the end."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        served = Served(name, port, process, **known)
        _wait_for(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait_for(served: Served) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            served.ready()
            return
        except (urllib.error.URLError, ConnectionError):
            if served.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{served.name} does not start") from None
        time.sleep(0.05)


def settings(file: Path, port: int) -> dict[str, str]:
    """The collector's settings, all others being the defaults; limits are off, since one address sends everything."""
    limits = dict.fromkeys(("BEHELD_EVENTS_PER_SECOND", "BEHELD_ADDRESS_EVENTS_PER_SECOND"), "0")
    return {"BEHELD_STORE": f"sqlite:///{file}", "BEHELD_PORT": str(port), "BEHELD_STOP_SECONDS": "0"} | limits


@contextlib.contextmanager
def beheld(file: Path, name: str = "beheld") -> Iterator[Served]:
    """The collector itself on this database, as `beheld serve` starts it, with one site."""
    port = free_port()
    with contextlib.closing(open_store(f"sqlite:///{file}")) as store:
        site = store.site_named(SITE) or store.add_site(SITE, time_zone="Europe/Lisbon", currency="EUR")
        key = store.add_key(site.site, "public")
    command = [sys.executable, "-m", "collector", "serve"]
    with running(name, command, settings(file, port), port, key=key, rows_in=(file, "events")) as served:
        yield served


@contextlib.contextmanager
def bare(folder: Path, name: str) -> Iterator[Served]:
    """A Flask app that answers 204, under the same server and settings."""
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.bare"]
    with running(name, command, settings(folder / "bare.db", port), port) as served:
        yield served


@contextlib.contextmanager
def runlight(folder: Path, name: str) -> Iterator[Served]:
    """The peer, under the same server and settings, in its own environment."""
    file, port = folder / "runlight.db", free_port()
    command = [str(peer.python_of_peer()), "peer_app.py"]
    environment = {"PEER_FILE": str(file), "PEER_PORT": str(port), "PEER_THREADS": str(Config.threads)}
    known = {"path": peer.PATH, "key": "", "rows_in": (file, "rl_events")}
    with running(name, ["env", "-C", str(HERE), *command], environment, port, **known) as served:
        yield served
