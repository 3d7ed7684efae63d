"""Who is meant by an id, and what is known of them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from collector.reports.sql import render
from collector.store.protocol import Store

NO_USER = ""
"""No user has this id. As an owner it makes an erasure keep what users did on a device that they share."""


class Erasable(NamedTuple):
    """What an erasure takes: users with all they did, and of visitors what is of their `owners` or of nobody.

    `person` is who goes, and `stays` the user whom a visitor only named; each is None if there is nobody.
    """

    person: str | None
    visitors: tuple[str, ...]
    user_ids: tuple[str, ...]
    owners: tuple[str, ...]
    stays: str | None = None


class Person(NamedTuple):
    """One human as far as events show; `also` are others who used the visitor of the query."""

    person: str
    user_id: str | None
    visitor_ids: tuple[str, ...]
    first_seen: int
    last_seen: int
    orders: int
    net_micros: int
    bot: bool
    also: tuple[str, ...]


def person_meant(store: Store, site: int, id: str) -> Person | None:
    """The person of a user id, a visitor id, or a person's own name (u:17, v:abc); None if the site knows none."""
    bound = {"site": site, "id": id, "as_user": f"u:{id}"}
    meant = list(dict.fromkeys(row["person"] for row in store.query(render("visitor/persons_meant.sql"), bound)))
    if not meant:
        return None
    rows = store.query(render("visitor/person.sql"), {"site": site, "person": meant[0]})
    if not rows:
        return None
    known = rows[0]
    return Person(
        person=known["person"],
        user_id=known["user_id"],
        visitor_ids=tuple(row["visitor"] for row in rows if row["visitor"] is not None),
        first_seen=known["first_seen"],
        last_seen=known["last_seen"],
        orders=known["orders"],
        net_micros=known["net_micros"],
        bot=bool(known["bot"]),
        also=tuple(meant[1:]),
    )


def erasable(store: Store, site: int, id: str) -> Erasable:
    """What is to be erased when this id is: the person, with what they did on a device that others use too.

    Anybody can name a user with the public key. So who asks by a visitor's id gets only that visitor erased, unless the
    site's own server names who it is. An id that facts do not know yet may be a visitor's or a user's.
    """
    meant = person_meant(store, site, id)
    if meant is None:
        return Erasable(None, (id,), (id,), ())
    user = meant.user_id or NO_USER
    if id in (meant.person, user) or user == NO_USER or _tied_by_server(store, site, id, user):
        return Erasable(meant.person, meant.visitor_ids, (user,), (user,))
    return Erasable(f"v:{id}", (id,), (), (user,), stays=meant.person)


def _tied_by_server(store: Store, site: int, visitor: str, user_id: str) -> bool:
    bound = {"site": site, "visitor": visitor, "user_id": user_id}
    return bool(store.query(render("visitor/tied_by_server.sql"), bound))


def traits_of(store: Store, site: int, *, user_id: str | None, facts_seq: int) -> dict[str, Any]:
    """The traits of a user: the latest value of each, of the secret key if that ever set it.

    A trait set to null is forgotten.
    """
    if user_id is None:
        return {}
    bound = {"site": site, "user_id": user_id, "facts_seq": facts_seq}
    traits: dict[str, Any] = {}
    for row in store.query(render("visitor/traits.sql"), bound):
        traits.update(json.loads(row["body"]).get("traits") or {})
    return {name: value for name, value in sorted(traits.items()) if value is not None}
