"""Lays out the events of a closed set of persons as temporary tables, for fact SQL to read.

This is where SQLite's own words are used, so that fact SQL needs none: recursion over links, exchange rates,
the local day in the site's time zone, fields inside JSON.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from collector.rules import MAX_ORDERS, MAX_TIED
from collector.store.sqlite.queries import sql
from collector.store.sqlite.scope.zones import offset_case

if TYPE_CHECKING:
    from sqlite3 import Connection

    from collector.store.facts import SiteRules

LIMITS = {"max_tied": MAX_TIED, "max_orders": MAX_ORDERS}
MAX_MICROS = 2**63 - 1
SCOPED_TABLES = (
    "scope_visitors", "scope_users", "scope_orders", "scope_persons", "scope_shared_accounts",
    "scope_shared_devices", "scoped_events", "scoped_lines", "scoped_shown_items", "scoped_rates",
)  # fmt: skip
LOAD_REST = ("load_shared_accounts", "load_shared_devices", "load_lines", "load_shown_items", "load_rates")


def in_site_currency(amount_micros: int | None, rate: str | None) -> int | None:
    """Convert millionths by an exact decimal rate, half up; None without a rate, or where the result has no room."""
    if amount_micros is None or rate is None:
        return None
    converted = int((Decimal(amount_micros) * Decimal(rate)).to_integral_value(ROUND_HALF_UP))
    return converted if abs(converted) <= MAX_MICROS else None


def prepare(connection: Connection) -> None:
    """Give this connection the scope's empty tables and the conversion they need."""
    connection.create_function("in_site_currency", 2, in_site_currency, deterministic=True)
    connection.executescript("pragma temp_store = memory;" + sql("scope/create"))
    connection.execute("create temp table seed_names (name text primary key) without rowid")


def names_aside(connection: Connection, site: int) -> set[str]:
    """The names whose own events are left out of facts."""
    return {name for (name,) in connection.execute(sql("scope/names_aside"), {"site": site})}


def name_scope(connection: Connection, site: int, names: Iterable[str]) -> None:
    """Empty the scope and set whose events it will hold; the own events of names set aside are left out."""
    for table in SCOPED_TABLES:
        connection.execute(f"delete from {table}")
    aside = names_aside(connection, site)
    rows: dict[str, list[tuple[str]]] = {"v": [], "u": [], "o": [], "r": []}
    for name in names:
        if name not in aside:
            rows[name[0]].append((name[2:],))
    connection.executemany("insert into scope_visitors values (?)", rows["v"])
    connection.executemany("insert into scope_users values (?)", rows["u"])
    connection.executemany("insert into scope_orders values (?)", rows["o"])


def load(
    connection: Connection, rules: SiteRules, names: Iterable[str], persons: Iterable[str], *, upto: int = MAX_MICROS
) -> None:
    """Fill the scope with all events of these names (`v:visitor`, `u:user`, `o:order`) up to the one numbered `upto`.

    `persons` are those whose facts can be concluded from these events: all that ties events to them is in the scope.
    """
    site = {"site": rules.site}
    name_scope(connection, rules.site, names)
    connection.executemany("insert into scope_persons values (?)", ((person,) for person in persons))
    connection.execute(sql("scope/linked_orders"), site)
    first, last = connection.execute(sql("scope/span"), site).fetchone()
    if first is None:
        return
    bound = site | {"currency": rules.currency, "upto": upto}
    offset = offset_case(rules.time_zone, first, last)
    connection.execute(sql("scope/load_events").replace("{offset}", offset), bound)
    for name in LOAD_REST:
        connection.execute(sql(f"scope/{name}"), bound | LIMITS)
