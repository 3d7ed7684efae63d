"""Run code at the end of processes that do not run `atexit`.

Children of `multiprocessing` and of Celery's `billiard` run their own finalizers, Celery's pool sends a signal before
it calls `os._exit`, and `with Pool()` ends its workers by SIGTERM. A process that is killed, or calls `os._exit`
itself, runs nothing at all: only a spool keeps its events.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

_prepared: set[int] = set()


def run_at_process_exit(act: Callable[[], None]) -> None:
    """Arrange, once per process, that `act` also runs at the ends that `atexit` misses."""
    process = os.getpid()
    if process in _prepared:
        return
    _prepared.add(process)
    with suppress(Exception):  # the internals of other libraries may change, and that must not lose an event
        _with_multiprocessing(act)
    with suppress(Exception):
        _with_billiard(act)
    with suppress(Exception):
        _with_celery(act)


def _with_multiprocessing(act: Callable[[], None]) -> None:
    process = sys.modules.get("multiprocessing.process")
    if process is None or process.parent_process() is None:
        return
    from multiprocessing.util import Finalize

    Finalize(None, act, exitpriority=10)
    _when_terminated(act)


def _with_billiard(act: Callable[[], None]) -> None:
    process: Any = sys.modules.get("billiard.process")
    util: Any = sys.modules.get("billiard.util")
    if process is None or util is None or process.current_process()._parent_pid is None:
        return
    util.Finalize(None, act, exitpriority=10)


def _with_celery(act: Callable[[], None]) -> None:
    signals: Any = sys.modules.get("celery.signals")
    if signals is not None:
        process = os.getpid()
        signals.worker_process_shutdown.connect(lambda **_: act() if os.getpid() == process else None, weak=False)


def _when_terminated(act: Callable[[], None]) -> None:
    """Run `act` at SIGTERM, then end by that signal; do nothing if the program handles it itself."""
    if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        return

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        try:
            act()
        finally:
            os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, end)
