"""Running the collector with granian, and ending it so that nothing acknowledged is lost.

granian's main process watches over worker processes (`serve_worker.py`), each with an app of its own.
"""

from __future__ import annotations

import contextlib
import errno
import functools
import http.client
import json
import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from collector import logs
from collector.config import Config, ConfigError, unknown_settings
from collector.serve_connections import ANY_ADDRESS, MAX_BODIES, connections_of, url_of
from collector.serve_facts import facts_kept
from collector.store import open_store
from collector.wire.geo import Places

if TYPE_CHECKING:
    from flask import Flask

CONNECTIONS_WAITING = 1_024
SILENCE_SECONDS = 75  # longer than the minute for which balancers keep a connection they may use again
LAST_ANSWERS_SECONDS = 30
PORT_SECONDS = 3.0
ASKING_SECONDS = 2.0
COUNTED_IN = "PROMETHEUS_MULTIPROC_DIR"
GRANIAN_LOGS: dict[str, Any] = {
    "formatters": {"lines": {"()": "collector.logs.JsonLines"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {"_granian": {"handlers": ["lines"], "propagate": False}},
}

Mount = Callable[["Flask"], None]
"""What adds pages of its own to the app of each worker: a function of a module, since workers are fresh processes."""

_log = logging.getLogger("beheld.serve")


def serve(config: Config, *, mount: Mount | None = None) -> None:
    """Serve until SIGTERM or SIGINT; the log says where, once connections are taken."""
    logs.set_up(config.log_level)
    for name in unknown_settings(os.environ):
        _log.warning("there is no such setting", extra={"setting": name})
    _check_beforehand(config)
    connections = connections_of(config)
    # Workers start as fresh interpreters: nothing of this process (signals, locks, metrics) leaks into them.
    multiprocessing.set_start_method("spawn", force=True)
    with _port_of(config) as (address, port), _counted_together(config.workers), facts_kept(config):
        server = Server(
            __name__,
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,  # in its other mode granian never closes a connection that is silent
            http1_settings=HTTP1Settings(header_read_timeout=SILENCE_SECONDS * 1_000),
            workers=config.workers,
            blocking_threads=config.threads + MAX_BODIES,  # those beyond config.threads wait for bodies
            backlog=CONNECTIONS_WAITING,
            backpressure=connections,
            respawn_failed_workers=True,
            workers_kill_timeout=int(config.stop_seconds) + LAST_ANSWERS_SECONDS,
            log_level=LogLevels.error,
            log_dictconfig=GRANIAN_LOGS,
        )
        server.main_loop_interrupt = _Interrupt()
        load = functools.partial(worker, config, address, port, connections, mount=mount)
        server.serve(target_loader=load, wrap_loader=False)


class _Interrupt(threading.Event):
    """What wakes granian's main loop after a signal, whenever and to whichever thread it came.

    A plain Event fails there: a second signal interrupts the handler that holds its lock and waits for that lock for
    ever, and a signal that another thread receives does not wake the main one. A pipe may be written to at any moment,
    and Python writes to it in whatever thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._read, self._write = os.pipe()
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)

    def set(self) -> None:
        """Wake the thread that waits, or the next that does."""
        with contextlib.suppress(BlockingIOError):  # full, so it wakes anyway
            os.write(self._write, b"!")

    def wait(self, timeout: float | None = None) -> bool:
        """Return when it was set since the last wait, or any signal came; the time is not limited."""
        return bool(os.read(self._read, 1))

    def clear(self) -> None:
        """Nothing: a wait uses up its waking, and one too many only makes granian look around once more."""


def worker(config: Config, address: str, port: int, connections: int, *, mount: Mount | None = None) -> Flask:
    """The app of one worker process, which alone imports it."""
    from collector.serve_worker import worker_app

    return worker_app(config, address, port, connections, mount=mount)


def _check_beforehand(config: Config) -> None:
    """Find out here, not in each worker, what cannot work; and bring the store up to date once."""
    open_store(config.store).close()
    Places(config.city_database).close()


@contextlib.contextmanager
def _port_of(config: Config) -> Iterator[tuple[str, int]]:
    """The address to listen on, kept free for granian: a port of 0 is any free one.

    granian's workers share their port, so two servers on one would go unnoticed: it is tried first without sharing.
    """
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ConfigError(f"BEHELD_HOST is {config.host!r}, which is no address of this machine: {error}") from None
    _wait_until_free(family, where)
    with socket.socket(family, kind, protocol) as kept:
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        kept.bind(where)
        yield kept.getsockname()[:2]


def _opened(url: str) -> http.client.HTTPResponse:
    """An answer of this machine's own server, whatever proxy the environment names for others."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer: http.client.HTTPResponse = direct.open(url, timeout=ASKING_SECONDS)
    return answer


def check_port(config: Config) -> None:
    """ConfigError if this server could not listen at its address; the message names what does."""
    with _port_of(config):
        pass


def _wait_until_free(family: int, where: Any) -> None:
    """Return when nobody listens there; a moment of patience, since a killed server's workers may be ending still."""
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            with socket.socket(family, socket.SOCK_STREAM) as alone:
                alone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                alone.bind(where)
                return
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise ConfigError(_cannot_listen(where, error)) from None
        time.sleep(0.05)


def _cannot_listen(where: Any, error: OSError) -> str:
    there = f"{where[0]} port {where[1]}"
    who = f" ({_who_listens(*where[:2])})" if error.errno == errno.EADDRINUSE else ""
    return f"Cannot listen on {there}: {error.strerror}{who}. Choose others with BEHELD_HOST and BEHELD_PORT"


def _who_listens(address: str, port: int) -> str:
    """What answers at a port that is taken: a collector, or something else."""
    url = url_of(ANY_ADDRESS.get(address, address), port)
    with contextlib.suppress(OSError, http.client.HTTPException, ValueError), _opened(f"{url}/healthz") as answer:
        if "alive" in json.load(answer):
            return f"a Beheld server is running there: {url}"
    return "another program is running there"


@contextlib.contextmanager
def _counted_together(workers: int) -> Iterator[None]:
    """Let the metrics of several workers add up, in files that end with the server."""
    if workers == 1 or os.environ.get(COUNTED_IN):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="beheld-metrics-") as folder:
        os.environ[COUNTED_IN] = folder
        yield
        del os.environ[COUNTED_IN]
