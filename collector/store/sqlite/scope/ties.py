"""Which names events tie together, and so have to be computed together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from collector.rules import MAX_ORDERS, MAX_TIED
from collector.store.sqlite.queries import sql
from collector.store.sqlite.scope.loading import LIMITS, name_scope

if TYPE_CHECKING:
    from sqlite3 import Connection

TIED_BY = {"u:": ("v:", "v;"), "v:": ("u:", "u;")}

Writing = Callable[[], AbstractContextManager[object]]


class Ties:
    """Implements `collector.store.facts.Ties` on a connection whose scope is prepared."""

    def __init__(self, connection: Connection, writing: Writing) -> None:
        self._connection, self._writing = connection, writing

    def note(self, after: int, upto: int) -> None:
        """Remember which names the events of (after, upto] tie together."""
        links = self._connection.execute(sql("ties/new_links"), {"after": after, "upto": upto}).fetchall()
        if links:
            with self._writing():
                self._connection.executemany("insert or ignore into links values (?, ?, ?)", links)

    def named_in(self, after: int, upto: int) -> list[tuple[int, str]]:
        """The names that the events of (after, upto] bear, each with its site."""
        return self._connection.execute(sql("ties/touched_names"), {"after": after, "upto": upto}).fetchall()

    def of(self, site: int, names: Iterable[str]) -> list[tuple[str, str]]:
        """All ties of these names: each name and the one it is tied to."""
        bound = {"site": site, "names": json.dumps(list(names))}
        return self._connection.execute(sql("ties/links_of"), bound).fetchall()

    def of_site(self, site: int) -> Iterator[tuple[str, str]]:
        """All ties of a site, each once."""
        yield from self._connection.execute(sql("ties/links_of_site"), {"site": site})

    def linked_to(self, site: int, name: str) -> list[str]:
        """The names that events tie to this one."""
        bound = {"site": site, "name": name}
        return [linked for (linked,) in self._connection.execute(sql("ties/linked_names"), bound)]

    def reachable_from(self, site: int, seeds: Iterable[str], *, enough: int = -1) -> list[str]:
        """All names reachable from these through links, or `enough` of them: whatever has to be computed together."""
        self._connection.execute("delete from seed_names")
        self._connection.executemany("insert or ignore into seed_names values (?)", ((seed,) for seed in seeds))
        bound = {"site": site, "enough": enough, **LIMITS}
        return [name for (name,) in self._connection.execute(sql("ties/closure"), bound)]

    def shared_names(self, site: int) -> set[str]:
        """The shared accounts and shared devices of a site, which tie nobody together."""
        bound = {"site": site, "max_tied": MAX_TIED}
        return {name for (name,) in self._connection.execute(sql("ties/shared_names"), bound)}

    def strangers(self, site: int, names: Iterable[str]) -> set[str]:
        """The visitors among these names whose own events all came with the public key."""
        bound = {"site": site, "names": json.dumps(list(names))}
        return {name for (name,) in self._connection.execute(sql("ties/strangers"), bound)}

    def is_shared(self, site: int, name: str) -> bool:
        """Whether a name is a shared account or a shared device."""
        return is_shared(self._connection, site, name)

    def came_loose(self, site: int, name: str, after: int) -> bool:
        """Whether a name tied others until the event numbered `after` and does no longer."""
        shared, ordering = self.is_shared(site, name), has_too_many_orders(self._connection, site, name)
        if not shared and not ordering:
            return False
        whose = {"user_id": name[2:] if name[0] == "u" else None, "visitor": name[2:] if name[0] == "v" else None}
        bound = {"site": site, "upto": after, **whose, **LIMITS}
        visitors, users, orders = self._connection.execute(sql("ties/named_before"), bound).fetchone()
        return (shared and max(visitors, users) <= MAX_TIED) or (ordering and orders <= MAX_ORDERS)

    def owned_counts(self, site: int, names: Iterable[str]) -> list[tuple[str, int, int]]:
        """Each of these names that is not set aside, how many events are its own, and the number of the first."""
        name_scope(self._connection, site, names)
        counts = self._connection.execute(sql("ties/owned_counts"), {"site": site})
        return [(name, events, first) for name, events, first in counts]


def is_shared(connection: Connection, site: int, name: str) -> bool:
    """Whether a name is a shared account or a shared device."""
    if name[:2] not in TIED_BY:
        return False
    return linked_count(connection, site, name, TIED_BY[name[:2]], MAX_TIED) > MAX_TIED


def has_too_many_orders(connection: Connection, site: int, name: str) -> bool:
    """Whether a name is a visitor that orders tie to nobody."""
    return name.startswith("v:") and linked_count(connection, site, name, ("o:", "o;"), MAX_ORDERS) > MAX_ORDERS


def linked_count(connection: Connection, site: int, name: str, kind: tuple[str, str], max_count: int) -> int:
    """How many names of a kind are tied to this one, counted to one more than `max_count`."""
    bound = {"site": site, "name": name, "first": kind[0], "beyond": kind[1], "enough": max_count + 1}
    return int(connection.execute(sql("ties/linked_count"), bound).fetchone()[0])
