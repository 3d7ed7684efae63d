"""The store in one SQLite file, which several server processes may share."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from collector.errors import ErasedMeanwhile, Stopping, StoreUnavailable
from collector.event import Event, Notice, Receipt, Rejected, RejectedOrigin
from collector.finding import Finding
from collector.store.facts import Plan
from collector.store.protocol import (
    Erased,
    FactsProgress,
    Holds,
    Missing,
    Ready,
    StoredRejection,
)
from collector.store.sqlite.account_sessions import AccountSessions
from collector.store.sqlite.backup import back_up, opened_to_read
from collector.store.sqlite.checks import findings
from collector.store.sqlite.connections import file_of
from collector.store.sqlite.definitions import Definitions
from collector.store.sqlite.encode import Batch
from collector.store.sqlite.engine import (
    BUSY_SECONDS,
    check_library,
)
from collector.store.sqlite.erasing import Erasing
from collector.store.sqlite.facts import SqliteFacts
from collector.store.sqlite.facts_lock import facts_lock
from collector.store.sqlite.imports import Imports
from collector.store.sqlite.in_use import trouble_with_log
from collector.store.sqlite.ledger import excuse
from collector.store.sqlite.queries import sql
from collector.store.sqlite.queue import BatchQueue
from collector.store.sqlite.registry import Registry
from collector.store.sqlite.secret import secret_beside
from collector.store.sqlite.shares import Shares
from collector.store.sqlite.writer import Writer

QUEUE_EVENTS = 20_000
QUEUE_BYTES = 32 * 1024 * 1024
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


class SqliteStore(Registry, Definitions, AccountSessions, Shares, Imports, Erasing):
    """Implements `collector.store.protocol.Store`; made by `open_store`."""

    def __init__(self, url: str, *, queue_events: int, queue_bytes: int, busy_seconds: float) -> None:
        super().__init__(url, busy_seconds=busy_seconds)
        self._starting = threading.Lock()
        self._writer: Writer | None = None
        self._waiting = BatchQueue(most_events=queue_events, most_bytes=queue_bytes)

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
            self.there_are_more_erasures()
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

    def erase(
        self, site: int, visitors: Iterable[str], user_ids: Iterable[str] = (), *, owners: Iterable[str] | None = None
    ) -> Erased:
        """Erase what is known of these visitors and users for good, and with it the links to pages about them."""
        visitors, user_ids = list(visitors), list(user_ids)
        erased = super().erase(site, visitors, user_ids, owners=owners)
        self.end_shares_naming(site, [*visitors, *user_ids])
        return erased

    def rejected(self, site: int, limit: int) -> list[StoredRejection]:
        """The latest rejected events of a site, newest first."""
        return [StoredRejection(*row) for row in self.query(sql("rejected"), {"site": site, "limit": limit})]

    def prune_rejected(self, kept: int) -> int:
        """Delete all but the `kept` newest rejected events of each site, so that nobody can fill the disk with them.

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

    @contextlib.contextmanager
    def facts_lock(self, *, wait: bool = True) -> Iterator[bool]:
        """Held by whoever writes or erases facts, one of all processes; without `wait` False if it is taken."""
        with self._errors_translated(), facts_lock(self.path, wait=wait) as ours:
            yield ours

    def facts_engine(self, plan: Plan, *, patient: bool = False) -> SqliteFacts:
        """What computes facts by this plan and keeps them; the caller closes it.

        `patient`: it waits for its turn to write, however long others write.
        """
        with self._errors_translated():
            return SqliteFacts(plan, self.connect, self.write_lock, self._errors_translated, patient=patient)

    def excuse_facts(self) -> None:
        """Delete the notes that facts are being computed, by whichever process: it is stopped on purpose."""
        with self._writing() as database:
            excuse(database.conn)

    def back_up(self, target: Path, *, overwrite: bool) -> Holds:
        """Write a copy of everything to a file, which is checked; what it holds."""
        with self._errors_translated():
            with contextlib.closing(self.connect()) as connection:
                back_up(connection, self.path, target, overwrite=overwrite)
            with opened_to_read(target) as copy:
                return Holds(*copy.execute(sql("holds")).fetchone())

    def shared_secret(self) -> str:
        """A secret that all processes of this store share; made when it is first needed, and in no backup."""
        return secret_beside(self.path)

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

    def close(self) -> None:
        """Commit what was queued, then reject more. Calling it again does nothing."""
        if self.is_of_another_process():  # then what is open belongs to the one that was forked
            return
        with self._starting:
            self._closed = True
        if self._writer is not None:
            self._writer.close()
        super().close()


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
