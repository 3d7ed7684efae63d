"""The life of a sender: its thread begins with the first event, and ends with the client or the process.

A forked child begins afresh, with an empty outbox: the events of before the fork are its parent's to send.
"""

from __future__ import annotations

import atexit
import os
import threading
from typing import TYPE_CHECKING

from sdk_py.endings import before_this_process_ends
from sdk_py.errors import QueueFull
from sdk_py.events import Prepared
from sdk_py.notices import Notices, Stats
from sdk_py.outbox import Outbox
from sdk_py.sender import Patience, Sender
from sdk_py.transport import Transport

if TYPE_CHECKING:
    from sdk_py.spool import Spool

GRACE = 1.0


class Delivery:
    """Takes events, and sees to it that each is stored or that somebody hears why not."""

    def __init__(
        self,
        outbox: Outbox,
        transport: Transport,
        *,
        notices: Notices,
        spool: Spool | None,
        patience: Patience,
        exit_timeout: float,
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._notices = notices
        self._spool = spool
        self._exit_timeout = exit_timeout
        self._sender = Sender(outbox, transport, notices=notices, spool=spool, patience=patience)
        self._thread: threading.Thread | None = None
        self._starting = threading.RLock()
        _open.add(self)
        if self._sender.adopt():
            self._start()

    def start_afresh(self) -> None:
        """Be the delivery of a forked child."""
        self._outbox.start_afresh()
        self._notices.start_afresh()
        self._sender.start_afresh()
        if self._spool:
            self._spool.start_afresh()
        self._thread = None
        self._starting = threading.RLock()

    def take(self, prepared: Prepared) -> None:
        """Take an event, unless there is no room for it, which is reported."""
        if not self._outbox.has_room_for(len(prepared.event)):
            self._refuse(prepared)
            return
        if self._spool:
            self._spool.add(prepared)
        if not self._outbox.put(prepared):  # others were quicker
            if self._spool:
                self._spool.strike_out([prepared.id])
            self._refuse(prepared)
            return
        self._notices.count(taken=1)
        self._start()

    def _refuse(self, prepared: Prepared) -> None:
        error = QueueFull("The client is closed" if self._outbox.is_closed else "The queue of events is full")
        error.ids = (prepared.id,)
        self._notices.full(error)

    def _start(self) -> bool:
        """Whether the thread runs, now at the latest; no thread can be started when the interpreter is going down."""
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
        before_this_process_ends(_close_all)
        return True

    def _work(self) -> None:
        self._sender.run()
        self._transport.close()
        self._end()

    def stats(self) -> Stats:
        """What became of the events so far."""
        return self._notices.stats(waiting=len(self._outbox))

    def flush(self, timeout: float | None) -> bool:
        """Wait until everything taken before now is done; False if that took longer."""
        if self._outbox.is_empty:
            return True
        if threading.current_thread() is self._thread:  # a callback asks, and cannot wait for its own end
            return False
        return self._start() and self._outbox.flush(timeout)

    def close_soon(self, timeout: float | None = None) -> None:
        """Take nothing more; the thread ends by itself when it has sent what there is, or the time is over."""
        self._outbox.close(self._exit_timeout if timeout is None else timeout)
        if self._thread is None and self._outbox.is_empty:
            self._end()

    def close(self, timeout: float | None = None) -> bool:
        """Take nothing more, and wait until all is sent or the time is over; whether nothing was left."""
        self.close_soon(timeout)
        if threading.current_thread() is self._thread:
            return False
        if not self._outbox.is_empty and not self._start():
            self._sender.run()
        self._outbox.wait_until_empty()
        self._sender.give_up()
        self._outbox.wait_until_told(GRACE)
        self._end()
        stats = self.stats()
        return not stats.unsent and not stats.kept

    def _end(self) -> None:
        if self._spool:
            self._spool.close()
        _open.discard(self)


_open: set[Delivery] = set()


def _close_all() -> None:
    """Send what there is before the process ends."""
    for delivery in list(_open):
        delivery.close_soon()
    for delivery in list(_open):
        delivery.close()


def _start_all_afresh() -> None:
    for delivery in list(_open):
        delivery.start_afresh()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_all_afresh)
