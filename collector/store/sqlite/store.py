"""The store in one SQLite file, which several server processes may share."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlite_utils import Database

from collector.errors import EngineError, ErasedMeanwhile, Stopping, StoreUnavailable
from collector.event import Event, Notice, Receipt, Rejected, RejectedOrigin
from collector.finding import Finding
from collector.store.erased_names import ErasedNames
from collector.store.facts import Plan
from collector.store.protocol import (
    Change,
    Doomed,
    Erased,
    FactsProgress,
    Holds,
    Import,
    Key,
    KeyHolder,
    Missing,
    Rate,
    Ready,
    Row,
    Site,
    StoredRejection,
)
from collector.store.sqlite.backup import back_up, opened_to_read
from collector.store.sqlite.checks import findings
from collector.store.sqlite.database_file import DatabaseFile
from collector.store.sqlite.definitions import Things
from collector.store.sqlite.encode import Batch
from collector.store.sqlite.engine import (
    BUSY_SECONDS,
    check_library,
    is_about_the_data,
    is_overflow,
    open_connection,
    sqlite3,
    sum_without_limit,
    use_wal,
)
from collector.store.sqlite.erasure import Eraser, Names
from collector.store.sqlite.facts import SqliteFacts
from collector.store.sqlite.facts_lock import facts_lock
from collector.store.sqlite.imports import Imports
from collector.store.sqlite.in_use import InUse, trouble_with_log
from collector.store.sqlite.key_cache import KeyCache
from collector.store.sqlite.locks import WriteLock
from collector.store.sqlite.migrations import migrate, migrations
from collector.store.sqlite.queries import sql
from collector.store.sqlite.queue import BatchQueue
from collector.store.sqlite.registry import Registry
from collector.store.sqlite.rewriting import Owed, is_due
from collector.store.sqlite.writer import Writer

if TYPE_CHECKING:
    from sqlite3 import Connection

SCHEME = "sqlite:///"
QUEUE_EVENTS = 20_000
QUEUE_BYTES = 32 * 1024 * 1024
READERS_KEPT = 16
STUCK_MS = 60_000
NOTICES = {"days": 40, "kept": 200}


def open_store(
    url: str,
    *,
    queue_events: int = QUEUE_EVENTS,
    queue_bytes: int = QUEUE_BYTES,
    busy_seconds: float = BUSY_SECONDS,
) -> SqliteStore:
    """Open the store at `sqlite:///file.db` (from the working directory) or `sqlite:////path/file.db`, new or not.

    Batches beyond `queue_events` or `queue_bytes` that wait for the disk are turned away; a file that another
    program keeps locked is waited for `busy_seconds`.
    """
    check_library()
    return SqliteStore(url, queue_events=queue_events, queue_bytes=queue_bytes, busy_seconds=busy_seconds)


class SqliteStore:
    """Implements `collector.store.protocol.Store`; made by `open_store`."""

    def __init__(self, url: str, *, queue_events: int, queue_bytes: int, busy_seconds: float) -> None:
        self.url, self.path = url, file_of(url)
        self._busy_seconds = busy_seconds
        self._readers: deque[Connection] = deque()
        self._starting, self._reading_erasures = threading.Lock(), threading.Lock()
        self._erased_names, self._erasures_unread = ErasedNames(), True
        self._writer: Writer | None = None
        self._waiting = BatchQueue(most_events=queue_events, most_bytes=queue_bytes)
        self._closed = False
        self._process = os.getpid()
        try:
            self._open()
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"The database {self.path} cannot be opened for writing: {error}.") from error
        self._registry = Registry(self._reading, self._writing)
        self._things = Things(self._reading, self._writing)
        self._imports = Imports(self._reading, self._writing)
        self._key_cache = KeyCache(self._registry.holders)

    def _open(self) -> None:
        self._in_use = InUse(self.path)
        self._file = DatabaseFile(self.path)
        self.write_lock = WriteLock(self.path, self._busy_seconds)
        try:
            self._eraser, self.erased_again = Eraser(self.path, self.connect, self.write_lock), 0
            if self._file.trouble:  # damaged, as who has it open found: nothing but to say so
                return
            with contextlib.closing(self.connect()) as connection:
                use_wal(connection)
                migrate(connection, migrations(), self.write_lock)
            self.erased_again = self._eraser.replay()
        except BaseException:
            self.write_lock.close()
            self._in_use.close()
            raise

    def append(
        self,
        events: Sequence[Event],
        rejected: Sequence[Rejected] = (),
        notices: Sequence[Notice] = (),
        *,
        imported_as: int | None = None,
        erasures: int | None = None,
    ) -> Receipt:
        """Store a batch; back only when it is on disk."""
        if not (events or rejected or notices):
            return Receipt(0, 0)
        writer = self._running_writer()
        try:
            return _written(writer, Batch(events, rejected, imported_as, notices=notices, erasures=erasures))
        except ErasedMeanwhile:
            self._erasures_unread = True
            raise

    def erased_names(self) -> ErasedNames:
        """Who was erased, as far as this process has read of it; `append` says when there is more."""
        if self._erasures_unread:
            with self._reading_erasures:
                self._read_erasures()
        return self._erased_names

    def _read_erasures(self) -> None:
        self._erasures_unread = False
        try:
            rows = self.query(sql("erasures_since"), {"number": self._erased_names.number})
            self._erased_names.add((row["number"], row["entry"]) for row in rows)
        except BaseException:
            self._erasures_unread = True
            raise

    def note_origin(self, rejected: RejectedOrigin) -> None:
        """Remember that a page sent from an origin that its site does not list."""
        writer = self._running_writer()
        _written(writer, Batch((), (), origins=[rejected]))

    def _running_writer(self) -> Writer:
        """The writer, started when it is first needed: most commands only read."""
        self._check_process()
        if self._writer is None:
            with self._starting:
                if self._closed:
                    raise Stopping
                if self._writer is None:
                    writer = Writer(self.connect, self.write_lock, self._file, self._waiting)
                    writer.start()
                    self._writer = writer
        return self._writer

    def add_site(self, name: str, *, time_zone: str, currency: str, settings: Mapping[str, Any] | None = None) -> Site:
        """Register a site under a name that no other site has."""
        return self._registry.add_site(name, time_zone, currency, settings or {})

    def sites(self) -> list[Site]:
        """All sites, oldest first."""
        return self._registry.sites()

    def site_named(self, name: str) -> Site | None:
        """The site of this name."""
        return self._registry.site_named(name)

    def set_settings(self, site: int, settings: Mapping[str, Any]) -> Site:
        """Replace a site's settings."""
        return self._registry.set_settings(site, settings)

    def change_settings(self, site: int, change: Change) -> Site:
        """Change a site's settings from what they are, in one transaction."""
        return self._registry.change_settings(site, change)

    def add_key(self, site: int, kind: str) -> str:
        """Make a key and return its plain text, which is not kept."""
        return self._registry.add_key(site, kind)

    def keys(self, site: int) -> list[Key]:
        """All keys of a site, oldest first, revoked ones included."""
        return self._registry.keys(site)

    def revoke_key(self, site: int, hint: str) -> Key:
        """End a key's validity; other processes notice within seconds."""
        return self._registry.revoke_key(site, hint)

    def end_session(self, session: str, until: int) -> None:
        """Note that a session of a browser was ended, until it would have ended by itself (epoch ms)."""
        self._registry.end_session(session, until)

    def session_ended(self, session: str) -> bool:
        """Whether a session was ended, by any process."""
        return self._registry.session_ended(session)

    def key(self, plain: str) -> KeyHolder | None:
        """Whose key this is, unless it is unknown or revoked."""
        return self._key_cache.holder(plain)

    def set_rate(self, site: int, currency: str, rate_date: str, rate: str) -> Rate:
        """Say what a currency is worth from a date on."""
        return self._registry.set_rate(site, currency, rate_date, rate)

    def rates(self, site: int) -> list[Rate]:
        """All rates of a site, by currency and date."""
        return self._registry.rates(site)

    def drop_rate(self, site: int, currency: str, rate_date: str) -> None:
        """Forget a rate."""
        self._registry.drop_rate(site, currency, rate_date)

    def things(self, site: int, thing: str) -> dict[str, dict[str, Any]]:
        """What is said of a site's actions, campaigns or goals, by id."""
        return self._things.all_of(site, thing)

    def put_thing(self, site: int, thing: str, id: str, body: Mapping[str, Any]) -> None:
        """Say this of an action, a campaign or a goal, in place of what was said before."""
        self._things.put(site, thing, id, body)

    def drop_thing(self, site: int, thing: str, id: str) -> bool:
        """Forget what was said of one; whether anything was."""
        return self._things.drop(site, thing, id)

    def rejected(self, site: int, limit: int) -> list[StoredRejection]:
        """The latest refused events of a site, newest first."""
        return [StoredRejection(*row) for row in self.query(sql("rejected"), {"site": site, "limit": limit})]

    def prune_rejected(self, kept: int) -> int:
        """Forget all but the `kept` newest refused events of each site, so that nobody can fill the disk with them.

        What is counted of faults goes after forty days, and beyond two hundred kinds of a site and day.
        """
        forgotten = 0
        if self.query(sql("notices_beyond"), NOTICES):
            with self._writing() as database:
                database.execute(sql("prune_notices"), NOTICES)
        for site in self.sites():
            if self.query(sql("rejected_beyond"), {"site": site.site, "kept": kept}):
                with self._writing() as database:
                    forgotten += database.execute(sql("prune_rejected"), {"site": site.site, "kept": kept}).rowcount
        return forgotten

    def begin_import(self, site: int, label: str, file: str) -> int:
        """The number of the import of this label, new or gone on with."""
        return self._imports.begin(site, label, file)

    def imports(self, site: int) -> list[Import]:
        """All imports of a site, the newest first."""
        return self._imports.all_of(site)

    def undo_import(self, site: int, number: int, removed: Callable[[list[str]], None]) -> int:
        """Take back all events of an import; `removed` is told, part by part, whose facts to compute again."""
        return self._imports.undo(site, number, removed)

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[Row]:
        """Run a reading query and return all its rows, which answer to column names and to positions."""
        try:
            with self._reader() as connection:
                return connection.execute(sql, params or {}).fetchall()
        except EngineError as error:
            if not is_overflow(error.__cause__):
                raise
        with self._told_as_unavailable(), contextlib.closing(self._new_reader()) as connection:
            sum_without_limit(connection)
            return connection.execute(sql, params or {}).fetchall()

    def connect(self) -> Connection:
        """A new connection for the caller alone, who closes it."""
        self._check_process()
        self._file.check()
        return open_connection(self.path, busy_seconds=self._busy_seconds)

    def facts_lock(self, *, wait: bool = True) -> AbstractContextManager[bool]:
        """Held by whoever writes or erases facts, one of all processes; without `wait` False if it is taken."""
        return facts_lock(self.path, wait=wait)

    def facts_engine(self, plan: Plan) -> SqliteFacts:
        """What computes facts by this plan and keeps them; the caller closes it."""
        return SqliteFacts(plan, self.connect, self.write_lock)

    def back_up(self, target: Path, *, overwrite: bool) -> Holds:
        """Write a copy of everything to a file, which is checked; what it holds."""
        with contextlib.closing(self.connect()) as connection:
            back_up(connection, self.path, target, overwrite=overwrite)
        with opened_to_read(target) as copy:
            return Holds(*copy.execute(sql("holds")).fetchone())

    def checks(self, *, thorough: bool) -> Iterator[Finding]:
        """What the engine finds about itself: whether it is durable, sound, and has room."""
        return findings(self, thorough=thorough)

    def holds(self) -> Holds:
        """What is stored."""
        return Holds(*self.query(sql("holds"))[0])

    def ready(self) -> Ready:
        """Whether events can be stored now."""
        if self._file.trouble:
            return Ready(False, self._file.trouble)
        try:
            return self._running_writer().ready()
        except StoreUnavailable as error:
            return Ready(False, error.message)

    def newest_receipt(self) -> int:
        """When the newest events came in, by the clock that the server had then; 0 if there are none."""
        newest: int = self.query(sql("newest_receipt"))[0]["received_at"]
        return newest

    def facts_behind(self) -> int:
        """How many events are stored and not yet in facts; beyond 10,000 an estimate."""
        return self.facts_progress().behind

    def facts_progress(self) -> FactsProgress:
        """How far facts follow the events, and whether they are being kept up."""
        behind, waiting_since, worked_at, set_aside = self.query(sql("facts_progress"))[0]
        if not behind:
            return FactsProgress("current", 0, set_aside)
        idle_ms = time.time() * 1000 - max(worked_at, waiting_since) if waiting_since else 0
        return FactsProgress("stuck" if idle_ms > STUCK_MS else "busy", behind, set_aside)

    def erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> Erased:
        """Erase what is known of these visitors and users, for good.

        Of the visitors (a device may be shared) goes what is of nobody or of the `owners`, who are the users if nobody
        else is named; everything, if they are none.
        """
        with self._told_as_unavailable():
            return self._eraser.erase(_names(site, visitors, user_ids, owners))

    def rewrite_after_erasures(self) -> bool:
        """Write all pages of the file anew if there were erasures and it is time. The caller has the facts' turn."""
        with self._told_as_unavailable():
            return is_due(Owed(*self.query(sql("erasure/rewrite_owed"))[0]), self.path) and self._eraser.rewrite()

    def note_pages_written(self) -> None:
        """All pages were written anew, as when a backup was restored: no traces are left in their gaps."""
        with self._writing() as database:
            database.execute(sql("erasure/note_rewrite"))

    def erasures_to_complete(self) -> int:
        """After how many erasures pages of the file, or its write-ahead log, may still hold traces."""
        return int(self.query(sql("erasure/incomplete"))[0][0])

    def would_erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> Doomed:
        """What `erase` would take away now."""
        with self._told_as_unavailable():
            return self._eraser.would_erase(_names(site, visitors, user_ids, owners))

    def close(self) -> None:
        """Commit what was queued, then refuse more. Calling it again does nothing."""
        if os.getpid() != self._process:  # what is open belongs to the process that was forked
            return
        with self._starting:
            self._closed = True
        if self._writer is not None:
            self._writer.close()
        self.write_lock.close()
        with contextlib.suppress(IndexError):
            while True:
                self._readers.pop().close()
        self._in_use.close()

    def _check_process(self) -> None:
        """SQLite's locks do not survive a fork, and threads do not either."""
        if os.getpid() != self._process:
            raise StoreUnavailable(
                "This process was forked after the store was opened. Load the app in each worker: "
                "gunicorn without --preload, uWSGI with lazy-apps = true."
            )

    @contextlib.contextmanager
    def _reader(self) -> Iterator[Connection]:
        """A reading connection that nobody else uses meanwhile; after an error it is not used again."""
        self._check_process()
        self._file.check()
        with self._told_as_unavailable():
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
        """A short transaction of the registry's: committed at the end, or rolled back."""
        with (
            self._told_as_unavailable(),
            contextlib.closing(self.connect()) as connection,
            self.write_lock,
        ):
            connection.execute("begin immediate")
            yield Database(connection, recursive_triggers=False, execute_plugins=False)
            connection.execute("commit")
        self._key_cache.forget()

    @contextlib.contextmanager
    def _told_as_unavailable(self) -> Iterator[None]:
        """What goes wrong with the disk or a lock is told as what it means to a caller: try again later."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if is_about_the_data(error):
                raise EngineError(str(error)) from error
            self._file.note(error)
            message = self._file.trouble or "The store cannot be reached at the moment: try again later."
            raise StoreUnavailable(message) from error


def _written(writer: Writer, batch: Batch) -> Receipt:
    """The receipt of a batch, once it is on disk."""
    writer.submit(batch)
    return writer.wait_for(batch)


def why_missing(url: str) -> Missing | None:
    """Why there is no store at this address, or None if there is one."""
    path = file_of(url)
    if path.exists():
        return None
    trouble = trouble_with_log(path)
    return Missing(trouble or f"there is none at {url}", can_be_made=trouble is None)


def file_of(url: str) -> Path:
    """The file a store's URL means."""
    name = url.removeprefix(SCHEME)
    if name == url or not name or name == ":memory:":
        raise StoreUnavailable(
            f"{url!r} is no store: write sqlite:///beheld.db, or sqlite:////srv/beheld.db for a file elsewhere."
        )
    return Path(name).absolute()


def _names(site: int, visitors: Iterable[str], user_ids: Iterable[str], owners: Iterable[str] | None) -> Names:
    users = sorted(set(user_ids))
    return Names(site, sorted(set(visitors)), users, users if owners is None else sorted(set(owners)))
