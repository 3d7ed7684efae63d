"""Imports do not bring back who was erased."""

from __future__ import annotations

from collections.abc import Iterable

from collector.event import Event
from collector.store import Site, Store
from collector.wire.erased import reject_erased


class ErasedCheck:
    """Checks events of one import. `number` is that of the last erasure it knows of."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store, self._site = store, site.site
        self.number = 0

    def renew(self) -> None:
        """Take in who was erased since."""
        self.number = self._store.erased_names().number

    def check(self, events: Iterable[Event]) -> None:
        """Raise EventRejected if one of these, the events of one row, is of somebody who was erased."""
        erased = self._store.erased_names().of(self._site)
        if erased is not None:
            for event in events:
                reject_erased(event, erased, self._site, min(event.ts, event.received_at))
