"""What a server bears: bodies too large, cut short or never ending, rejections in mid-connection, slow clients."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from collector.wire.body import MAX_BODY_BYTES, MAX_DRAINED_BYTES, STEP
from tests.serve.process import Collector
from tests.serve.talking import Connection, request
from tests.wire.shop import Shop

MIB = 1024 * 1024
EMPTY = json.dumps({"key": "pk_unknown", "events": []}).encode()


class Quiet(WSGIRequestHandler):
    """Werkzeug's own handler, which says nothing."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def on_granian(folder: Path) -> Iterator[int]:
    collector = Collector(folder, stop_seconds=0).start()
    yield collector.port
    assert collector.end() == 0
    collector.clean_up()


@contextlib.contextmanager
def on_werkzeug(folder: Path) -> Iterator[int]:
    shop = Shop(folder)
    server = make_server("127.0.0.1", 0, shop.app, threaded=True, request_handler=Quiet)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    yield server.server_port
    server.shutdown()
    serving.join()
    server.server_close()
    shop.close()


@pytest.fixture(scope="module", params=[on_granian, on_werkzeug], ids=["granian", "werkzeug"])
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a server, one after the other."""
    with request.param(tmp_path_factory.mktemp("served")) as port:
        yield port


def status_of(port: int, sent: bytes) -> int:
    """The status of the answer to these bytes."""
    with Connection(port) as connection:
        connection.send(sent)
        return connection.status()


def still_serves(port: int) -> bool:
    return status_of(port, request(EMPTY)) == 401


def test_a_body_that_is_too_large_is_heard_out_and_answered(port: int) -> None:
    assert status_of(port, request(b"x" * 3 * MIB)) == 413
    assert still_serves(port)


def test_a_body_of_a_type_that_is_not_taken_is_heard_out_too(port: int) -> None:
    assert status_of(port, request(b"x" * 2 * MIB, head=b"Content-Type: image/png\r\n")) == 415
    assert still_serves(port)


def test_a_body_without_end_is_answered_and_cut_off(port: int) -> None:
    assert status_of(port, request(b"x" * (MAX_BODY_BYTES + MAX_DRAINED_BYTES + STEP), length=1_000 * MIB)) == 413
    assert still_serves(port)


def test_a_body_that_never_comes_whole_bothers_nobody(port: int) -> None:
    with Connection(port) as connection:
        connection.send(request(EMPTY, length=len(EMPTY) + 1))
    assert still_serves(port)


def test_a_request_without_a_body_is_answered(port: int) -> None:
    assert status_of(port, request(b"")) == 400
    assert status_of(port, request(b"", length=-1)) == 400


def test_one_connection_bears_chunks_rejections_and_goes_on(tmp_path: Path) -> None:
    with on_granian(tmp_path) as port, Connection(port) as connection:
        for body, status in ((b"{", 400), (EMPTY, 401), (b"[" * 2_000, 400), (b"x" * 2 * MIB, 413)):
            connection.send(request(body))
            assert connection.status() == status
        halves = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (EMPTY[:9], EMPTY[9:])) + b"0\r\n\r\n"
        connection.send(request(halves, length=-1, head=b"Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"))
        assert connection.status() == 401
        connection.send(request(EMPTY))
        assert connection.status() == 401


def test_a_hundred_slow_clients_stop_nobody(tmp_path: Path) -> None:
    with on_granian(tmp_path) as port, contextlib.ExitStack() as open_connections:
        for _ in range(100):
            slow = open_connections.enter_context(Connection(port))
            slow.send(request(b"{", length=100))
        assert still_serves(port)
