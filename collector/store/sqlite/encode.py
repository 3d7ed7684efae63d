"""A batch made ready for the writer, on the thread of the request that brought it.

A whole group of batches is handed to SQLite as one JSON array, so that one call stores them all: the
sqlite3 module gives up the interpreter's lock around every row of an `executemany`, and under load it
takes up to 5 ms to get it back, each time.
"""

from __future__ import annotations

from _thread import allocate_lock
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import msgspec

from collector.event import Context, Event, Notice, Page, Receipt, Rejected, RejectedOrigin
from collector.store.addresses import split_address

NAMES_REMEMBERED = 8192
BYTES_OF_A_BATCH = 512

encode = msgspec.json.Encoder().encode


class Batch:
    """The events of one request, what they point at, and what becomes of them.

    `erasures` is the number of the last erasure that they were checked against, if they were.
    """

    __slots__ = (
        "contexts",
        "count",
        "done",
        "erasures",
        "failure",
        "has_items",
        "imported_as",
        "notices",
        "origins",
        "pages",
        "receipt",
        "rejected",
        "rows",
        "size",
    )

    def __init__(
        self,
        events: Sequence[Event],
        rejected: Sequence[Rejected],
        imported_as: int | None = None,
        *,
        notices: Sequence[Notice] = (),
        origins: Sequence[RejectedOrigin] = (),
        erasures: int | None = None,
    ) -> None:
        self.erasures = erasures
        self.imported_as = imported_as
        self.pages: dict[int, tuple[int, Page]] = {}
        self.contexts: dict[int, Context] = {}
        self.rows = encode([self._row(event) for event in events])[1:-1]
        self.rejected = encode(rejected)[1:-1]
        self.notices, self.origins = encode(notices)[1:-1], encode(origins)[1:-1]
        self.count = len(events)
        self.has_items = any(event.items for event in events)
        self.size = BYTES_OF_A_BATCH + len(self.rows) + len(self.rejected) + len(self.notices)
        self.receipt = Receipt(0, 0)
        self.failure: Exception | None = None
        self.done = allocate_lock()
        self.done.acquire()

    def _row(self, event: Event) -> tuple[object, ...]:
        page, context = event.page, event.context
        context_id = context_number(context)
        self.contexts[context_id] = context
        if page is None:
            return (*event[:27], None, context_id, event.items)
        page_id = page_number(event.site, page)
        self.pages[page_id] = (event.site, page)
        return (*event[:27], page_id, context_id, event.items)


@lru_cache(NAMES_REMEMBERED)
def page_number(site: int, page: Page) -> int:
    """The number that events of a site point at a page by: a 63-bit digest of all its fields."""
    return _digest(b"page", encode((site, page)))


@lru_cache(NAMES_REMEMBERED)
def context_number(context: Context) -> int:
    """The number that events point at a context by."""
    return _digest(b"context", encode(context))


def _digest(person: bytes, text: bytes) -> int:
    return int.from_bytes(blake2b(text, digest_size=8, person=person).digest()) >> 1


def page_row(number: int, site: int, page: Page) -> tuple[object, ...]:
    """The row of a page, with its address taken apart."""
    return (number, site, *page, *split_address(page.url, page.referrer))


def as_array(fragments: Sequence[bytes]) -> bytes:
    """One JSON array of the elements in all fragments."""
    return b"[" + b",".join(fragment for fragment in fragments if fragment) + b"]"
