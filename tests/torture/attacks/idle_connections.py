"""Hundreds of connections that are kept open and say nothing, or only a part of what they begin to say."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import requests

from tests.serve.talking import Connection, request
from tests.torture.attacks.target import Target, event

SECONDS_FOR_OTHERS = 30


def attack(target: Target) -> None:
    """Whoever comes next is answered all the same."""
    connections = target.size(600, 900)
    for kind in (kept_alive, slow_bodies, slow_headers):
        with contextlib.ExitStack() as opened:
            for data in kind(target, connections):
                with contextlib.suppress(OSError):
                    connection = opened.enter_context(Connection(target.server.port))
                    connection.socket.settimeout(SECONDS_FOR_OTHERS)
                    connection.send(data)
            answered = others_are_answered(target)
        target.expect(f"others are answered beside {connections} {kind.__name__.replace('_', ' ')}", holds=answered)


def kept_alive(target: Target, count: int) -> Iterator[bytes]:
    """One whole request on each connection, which is kept as browsers keep it."""
    for n in range(count):
        yield request(
            json.dumps({"key": target.key, "events": [event("page_view", f"idle-{n}", view_id="w")]}).encode()
        )


def slow_bodies(_: Target, count: int) -> Iterator[bytes]:
    """The first byte of a body that never comes."""
    for _n in range(count):
        yield request(b"{", length=1_000)


def slow_headers(_: Target, count: int) -> Iterator[bytes]:
    """The first header."""
    for _n in range(count):
        yield b"POST /v1/events HTTP/1.1\r\nHost: x\r\n"


def others_are_answered(target: Target) -> bool:
    """Whether somebody else is, soon."""
    with contextlib.suppress(requests.RequestException):
        return requests.get(f"{target.url}/healthz", timeout=SECONDS_FOR_OTHERS).status_code == 200
    return False
