"""What would become of events if they were stored now: new ones, and duplicates of what is stored or stood before."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from collector.cli.queries import query
from collector.event import Event, Receipt
from collector.store import Store


class DryRun:
    """Counts as the store would, and stores nothing."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.seen: set[tuple[int, int]] = set()

    def __call__(self, events: list[Event]) -> Receipt:
        """What a batch would come to."""
        by_trust: dict[tuple[int, int], list[str]] = defaultdict(list)
        for event in events:
            mark = event.trust, UUID(event.id).int
            if mark not in self.seen:
                self.seen.add(mark)
                by_trust[event.site, event.trust].append(event.id)
        accepted = 0
        for (site, trust), ids in by_trust.items():
            bound = {"site": site, "trust": trust} | {f"id_{nth}": id for nth, id in enumerate(ids)}
            accepted += len(ids) - len(self.store.query(query("imports/known_events", ids=len(ids)), bound))
        return Receipt(accepted, len(events) - accepted)
