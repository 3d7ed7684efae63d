"""Connections to one database file, which several processes may share: opened, checked, and lent to readers."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from collector.errors import EngineError, StoreUnavailable, TookTooLong
from collector.store.protocol import Row
from collector.store.sqlite.database_file import DatabaseFile
from collector.store.sqlite.engine import (
    is_about_the_data,
    is_overflow,
    open_connection,
    sqlite3,
    sum_without_limit,
    use_wal,
)
from collector.store.sqlite.in_use import InUse
from collector.store.sqlite.locks import WriteLock
from collector.store.sqlite.migrations import migrate, migrations
from collector.store.sqlite.transaction import transaction

if TYPE_CHECKING:
    from sqlite3 import Connection

SCHEME = "sqlite:///"
READERS_KEPT = 16
STEPS_BETWEEN_LOOKS = 50_000
"""How many steps of its machine SQLite takes between two looks at a deadline: they take a millisecond or so."""


class Connections:
    """What the parts of the store have in common: the file, its locks, and ways to read and write."""

    def __init__(self, url: str, *, busy_seconds: float) -> None:
        self.url, self.path = url, file_of(url)
        self._busy_seconds = busy_seconds
        self._readers: deque[Connection] = deque()
        self._closed = False
        self._process = os.getpid()
        self._deadline = threading.local()
        try:
            self._open()
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"The database {self.path} cannot be opened for writing: {error}.") from error

    def _open(self) -> None:
        self._in_use = InUse(self.path)
        self._file = DatabaseFile(self.path)
        self.write_lock = WriteLock(self.path, self._busy_seconds)
        try:
            if self._file.trouble:  # damaged, as the process that has it open found: nothing but to say so
                return
            with contextlib.closing(self.connect()) as connection:
                use_wal(connection)
                migrate(connection, migrations(), self.write_lock)
            self._opened()
        except BaseException:
            self.write_lock.close()
            self._in_use.close()
            raise

    def _opened(self) -> None:
        """The file is open and up to date; whatever has to be done before anybody uses it is done here."""

    def close(self) -> None:
        """Give back what is open."""
        self.write_lock.close()
        with contextlib.suppress(IndexError):
            while True:
                self._readers.pop().close()
        self._in_use.close()

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a reading query and return all its rows, which answer to column names and to positions."""
        try:
            with self._reader() as connection:
                return self._fetched(connection, sql, params or {})
        except EngineError as error:
            if not is_overflow(error.__cause__):
                raise
        with self._raising_unavailable(), contextlib.closing(self._new_reader()) as connection:
            sum_without_limit(connection)
            return self._fetched(connection, sql, params or {})

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """For queries of this thread, which end with TookTooLong once that time is over."""
        self._deadline.at = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline.at = None

    def _fetched(self, connection: Connection, sql: str, params: Mapping[str, Any]) -> list[Row]:
        deadline = getattr(self._deadline, "at", None)
        if deadline is None:
            return connection.execute(sql, params).fetchall()
        connection.set_progress_handler(lambda: time.monotonic() > deadline, STEPS_BETWEEN_LOOKS)
        try:
            if time.monotonic() > deadline:
                raise TookTooLong
            return connection.execute(sql, params).fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise TookTooLong from None
            raise
        finally:
            connection.set_progress_handler(None, 0)

    def connect(self) -> Connection:
        """A new connection for the caller alone, who closes it."""
        self._check_process()
        self._file.check()
        return open_connection(self.path, busy_seconds=self._busy_seconds)

    def is_of_another_process(self) -> bool:
        """Whether this process was forked from the one that opened the store."""
        return os.getpid() != self._process

    def _check_process(self) -> None:
        """SQLite's locks do not survive a fork, and threads do not either."""
        if self.is_of_another_process():
            raise StoreUnavailable(
                "This process was forked after the store was opened. Load the app in each worker: "
                "gunicorn without --preload, uWSGI with lazy-apps = true."
            )

    @contextlib.contextmanager
    def _reader(self) -> Iterator[Connection]:
        """A reading connection that nobody else uses meanwhile; after an error it is not used again."""
        self._check_process()
        self._file.check()
        with self._raising_unavailable():
            try:
                connection = self._readers.pop()
            except IndexError:
                connection = self._new_reader()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            if self._closed or len(self._readers) >= READERS_KEPT:
                connection.close()
            else:
                self._readers.append(connection)

    def _new_reader(self) -> Connection:
        connection = self.connect()
        connection.execute("pragma query_only = on")
        connection.row_factory = sqlite3.Row
        return connection

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Database]:
        with self._reader() as connection:
            yield Database(connection, recursive_triggers=False, execute_plugins=False)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Database]:
        """A short transaction: committed at the end, or rolled back."""
        with (
            self._raising_unavailable(),
            contextlib.closing(self.connect()) as connection,
            self.write_lock,
            transaction(connection, "begin immediate"),
        ):
            yield Database(connection, recursive_triggers=False, execute_plugins=False)
        self._changed()

    def _changed(self) -> None:
        """Something was written here: what is remembered of the registry may be out of date."""

    @contextlib.contextmanager
    def _raising_unavailable(self) -> Iterator[None]:
        """Raise what goes wrong with the disk or a lock as what it means to a caller: try again later."""
        try:
            with self._errors_translated():
                yield
        except OSError as error:
            raise self._unavailable(error) from error

    @contextlib.contextmanager
    def _errors_translated(self) -> Iterator[None]:
        """The same for the errors of SQLite alone; EngineError where trying again does not help."""
        try:
            yield
        except sqlite3.Error as error:
            if is_about_the_data(error):
                raise EngineError(str(error)) from error
            raise self._unavailable(error) from error

    def _unavailable(self, error: Exception) -> StoreUnavailable:
        self._file.note(error)
        return StoreUnavailable(self._file.trouble or "The store cannot be reached at the moment: try again later.")


def file_of(url: str) -> Path:
    """The file a store's URL means."""
    name = url.removeprefix(SCHEME)
    if name == url or not name or name == ":memory:":
        raise StoreUnavailable(
            f"{url!r} names no file: write sqlite:///beheld.db, or sqlite:////srv/beheld.db for a file elsewhere."
        )
    return Path(name).absolute()
