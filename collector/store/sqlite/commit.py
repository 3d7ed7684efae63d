"""One transaction: a group of batches, stored together or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from collector.errors import ErasedMeanwhile
from collector.event import Receipt
from collector.store.protocol import REJECTED_KEPT
from collector.store.sqlite.encode import Batch, as_array, encode, page_row
from collector.store.sqlite.queries import sql

if TYPE_CHECKING:
    import sqlite3

NUMBERS_KNOWN = 100_000
# Writes a page of the file, so that an empty group shows whether there is room on the disk.
PROBE = "pragma user_version = 1"


class Known:
    """The pages and contexts that are certainly in the database, so that they are not written again.

    An erasure, here or in another process, may take some away; then nothing is certain any more.
    """

    def __init__(self) -> None:
        self.pages: set[int] = set()
        self.contexts: set[int] = set()
        self._erasures = 0

    def check(self, erasures: int) -> None:
        """Delete everything when there was an erasure since the last look, or when it grows too big."""
        if erasures != self._erasures or len(self.pages) + len(self.contexts) > NUMBERS_KNOWN:
            self.pages.clear()
            self.contexts.clear()
            self._erasures = erasures

    def learn(self, group: Sequence[Batch]) -> None:
        """Trust what a group brought; only to be called once it is committed."""
        for batch in group:
            self.pages.update(batch.pages)
            self.contexts.update(batch.contexts)


def store_group(connection: sqlite3.Connection, group: Sequence[Batch], known: Known) -> list[Receipt]:
    """Store a group durably and return a receipt for each batch, in order; an error leaves nothing stored.

    Batches that were checked before the last erasure are left out: they fail, to be checked again.
    """
    whole_group = group
    connection.execute("begin immediate")
    try:
        before, erasure, removals = connection.execute(sql("before_append")).fetchone()
        known.check(erasure + removals)
        group = [batch for batch in whole_group if batch.erasures in (None, erasure)]
        _store_pages(connection, group, known)
        _store_contexts(connection, group, known)
        receipts = _store_events(connection, group, before)
        _store_rejected(connection, [batch.rejected for batch in group])
        for name, fragments in (
            ("count_notices", [batch.notices for batch in group]),
            ("count_rejected_origins", [batch.origins for batch in group]),
        ):
            _store_fragments(connection, name, fragments)
        if any(batch.origins for batch in group):
            connection.execute(sql("prune_rejected_origins"))
        if not any(batch.count or batch.rejected or batch.notices or batch.origins for batch in group):
            connection.execute(PROBE)
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
    known.learn(group)
    return receipts if len(group) == len(whole_group) else _with_outdated(whole_group, group, receipts)


def _with_outdated(whole_group: Sequence[Batch], stored: Sequence[Batch], receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts of a whole group, of which only a part was stored; the others fail."""
    received = {id(batch): receipt for batch, receipt in zip(stored, receipts, strict=True)}
    for batch in whole_group:
        if id(batch) not in received:
            batch.failure = ErasedMeanwhile()
    return [received.get(id(batch), Receipt(0, 0)) for batch in whole_group]


def _store_pages(connection: sqlite3.Connection, group: Sequence[Batch], known: Known) -> None:
    fresh = {
        number: page_row(number, *page)
        for batch in group
        for number, page in batch.pages.items()
        if number not in known.pages
    }
    if fresh:
        connection.execute(sql("insert_pages"), {"rows": encode(list(fresh.values()))})


def _store_contexts(connection: sqlite3.Connection, group: Sequence[Batch], known: Known) -> None:
    fresh = {
        number: (number, *context)
        for batch in group
        for number, context in batch.contexts.items()
        if number not in known.contexts
    }
    if fresh:
        connection.execute(sql("insert_contexts"), {"rows": encode(list(fresh.values()))})


def _store_events(connection: sqlite3.Connection, group: Sequence[Batch], before: int) -> list[Receipt]:
    sent = sum(batch.count for batch in group)
    if not sent:
        return [Receipt(0, 0) for _ in group]
    rows = {"rows": as_array([batch.rows for batch in group]), "before": before}
    stored = connection.execute(sql("insert_events"), rows).rowcount
    if any(batch.has_items for batch in group):
        connection.execute(sql("insert_event_items"), rows)
    _note_imports(connection, group, before)
    if stored == sent:
        return [Receipt(batch.count, 0) for batch in group]
    return _count_duplicates(connection, group, before)


def _note_imports(connection: sqlite3.Connection, group: Sequence[Batch], before: int) -> None:
    """Remember which events came in by which import."""
    for batch in group:
        if batch.imported_as is not None:
            bound = {"import": batch.imported_as, "first": before + 1, "last": before + batch.count}
            connection.execute(sql("imports/note_range"), bound)
        before += batch.count


def _count_duplicates(connection: sqlite3.Connection, group: Sequence[Batch], before: int) -> list[Receipt]:
    (text,) = connection.execute(sql("stored_since"), {"before": before}).fetchone()
    stored: set[int] = set(msgspec.json.decode(text))
    receipts = []
    for batch in group:
        accepted = sum(seq in stored for seq in range(before + 1, before + 1 + batch.count))
        receipts.append(Receipt(accepted, batch.count - accepted))
        before += batch.count
    return receipts


def _store_rejected(connection: sqlite3.Connection, fragments: Sequence[bytes]) -> None:
    """Store rejected events, and let the oldest of a site go for them: a flood of them never fills the disk."""
    if not any(fragments):
        return
    _store_fragments(connection, "insert_rejected_events", fragments)
    for site, beyond in connection.execute(sql("rejected_to_prune"), {"kept": REJECTED_KEPT}).fetchall():
        connection.execute("delete from rejected_events where site = ? and rejection <= ?", (site, beyond))


def _store_fragments(connection: sqlite3.Connection, name: str, fragments: Sequence[bytes]) -> None:
    if any(fragments):
        connection.execute(sql(name), {"rows": as_array(fragments)})
