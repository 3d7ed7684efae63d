"""Takes away what is known of a person: events, what points at them, facts, and the traces they leave on the disk."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from collector.store.engine import sqlite3
from collector.store.erasure_log import Erasure, ErasureLog, digest
from collector.store.protocol import Doomed, Erased
from collector.store.purge import purge, purge_owed
from collector.store.queries import sql
from collector.store.registry import now_ms
from collector.store.turn import facts_turn

if TYPE_CHECKING:
    from sqlite3 import Connection

FOREVER = 2**63 - 1
TRIES_TO_PURGE, PAUSE_SECONDS = 40, 0.1

STEPS = (
    "outdate_facts",
    "delete_links",
    "delete_facts_failed",
    "delete_facts_due",
    "forget_examples",
    "delete_event_items",
    "delete_events",
    "delete_rejections",
    "delete_pages",
    "delete_contexts",
    "note_erasure",
)

_log = logging.getLogger("beheld.store")


class Eraser:
    """Erases in one database file, and replays its log when an older file was put back."""

    def __init__(
        self, path: Path, connect: Callable[[], Connection], write_lock: AbstractContextManager[object]
    ) -> None:
        self._path, self._connect, self._write_lock = path, connect, write_lock
        self._log = ErasureLog(path)

    def erase(self, site: int, visitors: list[str], user_ids: list[str]) -> Erased:
        """Erase all that is stored of these now."""
        with facts_turn(self._path, wait=True), self._erasing() as connection:
            entry = self._log.add(site, visitors, user_ids, now_ms())
            erased = self._apply(connection, entry._replace(visitors=visitors, user_ids=user_ids), until=FOREVER)
            self._purge(connection)
        return erased

    def would_erase(self, site: int, visitors: list[str], user_ids: list[str]) -> Doomed:
        """Count what `erase` would take now, and take nothing."""
        bound = {"site": site, "visitors": json.dumps(visitors), "user_ids": json.dumps(user_ids), "until": FOREVER}
        with self._erasing() as connection, _transaction(connection, "begin"):
            _look_up(connection, bound)
            return Doomed(*connection.execute(sql("erasure/count_doomed"), bound).fetchone())

    def replay(self) -> int:
        """Do again what the log has and this database has not been through; returns how many erasures that were."""
        if not self._log.entries()[1]:
            return 0
        with self._erasing() as connection:
            missed = self._missed(connection)
            if missed:
                with facts_turn(self._path, wait=True):
                    missed = self._missed(connection)
                    self._apply_again(connection, missed)
            if purge_owed(connection):
                purge(connection, self._write_lock)
        return len(missed)

    def _missed(self, connection: Connection) -> list[Erasure]:
        done = {erasure for (erasure,) in connection.execute("select erasure from erasures")}
        return [entry for entry in self._log.entries()[1] if entry.erasure not in done]

    def _apply_again(self, connection: Connection, missed: list[Erasure]) -> None:
        salt, _ = self._log.entries()
        for site in sorted({entry.site for entry in missed}):
            names = self._names(connection, site, salt)
            for entry in (entry for entry in missed if entry.site == site):
                self._apply(connection, _recognised(entry, names), until=entry.erased_at)

    def _names(self, connection: Connection, site: int, salt: bytes) -> dict[str, str]:
        """All visitors and users of a site by their digests."""
        rows = connection.execute(sql("erasure/visitors_and_users"), {"site": site})
        return {digest(salt, site, kind, name): name for kind, name in rows}

    @contextlib.contextmanager
    def _erasing(self) -> Iterator[Connection]:
        with contextlib.closing(self._connect()) as connection:
            connection.execute("pragma temp_store = memory")
            connection.execute(sql("erasure/doomed"))
            yield connection

    def _apply(self, connection: Connection, entry: Erasure, *, until: int) -> Erased:
        """Look up, in nobody's way, all there is of it now; then take it in one short transaction."""
        bound = {
            "site": entry.site,
            "visitors": json.dumps(entry.visitors),
            "user_ids": json.dumps(entry.user_ids),
            "until": until,
        }
        with _transaction(connection, "begin"):
            doomed = _look_up(connection, bound)
        with self._write_lock, _transaction(connection, "begin immediate"):
            _take(connection, entry, doomed | bound)
        return Erased(doomed["events"], len(doomed["rejections"]), tuple(doomed["persons"]))

    def _purge(self, connection: Connection) -> None:
        """Empty the write-ahead log. Who still reads from it is waited for, and in the end left to the checkpoints."""
        for _ in range(TRIES_TO_PURGE):
            if purge(connection, self._write_lock):
                return
            time.sleep(PAUSE_SECONDS)
        _log.warning("erased; the write-ahead log is emptied when a long-running reader ends")


def _recognised(entry: Erasure, names: dict[str, str]) -> Erasure:
    """The entry with the names of those who are in the database, in place of digests."""
    return entry._replace(
        visitors=[names[each] for each in entry.visitors if each in names],
        user_ids=[names[each] for each in entry.user_ids if each in names],
    )


@contextlib.contextmanager
def _transaction(connection: Connection, begin: str) -> Iterator[None]:
    connection.execute(begin)
    try:
        yield
        connection.execute("commit")
    finally:
        if connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                connection.execute("rollback")


def _look_up(connection: Connection, bound: dict[str, Any]) -> dict[str, Any]:
    """List the events to erase in the table `doomed`, and what hangs on them. Later events are not looked at."""
    connection.execute("delete from doomed")
    connection.execute(sql("erasure/doomed_events"), bound)
    connection.execute(sql("erasure/doomed_refunds"), bound)
    return {
        "events": connection.execute("select count(*) from doomed").fetchone()[0],
        "seen": connection.execute("select coalesce(max(seq), 0) from events").fetchone()[0],
        "rejections": _column(connection, "doomed_rejections", bound),
        "pages": _column(connection, "unneeded_pages"),
        "contexts": _column(connection, "unneeded_contexts"),
        "names": _column(connection, "doomed_names", bound),
        "persons": _column(connection, "doomed_persons", bound),
    }


def _column(connection: Connection, name: str, bound: dict[str, Any] | None = None) -> list[Any]:
    return [value for (value,) in connection.execute(sql(f"erasure/{name}"), bound or {})]


def _take(connection: Connection, entry: Erasure, doomed: dict[str, Any]) -> None:
    """Delete it all. The caller holds a transaction."""
    bound = {name: json.dumps(value) if isinstance(value, list) else value for name, value in doomed.items()}
    bound |= {"erasure": entry.erasure, "erased_at": entry.erased_at}
    for table in _column(connection, "fact_tables"):
        connection.execute(
            f"delete from {table} where site = :site and person in (select value from json_each(:persons))", bound
        )
    for step in STEPS:
        connection.execute(sql(f"erasure/{step}"), bound)
