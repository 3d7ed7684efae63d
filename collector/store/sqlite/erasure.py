"""Takes away what is known of a person: events, what points at them, facts, and the traces they leave on the disk."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from collector.clock import now_ms
from collector.rules import DAY_MS
from collector.store.erasures import Erasure, digest, read_entry
from collector.store.mentions import mentions, names_in
from collector.store.protocol import Erased, ToErase
from collector.store.sqlite.erasure_log import ErasureLog
from collector.store.sqlite.facts_lock import facts_lock
from collector.store.sqlite.queries import sql
from collector.store.sqlite.rewriting import rewrite
from collector.store.sqlite.scope.ties import has_too_many_orders, is_shared
from collector.store.sqlite.transaction import transaction
from collector.store.sqlite.wal_purge import purge, purge_owed

if TYPE_CHECKING:
    from sqlite3 import Connection

FOREVER = 2**63 - 1
NOTHING_SEEN = {"seen_rejection": 0}
ALL = {"seq": FOREVER, "rejection": FOREVER, "until": FOREVER}
# A clock that was behind when somebody was erased is made up for, one that was far ahead earlier is not believed.
MAX_AHEAD_MS = 7 * DAY_MS
MAX_TIED = 500
"""Beyond so many names that were tied to the erased, the facts of the whole site are computed again."""
TRIES_TO_PURGE, PAUSE_SECONDS = 40, 0.1

STEPS = (
    "erasure/delete_links",
    "erasure/delete_facts_failed",
    "erasure/delete_facts_due",
    "erasure/delete_facts_under_way",
    "erasure/delete_examples",
    "erasure/delete_event_items",
    "erasure/delete_events",
    "ties/link_again",
    "erasure/delete_rejections",
    "erasure/delete_pages",
    "erasure/delete_contexts",
    "erasure/note_erasure",
)

_log = logging.getLogger("beheld.store")


class Names(NamedTuple):
    """Whom to erase: users with all they did; of visitors what is of nobody or of `owners`, all if there are none."""

    site: int
    visitors: list[str]
    user_ids: list[str]
    owners: list[str]

    @property
    def bound(self) -> dict[str, Any]:
        """The same as parameters of SQL."""
        lists = {"visitors": self.visitors, "user_ids": self.user_ids, "owners": self.owners}
        return {"site": self.site} | {name: json.dumps(listed) for name, listed in lists.items()}


class Eraser:
    """Erases in one database file, and replays its log when an older file was put back."""

    def __init__(
        self, path: Path, connect: Callable[[], Connection], write_lock: AbstractContextManager[object]
    ) -> None:
        self._path, self._connect, self._write_lock = path, connect, write_lock
        self._log = ErasureLog(path)

    def erase(self, names: Names) -> Erased:
        """Erase all that is stored of these now."""
        with facts_lock(self._path, wait=True), self._erasing() as connection:
            erased = self._apply(connection, names)
            self._purge(connection)
        return erased

    def would_erase(self, names: Names) -> ToErase:
        """Count what `erase` would take now, and take nothing."""
        bound = names.bound | ALL
        with self._erasing() as connection, transaction(connection, "begin"):
            _list_to_erase(connection, bound)
            _find_mentions(connection, names)
            counts = connection.execute(sql("erasure/count_to_erase"), bound).fetchone()
            return ToErase._make((*counts, len(_column(connection, "rejections_to_erase", bound | NOTHING_SEEN))))

    def _noted(self, connection: Connection, names: Names) -> Erasure:
        """Write down in the log what is about to be erased. The caller holds the transaction that erases it."""
        seq, rejection, received_at = _newest(connection)
        now = now_ms()
        erased_at = max(now, min(received_at, now + MAX_AHEAD_MS))
        (happened_at,) = _column(connection, "newest_to_erase")
        until = max(erased_at, min(happened_at, now + MAX_AHEAD_MS))
        return self._log.add(
            *names,
            erased_at,
            orders=_column(connection, "orders_to_erase"),
            shared=_column(connection, "shared_visitors", names.bound),
            bounds={"seq": seq, "rejection": rejection, "until": until},
        )

    def replay(self) -> int:
        """Do again what the log has and this database has not been through; returns how many erasures that were.

        Afterwards the log beside the database and the one in it are the same.
        """
        with self._erasing() as connection:
            missed, unnoted = self._differences(connection)
            if missed or unnoted:
                with facts_lock(self._path, wait=True):
                    missed, unnoted = self._differences(connection)
                    self._log.add_known(unnoted)
                    self._apply_again(connection, missed)
            if purge_owed(connection):
                purge(connection, self._write_lock)
        return len(missed)

    def rewrite(self) -> bool:
        """Write all pages of the file anew. The caller has the facts' turn."""
        with contextlib.closing(self._connect()) as connection:
            rewrite(connection, self._write_lock)
            self._purge(connection)
        return True

    def _differences(self, connection: Connection) -> tuple[list[Erasure], list[Erasure]]:
        """The erasures that only the log beside the database has, and those that only the one in it has."""
        done = dict(connection.execute("select erasure, entry from erasures order by rowid"))
        noted = {entry.erasure: entry for entry in self._log.entries()[1]}
        missed = [entry for erasure, entry in noted.items() if done.get(erasure) is None]
        return missed, [read_entry(text) for erasure, text in done.items() if text and erasure not in noted]

    def _apply_again(self, connection: Connection, missed: list[Erasure]) -> None:
        for site, salt in sorted({(entry.site, entry.key) for entry in missed}):
            known = self._names(connection, site, salt)
            for entry in (entry for entry in missed if (entry.site, entry.key) == (site, salt)):
                self._apply(connection, _recognised(entry, known), entry)

    def _names(self, connection: Connection, site: int, salt: bytes) -> dict[str, str]:
        """All visitors and users of a site by their digests, also those that only rejected events name."""
        bound = {"site": site}
        rows = [*connection.execute(sql("erasure/visitors_and_users"), bound)]
        for text in _column(connection, "rejected_texts", bound):
            rows += [(kind, name) for name in names_in(text) for kind in "vu"]
        return {digest(salt, site, kind, name): name for kind, name in rows}

    @contextlib.contextmanager
    def _erasing(self) -> Iterator[Connection]:
        with contextlib.closing(self._connect()) as connection:
            connection.execute("pragma temp_store = memory")
            connection.execute(sql("erasure/to_erase"))
            yield connection

    def _apply(self, connection: Connection, names: Names, noted: Erasure | None = None) -> Erased:
        """Look up, in nobody's way, all there is of them, or was at a noted erasure; then take it in one transaction.

        What came in of theirs meanwhile is looked up once more in that transaction.
        """
        bound = names.bound | (ALL if noted is None else noted.bounds)
        with transaction(connection, "begin"):
            to_erase = _look_up(connection, names, bound | NOTHING_SEEN)
        with self._write_lock, transaction(connection, "begin immediate"):
            bound["seen"], bound["seen_rejection"] = to_erase["seen"], to_erase["seen_rejection"]
            if connection.execute(sql("erasure/more_came_in"), bound).fetchone()[0]:
                known = to_erase["rejections"]
                to_erase = _look_up(connection, names, bound)
                to_erase["rejections"] += known
            _take(connection, noted or self._noted(connection, names), {**bound, **to_erase})
        return Erased(to_erase["events"], len(to_erase["rejections"]), tuple(to_erase["persons"]))

    def _purge(self, connection: Connection) -> None:
        """Empty the write-ahead log. Who still reads from it is waited for, and in the end left to the checkpoints."""
        for _ in range(TRIES_TO_PURGE):
            if purge(connection, self._write_lock):
                return
            time.sleep(PAUSE_SECONDS)
        _log.warning("erased; the write-ahead log is emptied when a long-running reader ends")


