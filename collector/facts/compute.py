"""Computes all facts of the persons in a scope: runs the `.sql` files of this package in their order.

Every step is a select; what it yields becomes a temporary table that later steps read. The steps named in FACTS also
replace the stored facts of these persons.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files
from sqlite3 import Connection

WINDOW_MS = 30 * 86_400_000
PRIMARY_KEY = "ordinal integer primary key"  # steps with a row for each event are joined by it, so often that it pays

STEPS = {
    "event_persons": "event_persons",
    "session_events": "session_events",
    "session_spans": "session_spans",
    "other_events": "other_events",
    "traced_events": "traced_events",
    "person_visitors": "scoped_person_visitors",
    "sessions": "scoped_sessions",
    "views": "scoped_views",
    "placement_events": "placement_events",
    "impression_totals": "impression_totals",
    "impressions": "scoped_impressions",
    "item_impressions": "scoped_item_impressions",
    "skips": "scoped_skips",
    "engagements": "scoped_engagements",
    "standing_purchases": "standing_purchases",
    "refund_claims": "refund_claims",
    "refunds": "scoped_refunds",
    "order_lines": "scoped_order_lines",
    "orders": "scoped_orders",
    "conversions": "scoped_conversions",
    "candidates": "scoped_candidates",
    "persons": "scoped_persons",
}
FACTS = tuple(name for name, table in STEPS.items() if table.startswith("scoped_"))


def step_sql(name: str) -> str:
    """The select of one step."""
    return (files(__package__) / f"{name}.sql").read_text("utf-8")


SQL = {name: step_sql(name) for name in STEPS}
RULES = hashlib.sha256("".join(SQL.values()).encode()).hexdigest()


def prepare(connection: Connection) -> None:
    """Give this connection the empty temporary tables that the steps fill."""
    for name, table in STEPS.items():
        select = f"select * from ({SQL[name]}) limit 0"
        rows = connection.execute(select, {"site": 0, "window_ms": WINDOW_MS})
        columns = ", ".join(PRIMARY_KEY if column == "ordinal" else column for column, *_ in rows.description)
        connection.execute(f"create temp table {table} ({columns})")


def compute(connection: Connection, site: int) -> None:
    """Fill the steps' tables from the scope that is loaded on this connection."""
    bound = {"site": site, "window_ms": WINDOW_MS}
    for name, table in STEPS.items():
        connection.execute(f"delete from {table}")
        connection.execute(f"insert into {table} {SQL[name]}", bound)


def replace(connection: Connection, site: int) -> None:
    """Put what was computed in the place of the stored facts of the scope's persons. The caller holds a transaction."""
    for fact in FACTS:
        connection.execute(
            f"delete from main.{fact} where site = :site and person in ("
            "select 'v:' || visitor from scope_visitors union all select 'u:' || user_id from scope_users)",
            {"site": site},
        )
        connection.execute(f"insert into main.{fact} select * from temp.scoped_{fact}")
