"""Who was erased: looked up for every event that comes in, and kept in memory as the digests of the log.

Nothing is looked up on a site without erasures. Elsewhere a name costs one digest, which is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from collector.event import Event
from collector.store.erasures import Erasure, digest, read_entry

NEVER = -1


class SiteErasures:
    """The erasures of one site: until when what bears a name is not taken in, by the name's digest."""

    def __init__(self) -> None:
        self._keys: tuple[bytes, ...] = ()
        self._until: dict[str, int] = {}
        self._until_without_user: dict[str, int] = {}
        self._until_of_owner: dict[tuple[str, str], int] = {}

    def add(self, entry: Erasure) -> None:
        """One more erasure."""
        self._keys = tuple(dict.fromkeys((*self._keys, entry.key)))
        shared = set(entry.shared)
        until = max(entry.until, entry.erased_at)
        for name in (*entry.visitors, *entry.user_ids, *entry.orders):
            table = self._until_without_user if name in shared else self._until
            table[name] = max(until, table.get(name, NEVER))
        for pair in product(shared, entry.owners or ()):
            self._until_of_owner[pair] = max(until, self._until_of_owner.get(pair, NEVER))

    def field_of(self, event: Event, site: int, since: int) -> str | None:
        """The field by which an event of someone erased is known, if it came or happened (`since`) before that.

        On a device that others use too, what names another user is that user's. What names nobody but an order is
        of whom the order was.
        """
        visitor, user_id, order_id = event.visitor, event.user_id, event.order_id
        if user_id is not None and since <= self._of(self._until, site, "u", user_id):
            return "user_id"
        if visitor is not None:
            if since <= self._of(self._until, site, "v", visitor):
                return "visitor_id"
            if since <= self._of_shared(site, visitor, user_id):
                return "visitor_id"
        elif user_id is None and order_id is not None and since <= self._of(self._until, site, "o", order_id):
            return "order_id"
        return None

    def knows_any(self, site: int, names: Iterable[str], since: int) -> bool:
        """Whether one of these is the name of somebody who was erased after a time."""
        return any(since <= self._of(self._until, site, kind, name) for name in names for kind in "vu")

    def _of_shared(self, site: int, visitor: str, user_id: str | None) -> int:
        """Until when what this user, or nobody, did on a shared device is not taken in."""
        if user_id is None:
            return self._of(self._until_without_user, site, "v", visitor)
        if not self._until_of_owner:
            return NEVER
        pairs = ((digest(key, site, "v", visitor), digest(key, site, "u", user_id)) for key in self._keys)
        return max((self._until_of_owner.get(pair, NEVER) for pair in pairs), default=NEVER)

    def _of(self, table: dict[str, int], site: int, kind: str, name: str) -> int:
        until = NEVER
        for key in self._keys:
            found = table.get(digest(key, site, kind, name))
            if found is not None and found > until:
                until = found
        return until


class ErasedNames:
    """The erasures of all sites up to the one of this `number`, in the order the database went through them."""

    def __init__(self) -> None:
        self.number = 0
        self._sites: dict[int, SiteErasures] = {}

    def add(self, rows: Iterable[tuple[int, str | None]]) -> None:
        """Take further erasures in: their numbers and entries."""
        for number, text in rows:
            if text is not None:
                entry = read_entry(text)
                self._sites.setdefault(entry.site, SiteErasures()).add(entry)
            self.number = number

    def of(self, site: int) -> SiteErasures | None:
        """The erasures of a site, if there are any."""
        return self._sites.get(site)
