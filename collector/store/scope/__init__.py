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
    "scope_visitors", "scope_users", "scope_orders", "scoped_events", "scoped_lines", "scoped_shown_items",
)  # fmt: skip


def read_sql(name: str) -> str:
    """The text of one of this package's `.sql` files."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


CLOSURE, SPAN, LOAD_EVENTS, LOAD_LINES, LOAD_SHOWN_ITEMS = map(
    read_sql, ("closure", "span", "load_events", "load_lines", "load_shown_items")
)


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


def load(
    connection: Connection, *, site: int, currency: str, time_zone: str, names: Iterable[str], upto: int = LAST
) -> None:
    """Fill the scope with all events of these names (`v:visitor`, `u:user`, `o:order`) up to the one numbered `upto`.

    The names must be a closed set: whatever these events tie to one of them is among them.
    """
    for table in SCOPED_TABLES:
        connection.execute(f"delete from {table}")
    rows: dict[str, list[tuple[str]]] = {"v": [], "u": [], "o": []}
    for name in names:
        rows[name[0]].append((name[2:],))
    connection.executemany("insert into scope_visitors values (?)", rows["v"])
    connection.executemany("insert into scope_users values (?)", rows["u"])
    connection.executemany("insert into scope_orders values (?)", rows["o"])
    first, last = connection.execute(SPAN, {"site": site}).fetchone()
    if first is None:
        return
    bound = {"site": site, "currency": currency, "upto": upto}
    connection.execute(LOAD_EVENTS.replace("{offset}", offset_case(time_zone, first, last)), bound)
    connection.execute(LOAD_LINES, bound)
    connection.execute(LOAD_SHOWN_ITEMS)
