"""Who is meant by an id, and what is known of them."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from collector.reports.questions import question
from collector.store.protocol import Store

NO_USER = ""
"""No user has this id. Naming it makes an erasure keep what users did on a device that they share."""


class Person(NamedTuple):
    """One human as far as events tell; `also` are others who used the visitor that was asked for."""

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
    asked = {"site": site, "id": id, "as_user": f"u:{id}"}
    meant = list(dict.fromkeys(row["person"] for row in store.query(question("visitors/persons_meant"), asked)))
    if not meant:
        return None
    rows = store.query(question("visitors/person"), {"site": site, "person": meant[0]})
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


def erasable(person: Person) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The visitors and users to erase with a person: its own events only, also on a device that others use."""
    return person.visitor_ids, (person.user_id or NO_USER,)


def traits_of(store: Store, site: int, *, user_id: str | None, facts_seq: int) -> dict[str, Any]:
    """What was said of a user: the latest word for each trait, with the secret key if it ever spoke of it.

    A trait set to null is forgotten.
    """
    if user_id is None:
        return {}
    asked = {"site": site, "user_id": user_id, "facts_seq": facts_seq}
    traits: dict[str, Any] = {}
    for row in store.query(question("visitors/traits"), asked):
        traits.update(json.loads(row["body"]).get("traits") or {})
    return {name: value for name, value in sorted(traits.items()) if value is not None}
