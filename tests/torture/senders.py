"""Senders at once who repeat every batch until it is answered, and remember what they were answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from random import Random
from types import TracebackType
from typing import Any, Self

import requests

from tests.torture.server import PATIENCE, Server
from tests.torture.traffic import Batch, visit

SENDERS = 8
REST_SECONDS = 0.02


class Senders:
    """They send for as long as the `with` lasts; at its end each batch that was begun is answered or given up.

    `when` says for each acknowledgement when it was: a number that grows, such as how much was written by then.
    """

    def __init__(self, server: Server, seed: int, *, when: Callable[[], int] = int) -> None:
        self._server, self._when = server, when
        self._told = threading.Condition()
        self._over = threading.Event()
        self._gave_up = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(Random(f"{seed}-{n}"),)) for n in range(SENDERS)]
        self.sent: set[str] = set()
        self.acknowledged: dict[str, int] = {}
        self.problems: list[str] = []

    def wait_for(self, count: int) -> None:
        """Wait until that many more events are acknowledged."""
        with self._told:
            enough = len(self.acknowledged) + count
            assert self._told.wait_for(lambda: self.problems or len(self.acknowledged) >= enough, PATIENCE), (
                f"nothing was acknowledged for {PATIENCE} s: {self._server.last_words()}"
            )
        assert not self.problems, self.problems[0]

    def send(self, batch: Batch) -> bool:
        """Send a batch until it is answered; whether it was."""
        key, events = batch
        ids = [event["id"] for event in events]
        with self._told:
            self.sent.update(ids)
        while not self._gave_up.is_set():
            answer = self._answer(key, events)
            if answer is not None:
                return self._note(ids, answer)
            self._gave_up.wait(REST_SECONDS)
        return False

    def _answer(self, key: str, events: list[Any]) -> requests.Response | None:
        """The answer, if there is one and it is not that one should try again."""
        try:
            answer = self._server.send(events, key=key)
        except requests.RequestException:
            return None
        return None if answer.status_code in (429, 503) else answer

    def _note(self, ids: list[str], answer: requests.Response) -> bool:
        at = self._when()
        with self._told:
            if answer.status_code != 202 or answer.json()["rejected"]:
                self.problems.append(f"{answer.status_code}: {answer.text[:300]}")
                self._over.set()
            else:
                self.acknowledged.update(dict.fromkeys(ids, at))
            self._told.notify_all()
        return not self.problems

    def _run(self, random: Random) -> None:
        while not self._over.is_set():
            for batch in visit(random):
                self.send(batch)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        if kind is not None or not self._server.runs:
            self._gave_up.set()
        for thread in self._threads:
            thread.join(PATIENCE)
