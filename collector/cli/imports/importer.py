"""One import under way: checks rows, stores their events under the import's label, and counts what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from collector.cli.errors import CommandError
from collector.cli.imports.erased import ErasedCheck
from collector.cli.imports.event_from_row import stored_events
from collector.cli.imports.known_orders import KnownOrders
from collector.cli.imports.rejected_file import RejectedFile
from collector.cli.imports.rows import Row, Wrong
from collector.cli.imports.tally import Tally
from collector.cli.imports.without_rate import WithoutRate
from collector.clock import now_ms
from collector.errors import ErasedMeanwhile, EventRejected, StoreUnavailable
from collector.event import Event, Receipt
from collector.schemas.nobody import listed_by
from collector.store import Site, Store

ROWS_AT_ONCE = 1_000
SHOWN = 20
T = TypeVar("T")

Keep = Callable[[list[Event]], Receipt]


class Checked(NamedTuple):
    """A row that is taken: what it had and the events made of it."""

    row: Row
    events: list[Event]


class Importer:
    """Takes rows in. `keep` stores events, or only finds out what would become of them."""

    def __init__(
        self, site: Site, store: Store, keep: Keep, *, erased: ErasedCheck, rejected_file: RejectedFile | None
    ) -> None:
        self.site, self.keep, self.erased, self.rejected_file = site, keep, erased, rejected_file
        self.known, self.without_rate = KnownOrders(store, site), WithoutRate(store, site)
        self.rows = self.accepted = self.duplicates = self.rejected = 0
        self.left_out: Counter[str] = Counter()
        self.tax_in_prices = 0
        self.first_rejected: list[dict[str, Any]] = []
        self.tally = Tally()

    def take(self, rows: Iterator[Row], *, begin: Callable[[], str] = str) -> None:
        """Store the events of these rows; those that are rejected cost the others nothing.

        `begin` returns, once the first row is read, what a file of rejected rows begins with.
        """
        for some in in_parts(rows, ROWS_AT_ONCE):
            self.begin(begin)
            self.rows += len(some)
            self.erased.renew()
            checked = [taken for row in some if (taken := self.checked(row))]
            while (receipt := self.kept(checked, last_line=some[-1].line)) is None:
                self.erased.renew()
                checked = [taken for taken in checked if self.is_still_there(taken)]
            self.accepted += receipt.accepted
            self.duplicates += receipt.duplicates
            for taken in checked:
                self.count(taken.events)
                self.tax_in_prices += taken.row.tax_in_prices
                for event in taken.events:
                    self.without_rate.look(event)

    def begin(self, begin: Callable[[], str]) -> None:
        """Write the header of the file of rejected rows, once."""
        if self.rejected_file and not self.rejected_file.begun:
            self.rejected_file.begin(begin())

    def checked(self, row: Row) -> Checked | None:
        """The events of a row, unless it is rejected or left out."""
        if row.left_out:
            self.left_out[row.left_out] += 1
            return None
        nobodys = listed_by(self.site.settings)
        try:
            taken = Checked(row, stored_events(row, self.site.site, now_ms(), nobodys))
        except EventRejected as rejected:
            self.reject(row, {path: list(messages) for path, messages in rejected.fields.items()})
            return None
        return taken if self.is_still_there(taken) else None

    def is_still_there(self, taken: Checked) -> bool:
        """Whether nobody whom the row names was erased; else it is rejected, and its content written nowhere."""
        try:
            self.erased.check(taken.events)
        except EventRejected as rejected:
            self.reject(taken.row, {path: list(messages) for path, messages in rejected.fields.items()}, written=False)
            return False
        return True

    def kept(self, checked: list[Checked], *, last_line: int) -> Receipt | None:
        """What became of the events of these rows; None if somebody was erased since they were checked.

        Said in a sentence if the store cannot take them now.
        """
        try:
            self.known.look([event for taken in checked for event in taken.events])
            return self.keep([event for taken in checked for event in self.timed(taken)])
        except ErasedMeanwhile:
            return None
        except StoreUnavailable as error:
            advice = "Import the same file again afterwards: what is stored already is not stored twice."
            raise CommandError(f"Stopped before line {last_line}: {error.message} {advice}") from error

    def timed(self, taken: Checked) -> list[Event]:
        """The events of a row; of an order that names a day alone, at the time that is known of it."""
        return [self.known.timed(event) for event in taken.events] if taken.row.day_only else taken.events

    def count(self, events: Iterable[Event]) -> None:
        """Count what events are worth, a refund beside its order in the order's currency."""
        currency: str | None = None
        for event in events:
            currency = event.currency or currency
            self.tally.add(event, currency)

    def reject(self, row: Row, errors: Wrong, *, written: bool = True) -> None:
        """Remember why a row was rejected."""
        self.rejected += 1
        if len(self.first_rejected) < SHOWN:
            self.first_rejected.append({"line": row.line, "errors": errors})
        if self.rejected_file and written:
            self.rejected_file.add(row, errors)


def in_parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The same things, some at a time."""
    iterator = iter(things)
    while part := list(islice(iterator, size)):
        yield part
