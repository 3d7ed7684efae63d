"""Computes all facts of the persons in a scope: runs the `.sql` files of this package in their order.

Every step is a select; what it yields becomes a temporary table that later steps read. Between them money is settled,
in Python. The steps named in FACTS also replace the stored facts of these persons.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from sqlite3 import Connection

from collector.facts import limits
from collector.facts.settlement import COLUMNS, QUERIES, settled

WINDOW_MS = 30 * 86_400_000
PRIMARY_KEY = "ordinal integer primary key"  # steps with a row for each event are joined by it, so often that it pays

REPORTED = {
    "canonical_purchases": "canonical_purchases",
    "repeated_purchases": "repeated_purchases",
    "view_begins": "view_begins",
}
"""The steps before money is settled."""

CONCLUDED = {
    "event_persons": "event_persons",
    "session_events": "session_events",
    "session_spans": "session_spans",
    "other_events": "other_events",
    "traced_events": "traced_events",
    "person_visitors": "scoped_person_visitors",
    "sessions": "scoped_sessions",
    "views": "scoped_views",
    "placement_events": "placement_events",
    "placed_groups": "placed_groups",
    "impression_totals": "impression_totals",
    "impressions": "scoped_impressions",
    "item_impressions": "scoped_item_impressions",
    "skips": "scoped_skips",
    "interactions": "interactions",
    "engagements": "scoped_engagements",
    "standing_purchases": "standing_purchases",
    "cancelled_orders": "scoped_cancelled_orders",
    "refunds": "scoped_refunds",
    "unmatched_refunds": "scoped_unmatched_refunds",
    "bought_lines": "bought_lines",
    "latest_engagements": "latest_engagements",
    "order_lines": "scoped_order_lines",
    "orders": "scoped_orders",
    "conversions": "scoped_conversions",
    "candidates": "scoped_candidates",
    "persons": "scoped_persons",
}
"""The steps after it."""

STEPS = REPORTED | CONCLUDED
FACTS = tuple(name for name, table in STEPS.items() if table.startswith("scoped_"))


def source(name: str) -> str:
    """The text of one file of this package."""
    return (files(__package__) / name).read_text("utf-8")


SQL = {name: source(f"{name}.sql") for name in STEPS}
RULES = hashlib.sha256("".join([*SQL.values(), source("money.py"), source("settlement.py")]).encode()).hexdigest()


def prepare(connection: Connection) -> None:
    """Give this connection the empty temporary tables that the steps fill."""
    for name, table in REPORTED.items():
        create(connection, name, table)
    for table, columns in COLUMNS.items():
        connection.execute(f"create temp table {table} ({columns})")
    for name, table in CONCLUDED.items():
        create(connection, name, table)


def create(connection: Connection, name: str, table: str) -> None:
    """Make the empty table of one step, with the columns that its select has."""
    select = f"select * from ({SQL[name]}) limit 0"
    rows = connection.execute(select, {"site": 0, "window_ms": WINDOW_MS, "max_public_micros": 0})
    columns = ", ".join(PRIMARY_KEY if column == "ordinal" else column for column, *_ in rows.description)
    connection.execute(f"create temp table {table} ({columns})")


def compute(connection: Connection, site: int, currency: str, *, max_public_micros: int) -> None:
    """Fill the steps' tables from the scope that is loaded on this connection.

    `max_public_micros`: the most that the public key alone is believed, of an order or a goal.

    TooMuch: somebody's events are too many to be computed, and who is to be set aside.
    """
    bound = {"site": site, "window_ms": WINDOW_MS, "max_public_micros": max_public_micros}
    run(connection, REPORTED, bound)
    settle(connection, currency, max_public_micros)
    run(connection, CONCLUDED, bound)


def run(connection: Connection, steps: dict[str, str], bound: dict[str, int]) -> None:
    """Fill the tables of these steps."""
    for name, table in steps.items():
        if name == "traced_events":
            limits.check_sessions(connection)
        if name == "candidates":
            limits.check_credit(connection, WINDOW_MS)
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} {SQL[name]}", bound)


def settle(connection: Connection, currency: str, max_public_micros: int) -> None:
    """Fill the tables of what orders come to."""
    read = {name: [tuple(row) for row in connection.execute(text)] for name, text in QUERIES.items()}
    for table, rows in settled(read, currency, max_public_micros).items():
        connection.execute(f"delete from {table}")
        if rows:
            places = ", ".join("?" * len(rows[0]))
            connection.executemany(f"insert into {table} values ({places})", rows)


def replace(connection: Connection, site: int) -> None:
    """Put what was computed in the place of the stored facts of the scope's persons. The caller holds a transaction."""
    for fact in FACTS:
        connection.execute(
            f"delete from main.{fact} where site = :site and person in (select person from scope_persons)",
            {"site": site},
        )
        connection.execute(
            f"insert into main.{fact} select * from temp.scoped_{fact}"
            " where person in (select person from scope_persons)"
        )
