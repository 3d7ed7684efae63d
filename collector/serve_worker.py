"""One worker process of the server: an app, and how it stops.

A worker that is to stop answers 503 for a while, so that balancers and senders turn elsewhere, then puts on disk what
was taken in, then lets granian finish the answers under way.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import multiprocessing
import os
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING

from flask import Flask

from collector import logs
from collector.app import create_app, stop
from collector.config import Config
from collector.serve_connections import Watch, url_of
from collector.store import open_store
from collector.wire.waiting_room import Room

if TYPE_CHECKING:
    from collector.serve import Mount

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)

_log = logging.getLogger("beheld.serve")


def worker_app(config: Config, address: str, port: int, connections: int, *, mount: Mount | None = None) -> Flask:
    """The app of one worker process, which from now on stops in good order on SIGTERM."""
    logs.set_up(config.log_level)
    signals, noting = _hold_back_stop_signals()
    app = create_app(config, open_store(config.store))
    if mount:
        mount(app)
    app.wsgi_app = room = Room(app.wsgi_app, config.threads)  # type: ignore[method-assign]
    Watch(room, app.extensions["beheld.intake"].metrics, address=address, port=port, connections=connections).start()
    for task in (
        functools.partial(_note_stop_signal, noting),
        functools.partial(_stop_on_signal, app, config.stop_seconds, signals),
        _stop_when_orphaned,
        functools.partial(_say_when_serving, address, port),
    ):
        threading.Thread(target=task, name="beheld-serve", daemon=True).start()
    return app


def _hold_back_stop_signals() -> tuple[int, int]:
    """Keep the signals from granian, in all threads to come, until this process has done its own part of stopping.

    Returns the ends of a pipe to which each signal is written, as a byte. A thread that some library started before
    (numpy starts some as it is imported) holds nothing back: what it gets reaches the pipe by Python's own handler.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)
    signal.signal(signal.SIGUSR1, lambda *_: signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS))
    signals, noting = os.pipe()
    os.set_blocking(noting, False)
    signal.set_wakeup_fd(noting, warn_on_full_buffer=False)
    return signals, noting


def _note_stop_signal(noting: int) -> None:
    """Write the signal to the pipe if it comes to a thread that holds it back, as nearly all do."""
    os.write(noting, bytes([signal.sigwait(STOP_SIGNALS)]))


def _let_granian_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)


def _stop_on_signal(app: Flask, grace_seconds: float, signals: int) -> None:
    while os.read(signals, 1)[0] not in STOP_SIGNALS:
        pass
    app.extensions["beheld.intake"].stopping.set()
    _log.info("stopping")
    time.sleep(grace_seconds)
    try:
        stop(app)
        _log.info("stopped: all that was taken in is on disk")
    finally:
        _let_granian_stop()


def _stop_when_orphaned() -> None:
    """End a worker whose main process was killed, or it would share the port with its successor for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _say_when_serving(address: str, port: int) -> None:
    while True:
        with contextlib.suppress(OSError), socket.create_connection((address, port), timeout=1):
            _log.info("serving", extra={"url": url_of(address, port)})
            return
        time.sleep(0.01)