def _recognised(entry: Erasure, known: Mapping[str, str]) -> Names:
    """Those of the entry who are in the database. A user who is not stays a digest: that owners were named matters."""
    return Names(
        entry.site,
        [known[each] for each in entry.visitors if each in known],
        [known.get(each, each) for each in entry.user_ids],
        [known.get(each, each) for each in (entry.user_ids if entry.owners is None else entry.owners)],
    )


def _list_to_erase(connection: Connection, bound: dict[str, Any]) -> None:
    connection.execute("delete from to_erase")
    connection.execute(sql("erasure/events_to_erase"), bound)
    connection.execute(sql("erasure/keep_orders"), bound)
    connection.execute(sql("erasure/refunds_to_erase"), bound)


def _find_mentions(connection: Connection, names: Names) -> None:
    """Let SQL recognise rejected events that mention them, or one of their orders."""
    orders = frozenset(_column(connection, "orders_to_erase"))
    connection.create_function("mentions_them", 1, mentions([*names.visitors, *names.user_ids], orders))


def _look_up(connection: Connection, names: Names, bound: dict[str, Any]) -> dict[str, Any]:
    """List the events to erase in the table `to_erase`, and what hangs on them. Later events are not looked at.

    Of the rejected ones, which take long to search, only those since `seen_rejection`.
    """
    _list_to_erase(connection, bound)
    _find_mentions(connection, names)
    return {
        "events": connection.execute("select count(*) from to_erase").fetchone()[0],
        **dict(zip(("seen", "seen_rejection"), _newest(connection), strict=False)),
        "rejections": _column(connection, "rejections_to_erase", bound),
        "pages": _column(connection, "unneeded_pages"),
        "contexts": _column(connection, "unneeded_contexts"),
        "names": _column(connection, "names_to_erase", bound),
        "persons": _column(connection, "persons_to_erase", bound),
    }


def _newest(connection: Connection) -> tuple[int, int, int]:
    """The numbers of the newest event and the newest rejected one, and when the newer of the two was received."""
    newest: tuple[int, int, int] = connection.execute(sql("erasure/newest")).fetchone()
    return newest


def _column(connection: Connection, name: str, bound: dict[str, Any] | None = None) -> list[Any]:
    return [value for (value,) in connection.execute(sql(f"erasure/{name}"), bound or {})]


def _take(connection: Connection, entry: Erasure, to_erase: dict[str, Any]) -> None:
    """Delete it all. The caller holds a transaction."""
    bound = {name: json.dumps(value) if isinstance(value, list) else value for name, value in to_erase.items()}
    bound |= {"erasure": entry.erasure, "erased_at": entry.erased_at, "entry": json.dumps(entry._asdict())}
    tied = _column(connection, "tied_names", bound)
    names = [*to_erase["names"], *tied]
    many = bool(tied) and (len(names) > MAX_TIED or any(_ties_a_crowd(connection, entry.site, name) for name in names))
    for table in _column(connection, "fact_tables"):
        connection.execute(
            f"delete from {table} where site = :site and person in (select value from json_each(:persons))", bound
        )
    for step in STEPS:
        connection.execute(sql(step), bound)
    compute_again = "outdate_facts" if many else "insert_facts_due"
    connection.execute(sql(f"erasure/{compute_again}"), {**bound, "tied": json.dumps(tied)})


def _ties_a_crowd(connection: Connection, site: int, name: str) -> bool:
    """Whether a name stands for so many that it ties nobody: without one of them it may tie all the others again."""
    return is_shared(connection, site, name) or has_too_many_orders(connection, site, name)
