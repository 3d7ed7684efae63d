"""What tests of the demo share: its site on a collector, a client of its pages, and the real `beheld demo`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from flask.testing import FlaskClient

from collector.demo.shop import pages
from collector.demo.site import demo_site
from collector.store import Site
from tests.browser import RunningCollector, chromium, visitor

__all__ = ["chromium", "visitor"]

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@pytest.fixture(scope="session")
def open_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCollector]:
    """A collector whose shop is open, for tests that only look at pages."""
    running = RunningCollector(tmp_path_factory.mktemp("shop") / "beheld.db")
    pages.mount(running.app)
    demo_site(running.store)
    yield running
    running.close()


@pytest.fixture
def collector(tmp_path: Path) -> Iterator[RunningCollector]:
    """A collector for one test that serves the shop's pages too, as under `beheld demo`."""
    running = RunningCollector(tmp_path / "beheld.db")
    pages.mount(running.app)
    running.server.start()
    yield running
    running.close()


@pytest.fixture
def site(open_shop: RunningCollector) -> Site:
    """The demo's site."""
    return demo_site(open_shop.store)


@pytest.fixture
def client(open_shop: RunningCollector) -> FlaskClient:
    """Opens pages of the shop without a browser."""
    return open_shop.app.test_client()


def started(store: Path, *options: str) -> subprocess.Popen[str]:
    """`beheld demo` on a free port."""
    return subprocess.Popen(
        [sys.executable, "-m", "collector", "--store", f"sqlite:///{store}", "demo", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "BEHELD_STOP_SECONDS": "0"},
    )


def wait_for(look: Callable[[], Any], what: str) -> Any:
    """Look again until `told` gives something: another process is at work on it."""
    pause, deadline = threading.Event(), time.monotonic() + PATIENCE_S
    while not (found := look()):
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        pause.wait(0.05)
    return found


class Demo:
    """A running `beheld demo`, and what it printed by the time it was ready."""

    def __init__(self, store: Path, *options: str) -> None:
        self.store_url = f"sqlite:///{store}"
        self._process = started(store, *options)
        self.printed = "".join(self._until("Ctrl-C"))
        self.read_key = self._found(r"rk_\S+")
        self.url = self._found(r"http://\S+(?=/demo/)")

    def get(self, path: str) -> Any:
        """What the API answers to the read key that was printed; None if there is no such thing (yet)."""
        headers = {"Authorization": f"Bearer {self.read_key}"}
        answer = requests.get(self.url + path, headers=headers, timeout=PATIENCE_S)
        return answer.json() if answer.ok else None

    def path_of(self, title: str) -> str:
        """The path of the page that was printed under this title."""
        found = re.search(rf"^  {re.escape(title)} +http://[^/]+(\S+)$", self.printed, re.MULTILINE)
        assert found, self.printed
        return found[1]

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit code."""
        self._process.send_signal(signal.SIGINT)
        self._process.communicate(timeout=PATIENCE_S)
        return self._process.returncode

    def _until(self, words: str) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line
            if words in line:
                return
        raise AssertionError(f"the demo ended with {self._process.wait()}")

    def _found(self, pattern: str) -> str:
        found = re.search(pattern, self.printed)
        assert found, self.printed
        return found.group()


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running demo keeps everything."""
    return tmp_path_factory.mktemp("demo") / "beheld.db"


@pytest.fixture(scope="session")
def demo(demo_store: Path) -> Iterator[Demo]:
    """`beheld demo` with a few visitors, for all tests of a run."""
    running = Demo(demo_store, "--visitors", "60")
    yield running
    assert running.stop() == 0
