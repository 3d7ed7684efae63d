"""The process that keeps facts up to date beside the workers that take events in.

A process of its own, because in a worker every step would take turns with requests for the interpreter, and a slow
step would make answers late. Under another WSGI server, `create_app` does the same in a thread.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from multiprocessing.process import BaseProcess

from collector import logs
from collector.config import Config
from collector.store import open_store

MAX_STEP_SECONDS = 30.0
BEFORE_ANOTHER_SECONDS = 1.0
SIGNALLED_SECONDS = 60.0

_log = logging.getLogger("beheld.serve")


@contextlib.contextmanager
def facts_kept(config: Config) -> Iterator[None]:
    """Keep facts up to date for as long as the `with` lasts; a process that died is followed by another."""
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(config, over), name="beheld-facts-watch", daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(config: Config, over: threading.Event) -> None:
    while not over.is_set():
        process = multiprocessing.Process(target=keep_facts, args=(config,), name="beheld-facts")
        process.start()
        while process.is_alive() and not over.wait(BEFORE_ANOTHER_SECONDS):
            pass
        # One that was stopped by a signal was stopped with all of us, as a rule: then the server ends soon.
        signalled = process.exitcode in (0, -signal.SIGTERM)
        if not over.is_set() and not (signalled and over.wait(SIGNALLED_SECONDS)):
            _log.error("the process that keeps facts ended; starting another", extra={"exit_code": process.exitcode})
            continue
        _end(process)


def _end(process: BaseProcess) -> None:
    """Ask it to stop after the step under way; a step that takes too long is done again later, as a whole."""
    process.terminate()
    process.join(MAX_STEP_SECONDS)
    if process.is_alive():
        process.kill()
        process.join()


def keep_facts(config: Config) -> None:
    """What the process does, until it is stopped or its parent is gone; it alone imports what facts take."""
    from collector.facts.refresher import Refresher
    from collector.promoter import Promoter

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all of us; the parent tells us when
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
    logs.set_up(config.log_level)
    store = open_store(config.store)
    refresher = Refresher(store)
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    promoter = Promoter(store)
    refresher.start()  # in a thread, so that a signal to stop is handled at once
    promoter.start()
    signal.sigwait([signal.SIGTERM])
    promoter.stop()
    refresher.stop()
    store.close()


def _stop_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
