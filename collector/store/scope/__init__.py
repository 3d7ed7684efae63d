"""Lays out the events of a closed set of persons as temporary tables, for fact SQL to read.

This is where SQLite's own words are used, so that fact SQL needs none: recursion over links, exchange rates,
the local day in the site's time zone, fields inside JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from importlib.resources import files
from sqlite3 import Connection

from collector.store.scope.zones import offset_case

MAX_MICROS = LAST = 2**63 - 1
SCOPED_TABLES = (
    "scope_visitors", "scope_users", "scope_orders", "scope_persons", "scope_shared_accounts", "scoped_events",
    "scoped_lines", "scoped_shown_items", "scoped_rates",
)  # fmt: skip


def read_sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


CLOSURE, SPAN, LOAD_EVENTS = map(read_sql, ("closure", "span", "load_events"))
LOAD_REST = tuple(map(read_sql, ("load_shared_accounts", "load_lines", "load_shown_items", "load_rates")))
SHARED_ACCOUNTS, LINKED_NAMES, VISITORS_NOW, VISITORS_BEFORE = map(
    read_sql, ("shared_accounts", "linked_names", "visitors_now", "visitors_before")
)
MAX_VISITORS = 50  # whom more visitors name is a shared account; the SQL of this package says it too


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


def names_tied_to(connection: Connection, site: int, seeds: Iterable[str]) -> list[str]:
    """All names reachable from these through links: whatever has to be computed together."""
    connection.execute("delete from seed_names")
    connection.executemany("insert or ignore into seed_names values (?)", ((seed,) for seed in seeds))
    return [name for (name,) in connection.execute(CLOSURE, {"site": site})]


def linked_names(connection: Connection, site: int, name: str) -> list[str]:
    """The names that events tie to this one."""
    return [linked for (linked,) in connection.execute(LINKED_NAMES, {"site": site, "name": name})]


def shared_accounts(connection: Connection, site: int) -> set[str]:
    """The users (`u:user`) of a site whom more than fifty visitors name."""
    return {name for (name,) in connection.execute(SHARED_ACCOUNTS, {"site": site})}


def is_shared(connection: Connection, site: int, name: str) -> bool:
    """Whether a name is a shared account."""
    if not name.startswith("u:"):
        return False
    return bool(connection.execute(VISITORS_NOW, {"site": site, "name": name}).fetchone()[0] > MAX_VISITORS)


def was_shared(connection: Connection, site: int, name: str, upto: int) -> bool:
    """Whether a user was a shared account already by the events up to this one."""
    bound = {"site": site, "user_id": name[2:], "upto": upto}
    return bool(connection.execute(VISITORS_BEFORE, bound).fetchone()[0] > MAX_VISITORS)


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
    for table in SCOPED_TABLES:
        connection.execute(f"delete from {table}")
    rows: dict[str, list[tuple[str]]] = {"v": [], "u": [], "o": [], "r": []}
    for name in names:
        rows[name[0]].append((name[2:],))
    connection.executemany("insert into scope_persons values (?)", ((person,) for person in persons))
    connection.executemany("insert into scope_visitors values (?)", rows["v"])
    connection.executemany("insert into scope_users values (?)", rows["u"])
    connection.executemany("insert into scope_orders values (?)", rows["o"])
    first, last = connection.execute(SPAN, {"site": site}).fetchone()
    if first is None:
        return
    bound = {"site": site, "currency": currency, "upto": upto}
    connection.execute(LOAD_EVENTS.replace("{offset}", offset_case(time_zone, first, last)), bound)
    for text in LOAD_REST:
        connection.execute(text, bound)
