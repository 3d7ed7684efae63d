"""A collector in processes of its own, as `beheld serve` starts it, which can be killed in parts and started again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import requests

from collector.store import SqliteStore, open_store

ROOT = Path(__file__).parents[2]
PATIENCE = 120
LOOK_AGAIN_SECONDS = 0.02
SITES = ("shop", "honest", "canary")
KEY_KINDS = ("public", "secret", "read", "admin")
HEADERS = {
    "Content-Type": "application/json",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Connection": "close",
}


class Server:
    """A collector with a few sites. `program` is what runs in its place: a module with the same command line."""

    def __init__(self, folder: Path, *, program: str = "collector", **environment: str) -> None:
        self.folder, self.program, self.environment = folder, program, environment
        self.database = folder / "beheld.db"
        self.store_url = f"sqlite:///{self.database}"
        self.log = folder / "server.log"
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None
        self.keys = self._keys()

    def _keys(self) -> dict[str, dict[str, str]]:
        """The keys of the sites, which are made unless the folder has a store already."""
        kept = self.folder / "keys.json"
        if not kept.exists():
            with contextlib.closing(open_store(self.store_url)) as store:
                sites = [store.add_site(name, time_zone="UTC", currency="EUR").site for name in SITES]
                made = [{kind: store.add_key(site, kind) for kind in KEY_KINDS} for site in sites]
            kept.write_text(json.dumps(dict(zip(SITES, made, strict=True))))
        keys: dict[str, dict[str, str]] = json.loads(kept.read_text())
        return keys

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, on the port it had before; back when it answers."""
        began = self.log.stat().st_size if self.log.exists() else 0
        settings = {"BEHELD_STORE": self.store_url, "BEHELD_STOP_SECONDS": "0", "PYTHONPATH": str(ROOT)}
        # Strangers and honest people have one address here; and what holds must hold without these limits too.
        settings |= dict.fromkeys(("BEHELD_EVENTS_PER_SECOND", "BEHELD_ADDRESS_EVENTS_PER_SECOND"), "0")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BEHELD_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.program, "serve", "--port", str(self.port)],
                cwd=self.folder,
                env=inherited | settings | self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.port = int(self._said("serving", began)["url"].rpartition(":")[2])

    def _said(self, event: str, since: int) -> dict[str, Any]:
        """The line of the log about this, waited for."""
        return until(lambda: self._line_about(event, since), f"the log says {event!r}", self.last_words)

    def _line_about(self, event: str, since: int) -> dict[str, Any] | None:
        if not self.runs:
            raise AssertionError(f"the collector ended: {self.last_words()}")
        for line in self.log.read_bytes()[since:].splitlines(keepends=True):
            if line.startswith(b"{") and line.endswith(b"}\n") and json.loads(line)["event"] == event:
                answer: dict[str, Any] = json.loads(line)
                return answer
        return None

    def last_words(self) -> str:
        """The end of its log."""
        return self.log.read_text("utf-8", "replace")[-2_000:]

    @property
    def runs(self) -> bool:
        """Whether its main process is there."""
        return self.process is not None and self.process.poll() is None

    def processes(self) -> dict[int, str]:
        """Its processes, each with what it does: main, worker or facts. Workers are started by main's main thread."""
        if self.process is None:
            return {}
        main = self.process.pid
        workers = children_of(main, main)
        return {main: "main"} | {
            pid: "worker" if pid in workers else "facts" for pid in children_of(main, "*") if is_python(pid)
        }

    def wait_for(self, role: str, *, after: int = 0) -> int:
        """A process that does this, after another one, waited for; 0 if the collector has ended meanwhile."""

        def found() -> int | None:
            if not self.runs:
                return 0
            return next((pid for pid, its in self.processes().items() if its == role and pid != after), None)

        return until(found, f"a {role} process is there", self.last_words)

    def kill(self, pid: int) -> None:
        """kill -9 one of its processes."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def kill_all(self) -> None:
        """kill -9 all its processes at once."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            until(lambda: not group_of(self.process.pid) or None if self.process else True, "all its processes ended")
            self.process = None

    def stop(self) -> None:
        """End it in good order, or else not."""
        if self.process is not None and self.runs:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
        self.kill_all()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill_all()

    def post(self, body: bytes, **headers: str) -> requests.Response:
        """Send bytes to /v1/events; headers are written like `Content_Encoding`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.post(f"{self.url}/v1/events", data=body, headers=HEADERS | named, timeout=PATIENCE)

    def send(self, events: list[Any], *, key: str = "public", site: str = "shop", **batch: Any) -> requests.Response:
        """Send a batch with a key of this kind."""
        return self.post(json.dumps({"key": self.keys[site][key], "events": events} | batch).encode())

    def ask(
        self, path: str, *, key: str | None = "read", site: str = "shop", method: str = "GET", **more: Any
    ) -> requests.Response:
        """Ask for something with a key of this kind, or none."""
        headers = {"Connection": "close"} | ({"Authorization": f"Bearer {self.keys[site][key]}"} if key else {})
        return requests.request(method, self.url + path, headers=headers, timeout=PATIENCE, **more)

    def wait_for_facts(self, patience: float = 300) -> None:
        """Wait until facts have all events."""

        def current() -> bool | None:
            return requests.get(f"{self.url}/readyz", timeout=PATIENCE).json().get("facts") == "current" or None

        until(current, "facts are current", self.last_words, patience=patience)

    @contextlib.contextmanager
    def stored(self) -> Iterator[SqliteStore]:
        """Its store, opened by us too."""
        with contextlib.closing(open_store(self.store_url)) as store:
            yield store


def until(look: Callable[[], Any], what: str, why: Callable[[], str] = str, *, patience: float = PATIENCE) -> Any:
    """What `look` finds, once it finds something; an AssertionError that says what was waited for, if it does not."""
    give_up_at = time.monotonic() + patience
    while (found := look()) is None:
        if time.monotonic() > give_up_at:
            raise AssertionError(f"waited {patience:g} s in vain until {what}: {why()}")
        time.sleep(LOOK_AGAIN_SECONDS)
    return found


def children_of(pid: int, thread: int | str) -> list[int]:
    """The processes that a thread of this one has started; `*` is any thread."""
    found: list[int] = []
    for children in Path("/proc").glob(f"{pid}/task/{thread}/children"):
        with contextlib.suppress(OSError):
            found += map(int, children.read_text().split())
    return found


def is_python(pid: int) -> bool:
    """Whether it does work, and does not only watch over shared resources."""
    try:
        return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False


def group_of(leader: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == leader and state != "Z":
                found.append(int(stat.parent.name))
    return found
