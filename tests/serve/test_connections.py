"""Connections that say nothing, or little, stop nobody: idle ones, slow headers, slow bodies, too many of all."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from collector.serve_connections import Watch
from collector.wire.metrics import Metrics
from collector.wire.waiting_room import Body, Room
from tests.serve.process import PATIENCE, ROOT, Collector
from tests.serve.talking import Connection, request
from tests.wire.shop import view

Serve = Callable[..., Collector]

SOON_SECONDS = 1.0  # for what takes some milliseconds
SECOND_OF_DRIPS = 1.0


class Impatient(Collector):
    """A collector that waits for bodies for half a second."""

    command = ("tests.serve.impatient",)


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Collector]:
    collector = Impatient(tmp_path, stop_seconds=0)
    try:
        yield collector.start()
    finally:
        collector.clean_up()


@contextlib.contextmanager
def held(collector: Collector, count: int, sent: bytes, *, answered: bool = False) -> Iterator[list[Connection]]:
    """So many connections that are kept, on which this was sent."""
    with contextlib.ExitStack() as stack:
        opened = []
        for _ in range(count):
            with contextlib.suppress(OSError):
                opened.append(stack.enter_context(Connection(collector.port)))
                opened[-1].send(sent)
                while answered and opened[-1].status() != 202:  # the disk may be busy: again, as clients do
                    opened[-1].send(sent)
        yield opened


@contextlib.contextmanager
def dripping(connections: list[Connection]) -> Iterator[None]:
    """A byte a second on each of them."""
    over = threading.Event()

    def drip() -> None:
        while not over.wait(SECOND_OF_DRIPS):
            for connection in connections:
                with contextlib.suppress(OSError):
                    connection.send(b" ")

    dripper = threading.Thread(target=drip)
    dripper.start()
    yield
    over.set()
    dripper.join()


def seconds_of_others(collector: Collector) -> float:
    """How long somebody else who sends an event waits: the median of several tries."""
    taken = []
    for _ in range(9):
        since = time.monotonic()
        assert collector.send().status_code == 202
        taken.append(time.monotonic() - since)
    return statistics.median(taken)


def one_event(collector: Collector) -> bytes:
    return request(json.dumps({"key": collector.key, "events": [view()]}).encode())


def slow_body(length: int = 1_000_000) -> bytes:
    return request(b"{", length=length)


@pytest.mark.parametrize("count", [600, 2_000])
def test_idle_connections_of_visitors_stop_nobody(serve: Serve, count: int) -> None:
    collector = serve(stop_seconds=0)
    with held(collector, count, one_event(collector), answered=True):
        assert seconds_of_others(collector) < SOON_SECONDS


@pytest.mark.parametrize("count", [300, 1_500])
def test_slow_bodies_stop_nobody(serve: Serve, count: int) -> None:
    collector = serve(stop_seconds=0)
    with held(collector, count, slow_body()) as slow, dripping(slow):
        assert seconds_of_others(collector) < SOON_SECONDS


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_while_a_body_is_waited_for_the_server_asks_itself_so_that_nobody_waits_for_the_next_request(
    address: str,
) -> None:
    room = Room(lambda environ, start: [], 1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        watch = Watch(room, Metrics(), address=address, port=server.getsockname()[1], connections=1_000)
        body = Body(io.BytesIO(b"{"), {"CONTENT_LENGTH": "1"}, room)
        looking = threading.Thread(target=room.wait, args=(body, watch.look))
        looking.start()
        asking, _ = server.accept()
        with asking:
            assert asking.recv(1_000).startswith(b"GET /healthz HTTP/1.1\r\n")
        looking.join()
        server.settimeout(0)
        watch.look()
        with pytest.raises(BlockingIOError):
            server.accept()


def test_slow_headers_stop_nobody(serve: Serve) -> None:
    collector = serve(stop_seconds=0)
    with held(collector, 1_000, b"POST /v1/events HTTP/1.1\r\nHost: x\r\n") as slow, dripping(slow):
        assert seconds_of_others(collector) < SOON_SECONDS


def test_a_body_that_waits_takes_nobodys_place(serve: Serve) -> None:
    collector = serve(stop_seconds=0, threads=1)
    with held(collector, 5, slow_body()):
        assert seconds_of_others(collector) < SOON_SECONDS


@pytest.mark.parametrize("kept", [False, True], ids=["the first request", "a later request"])
def test_a_body_that_does_not_come_in_time_is_answered_408_and_cut_off(impatient: Collector, kept: bool) -> None:
    with Connection(impatient.port) as connection:
        if kept:
            connection.send(one_event(impatient))
            assert connection.status() == 202
        connection.send(slow_body())
        assert connection.status() == 408
        assert connection.is_closed()
    impatient.wait_until(lambda: 'beheld_connections_ended_total{reason="slow"} 1.0' in impatient.get("/metrics").text)


def test_a_body_that_is_cut_short_is_no_bad_batch_but_may_be_sent_again(impatient: Collector) -> None:
    whole = one_event(impatient)
    with Connection(impatient.port) as connection:
        connection.send(whole[:-1])
        assert connection.status() == 408
    assert impatient.stored_ids() == set()


def test_only_the_late_one_is_cut_off(impatient: Collector) -> None:
    with held(impatient, 20, one_event(impatient), answered=True) as others, Connection(impatient.port) as late:
        late.send(slow_body())
        assert late.status() == 408
        for other in others:
            other.send(one_event(impatient))
            assert other.status() == 202


def test_a_body_in_pieces_is_taken(serve: Serve) -> None:
    collector = serve(stop_seconds=0)
    whole = one_event(collector)
    with Connection(collector.port) as connection:
        for start in range(0, len(whole), 50):
            connection.send(whole[start : start + 50])
        assert connection.status() == 202


@pytest.mark.parametrize("sent_so_far", ["idle", "a header", "a body"])
def test_when_connections_run_out_those_that_are_silent_yield(serve: Serve, sent_so_far: str) -> None:
    collector = serve(stop_seconds=0, connections=64)
    sent = {"idle": one_event(collector), "a header": b"POST / HTTP/1.1\r\n", "a body": slow_body()}[sent_so_far]
    with held(collector, 200, sent, answered=sent_so_far == "idle"):
        assert seconds_of_others(collector) < SOON_SECONDS
    collector.wait_until(lambda: 'beheld_connections_ended_total{reason="crowded"}' in collector.get("/metrics").text)


def test_fewer_files_than_connections_are_logged_and_enough() -> None:
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (300, 1_000))\n"
        "from collector import logs; from collector.config import Config\n"
        "from collector.serve_connections import FILES_BESIDES, connections_of\n"
        "logs.set_up('info'); assert connections_of(Config()) == 1_000 - FILES_BESIDES\n"
        "assert resource.getrlimit(resource.RLIMIT_NOFILE) == (1_000, 1_000)\n"
        "assert connections_of(Config(connections=100)) == 100"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("BEHELD_CONNECTIONS") == 1
