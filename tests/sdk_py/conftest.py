"""What the tests of the SDK share: servers, clients that rest for no time, and what clients were told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sdk_py import Beheld, BeheldError, Rejection, Settings
from tests.sdk_py.answering import PATIENCE, AnsweringServer

KEY = "sk_a-key-of-this-test"


class Reported:
    """What a client reported to the application."""

    def __init__(self) -> None:
        self.errors: list[BeheldError] = []
        self.rejections: list[Rejection] = []

    @property
    def lost(self) -> list[str]:
        """The ids of the events that were lost."""
        return [id for error in self.errors for id in error.ids]


class Clients:
    """Makes clients of one server, and closes them after the test."""

    def __init__(self, server: AnsweringServer, reported: Reported) -> None:
        self._server = server
        self._reported = reported
        self.made: list[Beheld] = []

    def __call__(self, *, key: str = KEY, url: str | None = None, **given: Any) -> Beheld:
        names = {"read_key", "spool", "on_error", "on_rejected", "raise_invalid"} & given.keys()
        chosen = {name: given.pop(name) for name in names}
        settings = Settings(**{"backoff_initial": 0, "flush_interval": 3600, "exit_timeout": 0, **given})
        callbacks = {"on_error": self._reported.errors.append, "on_rejected": self._reported.rejections.append}
        client = Beheld(url or self._server.url, key, **{**callbacks, **chosen}, settings=settings)
        self.made.append(client)
        return client


class Heard(logging.Handler):
    """What the SDK wrote into its log, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._changed = threading.Condition()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        with self._changed:
            self.lines.append(record.getMessage())
            self._changed.notify_all()

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until some lines with these words were written."""
        with self._changed:
            assert self._changed.wait_for(lambda: sum(words in line for line in self.lines) >= times, PATIENCE), words


@pytest.fixture
def heard() -> Iterator[Heard]:
    """The log of the SDK, down to the details."""
    handler, logger = Heard(), logging.getLogger("beheld.sdk")
    logger.addHandler(handler)
    logger.setLevel("DEBUG")
    yield handler
    logger.setLevel("NOTSET")
    logger.removeHandler(handler)


@pytest.fixture
def server() -> Iterator[AnsweringServer]:
    """A server that answers as told."""
    answering = AnsweringServer()
    yield answering
    answering.stop()


@pytest.fixture
def reported() -> Reported:
    """What the clients of this test were reported."""
    return Reported()


@pytest.fixture
def a_client(server: AnsweringServer, reported: Reported) -> Iterator[Callable[..., Beheld]]:
    """Makes clients that send only when they are flushed, or have a full batch."""
    clients = Clients(server, reported)
    yield clients
    for client in clients.made:
        client.close()
