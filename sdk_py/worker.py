"""The background thread of a client: it starts with the first event, and ends with the client or the process.

A forked child starts with an empty outbox: its parent sends the events from before the fork.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import TYPE_CHECKING

from sdk_py.callbacks import Callbacks, Stats
from sdk_py.errors import QueueFull
from sdk_py.events import Prepared
from sdk_py.outbox import Outbox
from sdk_py.process_exit import run_at_process_exit
from sdk_py.sender import RetryPolicy, Sender
from sdk_py.transport import Transport

if TYPE_CHECKING:
    from sdk_py.spool import Spool

GRACE = 1.0


class Worker:
    """Takes events and runs the thread that sends them. Each event is stored, or reported with the reason."""

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        *,
        callbacks: Callbacks,
        spool: Spool | None,
        retry_policy: RetryPolicy,
        exit_timeout: float,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._callbacks = callbacks
        self._spool = spool
        self._exit_timeout = exit_timeout
        self._sender = Sender(outbox, transport, callbacks=callbacks, spool=spool, retry_policy=retry_policy)
        self._thread: threading.Thread | None = None
        self._starting = threading.RLock()
        _open.add(self)
        if self._sender.adopt():
            self._start()

    def reset_after_fork(self) -> None:
        """Start again with nothing, in a forked child."""
        self._outbox.reset_after_fork()
        self._callbacks.reset_after_fork()
        self._sender.reset_after_fork()
        if self._spool:
            self._spool.reset_after_fork()
        self._thread = None
        self._starting = threading.RLock()

    def take(self, prepared: Prepared) -> None:
        """Take an event; report it if there is no room."""
        if not self._outbox.has_room_for(len(prepared.event)):
            self._report_full(prepared)
            return
        if self._spool:
            self._spool.add(prepared)
        if not self._outbox.put(prepared):  # other threads were faster
            if self._spool:
                self._spool.mark_done([prepared.id])
            self._report_full(prepared)
            return
        self._callbacks.count(taken=1)
        self._start()

    def _report_full(self, prepared: Prepared) -> None:
        error = QueueFull("The client is closed" if self._outbox.is_closed else "The queue of events is full")
        error.ids = (prepared.id,)
        self._callbacks.full(error)

    def _start(self) -> bool:
        """Start the thread if it is not running. False if it cannot start because the interpreter is shutting down."""
        if self._thread is not None and self._thread.is_alive():
            return True
        with self._starting:
            if self._thread is not None and self._thread.is_alive():
                return True
            thread = threading.Thread(target=self._work, name="beheld-sender", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                return False
            self._thread = thread
        run_at_process_exit(_close_all)
        return True

    def _work(self) -> None:
        self._sender.run()
        self._transport.close()
        self._end()

    def stats(self) -> Stats:
        """What became of the events so far."""
        return self._callbacks.stats(waiting=len(self._outbox))

    def flush(self, timeout: float | None) -> bool:
        """Wait until all events taken so far are done; False on timeout."""
        if self._outbox.is_empty:
            return True
        if threading.current_thread() is self._thread:  # a callback cannot wait for its own thread
            return False
        return self._start() and self._outbox.flush(timeout)

    def close_soon(self, timeout: float | None = None) -> None:
        """Take no more events; the thread ends when it has sent the rest, or on timeout."""
        self._outbox.close(self._exit_timeout if timeout is None else timeout)
        if self._thread is None and self._outbox.is_empty:
            self._end()

    def close(self, timeout: float | None = None) -> bool:
        """Take no more events, and wait until the rest is sent. False on timeout."""
        self.close_soon(timeout)
        if threading.current_thread() is self._thread:
            return False
        if not self._outbox.is_empty and not self._start():
            self._sender.run()
        self._outbox.wait_until_empty()
        self._sender.give_up()
        self._outbox.wait_until_reported(GRACE)
        self._end()
        stats = self.stats()
        return not stats.unsent and not stats.kept

    def _end(self) -> None:
        if self._spool:
            self._spool.close()
        _open.discard(self)


_open: set[Worker] = set()


def _close_all() -> None:
    """Send the remaining events before the process ends."""
    for worker in list(_open):
        worker.close_soon()
    for worker in list(_open):
        worker.close()


def _reset_all_after_fork() -> None:
    for worker in list(_open):
        worker.reset_after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_reset_all_after_fork)
