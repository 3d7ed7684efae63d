"""Lays out the events of a closed set of persons as temporary tables, for fact SQL to read.

This is where SQLite's own words are used, so that fact SQL needs none: recursion over links, exchange rates,
the local day in the site's time zone, fields inside JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from sqlite3 import Connection

from collector.store.sqlite.scope.zones import offset_case

MAX_MICROS = LAST = 2**63 - 1
SCOPED_TABLES = (
    "scope_visitors", "scope_users", "scope_orders", "scope_persons", "scope_shared_accounts",
    "scope_shared_devices", "scoped_events", "scoped_lines", "scoped_shown_items", "scoped_rates",
)  # fmt: skip


def read_sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


CLOSURE, SPAN, LOAD_EVENTS = map(read_sql, ("closure", "span", "load_events"))
LINKED_ORDERS, OWNED_COUNTS = read_sql("linked_orders"), read_sql("owned_counts")
LOAD_REST = tuple(
    map(read_sql, ("load_shared_accounts", "load_shared_devices", "load_lines", "load_shown_items", "load_rates"))
)
SHARED_NAMES, LINKED_NAMES, LINKED_COUNT, NAMED_BEFORE, LINKS_OF = map(
    read_sql, ("shared_names", "linked_names", "linked_count", "named_before", "links_of")
)
MOST_TIED = 50
"""A user whom more visitors name is a shared account; a visitor that names more users is a shared device."""
MOST_ORDERS = 200
"""A visitor with more orders is not tied to other buyers by them."""
LIMITS = {"most": MOST_TIED, "most_orders": MOST_ORDERS}
KINDS = {"u:": ("v:", "v;"), "v:": ("u:", "u;")}


def in_site_currency(amount_micros: int | None, rate: str | None) -> int | None:
    """Convert millionths by an exact decimal rate, half up; None without a rate, or where the result has no room."""
    if amount_micros is None or rate is None:
        return None
    converted = int((Decimal(amount_micros) * Decimal(rate)).to_integral_value(ROUND_HALF_UP))
    return converted if abs(converted) <= MAX_MICROS else None


def prepare(connection: Connection) -> None:
    """Give this connection the scope's empty tables and the conversion they need."""
    connection.create_function("in_site_currency", 2, in_site_currency, deterministic=True)
    connection.executescript("pragma temp_store = memory;" + read_sql("create"))
    connection.execute("create temp table seed_names (name text primary key) without rowid")


def names_tied_to(connection: Connection, site: int, seeds: Iterable[str], *, enough: int = -1) -> list[str]:
    """All names reachable from these through links, or `enough` of them: whatever has to be computed together."""
    connection.execute("delete from seed_names")
    connection.executemany("insert or ignore into seed_names values (?)", ((seed,) for seed in seeds))
    return [name for (name,) in connection.execute(CLOSURE, {"site": site, "enough": enough, **LIMITS})]


def links_of(connection: Connection, site: int, names: Iterable[str]) -> list[tuple[str, str]]:
    """All ties of these names: each name and the one it is tied to."""
    return connection.execute(LINKS_OF, {"site": site, "names": json.dumps(list(names))}).fetchall()


def linked_names(connection: Connection, site: int, name: str) -> list[str]:
    """The names that events tie to this one."""
    return [linked for (linked,) in connection.execute(LINKED_NAMES, {"site": site, "name": name})]


def shared_names(connection: Connection, site: int) -> set[str]:
    """The shared accounts and shared devices of a site, which tie nobody together."""
    return {name for (name,) in connection.execute(SHARED_NAMES, {"site": site, "most": MOST_TIED})}


def is_shared(connection: Connection, site: int, name: str) -> bool:
    """Whether a name is a shared account or a shared device."""
    if name[:2] not in KINDS:
        return False
    return linked_count(connection, site, name, KINDS[name[:2]], MOST_TIED) > MOST_TIED


def has_too_many_orders(connection: Connection, site: int, name: str) -> bool:
    """Whether a name is a visitor that orders tie to nobody."""
    return name.startswith("v:") and linked_count(connection, site, name, ("o:", "o;"), MOST_ORDERS) > MOST_ORDERS


def linked_count(connection: Connection, site: int, name: str, kind: tuple[str, str], most: int) -> int:
    """How many names of a kind are tied to this one, counted to one more than `most`."""
    bound = {"site": site, "name": name, "least": kind[0], "beyond": kind[1], "enough": most + 1}
    return int(connection.execute(LINKED_COUNT, bound).fetchone()[0])


def came_loose(connection: Connection, site: int, name: str, after: int) -> bool:
    """Whether a name tied others until the event numbered `after` and does no longer."""
    shared, ordering = is_shared(connection, site, name), has_too_many_orders(connection, site, name)
    if not shared and not ordering:
        return False
    whose = {"user_id": name[2:] if name[0] == "u" else None, "visitor": name[2:] if name[0] == "v" else None}
    bound = {"site": site, "upto": after, **whose, **LIMITS}
    visitors, users, orders = connection.execute(NAMED_BEFORE, bound).fetchone()
    return (shared and max(visitors, users) <= MOST_TIED) or (ordering and orders <= MOST_ORDERS)


def set_aside(connection: Connection, site: int) -> set[str]:
    """The names whose own events are left out of facts."""
    return {name for (name,) in connection.execute("select name from facts_failed where site = ?", (site,))}


def name_scope(connection: Connection, site: int, names: Iterable[str]) -> None:
    """Empty the scope and say whose events it will hold; the own events of who is set aside are left out."""
    for table in SCOPED_TABLES:
        connection.execute(f"delete from {table}")
    aside = set_aside(connection, site)
    rows: dict[str, list[tuple[str]]] = {"v": [], "u": [], "o": [], "r": []}
    for name in names:
        if name not in aside:
            rows[name[0]].append((name[2:],))
    connection.executemany("insert into scope_visitors values (?)", rows["v"])
    connection.executemany("insert into scope_users values (?)", rows["u"])
    connection.executemany("insert into scope_orders values (?)", rows["o"])


def owned_counts(connection: Connection, site: int, names: Iterable[str]) -> list[tuple[str, int, int]]:
    """Each of these names that is not set aside, how many events it has of its own, and the number of the first."""
    name_scope(connection, site, names)
    return [(name, events, first) for name, events, first in connection.execute(OWNED_COUNTS, {"site": site})]


def load(
    connection: Connection,
    *,
    site: int,
    currency: str,
    time_zone: str,
    names: Iterable[str],
    persons: Iterable[str],
    upto: int = LAST,
) -> None:
    """Fill the scope with all events of these names (`v:visitor`, `u:user`, `o:order`) up to the one numbered `upto`.

    `persons` are those whose facts can be concluded from these events: all that ties events to them is in the scope.
    """
    name_scope(connection, site, names)
    connection.executemany("insert into scope_persons values (?)", ((person,) for person in persons))
    connection.execute(LINKED_ORDERS, {"site": site})
    first, last = connection.execute(SPAN, {"site": site}).fetchone()
    if first is None:
        return
    bound = {"site": site, "currency": currency, "upto": upto}
    connection.execute(LOAD_EVENTS.replace("{offset}", offset_case(time_zone, first, last)), bound)
    for text in LOAD_REST:
        connection.execute(text, bound | LIMITS)
