"""What was acknowledged is there after kill -9 at any moment, and what was sent again is there once.

`pytest tests/store/test_durability.py --durability-cycles 200` kills more often.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests

from collector.store import SqliteStore
from tests.sdk_py.collector_process import CollectorProcess
from tests.store.events import stored_ids
from tests.store.threads import PATIENCE, together

pytestmark = pytest.mark.timeout(0)  # as long as the cycles that are asked for take; every single wait has an end

ROOT = Path(__file__).parents[2]
CYCLES_TO_CATCH_A_MISTAKE = 20
SENDERS = 8
JSON_BODY = {"Content-Type": "application/json"}


@pytest.fixture
def cycles(request: pytest.FixtureRequest) -> int:
    """How often to kill."""
    number: int = request.config.getoption("--durability-cycles")
    return number


@pytest.fixture
def chance() -> random.Random:
    """The moments at which is killed; the seed is printed, to try the same again."""
    seed = random.randrange(10**9)
    print("seed", seed)
    return random.Random(seed)


def one_life(url: str, cycle: int, again: set[str], acknowledgements: int, *flags: str) -> tuple[set[str], set[str]]:
    """Let the program store until it has acknowledged that many, then kill it; what it sent, what it acknowledged."""
    program = [sys.executable, "-m", "tests.store.acknowledging", url, f"cycle{cycle}", *flags]
    sent: set[str] = set()
    acknowledged: set[str] = set()
    with subprocess.Popen(program, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        watchdog = threading.Timer(PATIENCE, process.kill)
        watchdog.start()
        process.stdin.write("\n".join(again))
        process.stdin.close()
        for line in process.stdout:
            (sent if line[0] == "+" else acknowledged).add(line[1:].strip())
            if len(acknowledged) == acknowledgements:
                process.kill()
        watchdog.cancel()
    assert len(acknowledged) >= acknowledgements
    assert process.returncode == -signal.SIGKILL
    return sent, acknowledged


def lives(url: str, cycles: int, chance: random.Random, *flags: str) -> tuple[set[str], set[str]]:
    """Several lives on one file, each sending first what the one before was not told about."""
    sent: set[str] = set()
    acknowledged: set[str] = set()
    for cycle in range(cycles):
        more, found = one_life(url, cycle, sent - acknowledged, chance.randrange(1, 3_000), *flags)
        sent |= more
        acknowledged |= found
    return sent, acknowledged


def test_nothing_acknowledged_is_lost_and_nothing_counted_twice(
    url: str, opened: Callable[..., SqliteStore], cycles: int, chance: random.Random
) -> None:
    sent, acknowledged = lives(url, cycles, chance)
    store = opened()
    stored = stored_ids(store)
    assert len(acknowledged) > cycles
    assert acknowledged <= set(stored) <= sent
    assert len(stored) == len(set(stored))
    assert store.query("pragma integrity_check")[0][0] == "ok"
    whole = (
        "select count(*) from events join event_items using (seq) join pages using (page) join contexts using (context)"
    )
    assert store.query(whole)[0][0] == len(stored)


def test_a_writer_that_acknowledges_before_it_commits_is_caught(
    url: str, opened: Callable[..., SqliteStore], chance: random.Random
) -> None:
    store, lost = opened(), set[str]()
    for cycle in range(CYCLES_TO_CATCH_A_MISTAKE):
        _, acknowledged = one_life(url, cycle, set(), chance.randrange(1, 3_000), "early")
        lost = acknowledged - set(stored_ids(store))
        if lost:
            break
    assert lost


class Shoppers:
    """Senders who repeat a request until it is answered, over any number of lives of a collector."""

    def __init__(self, collector: CollectorProcess) -> None:
        self._collector = collector
        self._acknowledged_more = threading.Condition()
        self.acknowledged: list[str] = []
        self.answers: list[dict[str, Any]] = []
        self.done = threading.Event()
        self._given_up = False

    def shop(self) -> None:
        """Send batches of one to three events, each until it is taken, until all is done."""
        number = 0
        while not self.done.is_set():
            number += 1
            self._send_until_taken([str(uuid.uuid4()) for _ in range(1 + number % 3)])

    def give_up(self) -> None:
        """Stop sending, even what was not answered."""
        self._given_up = True
        self.done.set()

    def wait_for(self, count: int) -> None:
        """Wait until that many more events are acknowledged."""
        with self._acknowledged_more:
            enough = len(self.acknowledged) + count
            assert self._acknowledged_more.wait_for(lambda: len(self.acknowledged) >= enough, PATIENCE)

    def _send_until_taken(self, ids: list[str]) -> None:
        events = [{"id": id, "type": "custom", "name": "tick", "ts": 1_767_348_000_000, "user_id": "ann"} for id in ids]
        body = json.dumps({"key": self._collector.keys["secret"], "events": events})
        while not self._given_up:
            try:
                answer = requests.post(
                    f"{self._collector.url}/v1/events", data=body, headers=JSON_BODY, timeout=PATIENCE
                )
            except requests.RequestException:
                with self._acknowledged_more:  # until the next life, or a moment
                    self._acknowledged_more.wait(0.05)
                continue
            if answer.status_code != 503:
                break
        else:
            return
        assert answer.status_code == 202, answer.text
        with self._acknowledged_more:
            self.acknowledged += ids
            self.answers.append(answer.json())
            self._acknowledged_more.notify_all()


def test_a_killed_server_has_kept_all_it_answered_for(tmp_path: Path, cycles: int, chance: random.Random) -> None:
    collector = CollectorProcess(tmp_path)
    collector.start()
    shoppers = Shoppers(collector)

    def kill_again_and_again() -> None:
        try:
            for _ in range(cycles):
                shoppers.wait_for(chance.randrange(1, 400))
                collector.kill()
                collector.start()
            shoppers.wait_for(100)
            shoppers.done.set()
        finally:
            if not shoppers.done.is_set():
                shoppers.give_up()

    try:
        together(kill_again_and_again, *[shoppers.shop] * SENDERS, patience=None)
    finally:
        collector.stop()
    stored = [event["id"] for event in collector.stored()]
    assert sorted(stored) == sorted(shoppers.acknowledged)
    assert sum(answer["accepted"] + answer["duplicates"] for answer in shoppers.answers) == len(stored)
    assert not any(answer["rejected"] for answer in shoppers.answers)
