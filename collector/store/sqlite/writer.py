"""The one thread that writes events: it commits together what many requests brought, then wakes them all."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from collector.errors import EngineError, Stopping, StoreUnavailable
from collector.event import Receipt
from collector.store.protocol import Ready
from collector.store.sqlite.checkpoints import Checkpointer
from collector.store.sqlite.commit import Known, store_group
from collector.store.sqlite.database_file import DatabaseFile
from collector.store.sqlite.encode import Batch
from collector.store.sqlite.engine import is_about_the_data, sqlite3
from collector.store.sqlite.queue import BatchQueue

if TYPE_CHECKING:
    from sqlite3 import Connection

PROBE_SECONDS = 1.0
CACHE_KIB = 16 * 1024

_log = logging.getLogger("beheld.store")


class Writer:
    """Takes batches from any thread and stores them in the order they came, many at a time."""

    def __init__(
        self,
        connect: Callable[[], Connection],
        write_lock: AbstractContextManager[object],
        file: DatabaseFile,
        waiting: BatchQueue,
    ) -> None:
        self._connect, self._write_lock, self._file = connect, write_lock, file
        self._waiting = waiting
        self._trouble: str | None = None
        self._connection: Connection | None = None
        self._known = Known()
        self._checkpointer = Checkpointer(connect, write_lock)
        self._thread = threading.Thread(target=self._run, name="beheld-writer", daemon=True)

    def start(self) -> None:
        """Begin to write; back when it is known whether that works."""
        self._checkpointer.start()
        self._thread.start()
        probe = Batch((), ())
        self.submit(probe)
        probe.done.acquire()

    def submit(self, batch: Batch) -> None:
        """Put a batch in the queue; StoreBusy if too much is waiting already."""
        self._waiting.add(batch)

    def wait_for(self, batch: Batch) -> Receipt:
        """Back when a batch that was submitted is on disk; raises what became of it otherwise."""
        batch.done.acquire()
        if batch.failure is not None:
            raise batch.failure
        return batch.receipt

    def ready(self) -> Ready:
        """Whether the last thing written went well."""
        if self._waiting.closed:
            return Ready(False, Stopping.message)
        return Ready(self._trouble is None, self._trouble)

    def close(self) -> None:
        """Take no more, write what is queued, and end."""
        self._waiting.close()
        self._thread.join()
        self._checkpointer.close()

    def _run(self) -> None:
        try:
            while (group := self._waiting.next_group(PROBE_SECONDS if self._trouble else -1)) is not None:
                self._write(group)
        finally:
            self._leave()

    def _write(self, group: list[Batch]) -> None:
        try:
            self._try_to_write(group)
        finally:
            for batch in group:
                batch.done.release()

    def _try_to_write(self, group: list[Batch]) -> None:
        try:
            receipts = self._commit(group)
        except Exception as error:
            if len(group) > 1 and is_about_the_data(error):
                self._write_one_by_one(group)
            else:
                self._fail(group, error)
        else:
            self._trouble = None
            for batch, receipt in zip(group, receipts, strict=True):
                batch.receipt = receipt

    def _commit(self, group: list[Batch]) -> list[Receipt]:
        with self._write_lock:
            self._file.check()
            if self._connection is None:
                self._connection = self._connect()
                self._connection.execute(f"pragma cache_size = -{CACHE_KIB}")
            receipts = store_group(self._connection, group, self._known)
            self._file.check_after_writing()
        self._checkpointer.committed(sum(batch.size for batch in group))
        return receipts

    def _write_one_by_one(self, group: list[Batch]) -> None:
        """One batch holds something that no table takes: it alone fails."""
        for batch in group:
            self._try_to_write([batch])

    def _fail(self, group: list[Batch], error: Exception) -> None:
        """Nothing of the group is stored; its senders get the error."""
        about_the_data = is_about_the_data(error)
        if not about_the_data:
            self._note_trouble(error)
        for batch in group:
            batch.failure = _without_engine(error) if about_the_data else StoreUnavailable()
            batch.failure.__cause__ = None if batch.failure is error else error

    def _note_trouble(self, error: Exception) -> None:
        """Begin again with a new connection, as this one may know wrong things."""
        self._file.note(error)
        if self._trouble is None:
            _log.error("events cannot be stored: %s", error)
        self._trouble = f"events cannot be stored: {error}"
        self._disconnect()

    def _disconnect(self) -> None:
        """Close the connection. Where the file was moved, what only its log has is put into it before."""
        if self._connection is not None:
            if self._file.trouble:
                with contextlib.suppress(sqlite3.Error):
                    self._connection.execute("pragma wal_checkpoint(passive)")
            self._connection.close()
            self._connection = None

    def _leave(self) -> None:
        """Leave nobody waiting, however this thread ends."""
        self._waiting.close()
        while group := self._waiting.next_group(-1):
            for batch in group:
                batch.failure = Stopping()
                batch.done.release()
        self._disconnect()


def _without_engine(error: Exception) -> Exception:
    """The same error, as an EngineError where it is of SQLite: nobody else knows the engine."""
    return EngineError(str(error)) if isinstance(error, sqlite3.Error) else error
