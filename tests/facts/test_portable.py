"""The same fact SQL gives the same rows in another engine."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from sqlite3 import Connection

import duckdb
from hypothesis import HealthCheck, given, settings

from collector.event import Event
from collector.facts import compute
from collector.facts.rebuild import site_parts
from collector.facts.refresh import FactsWriter
from collector.facts.settlement import COLUMNS
from collector.store.sqlite import scope
from tests.facts.streams import a_store, streams

SCOPE = (
    "scope_persons", "scope_shared_accounts", "scope_shared_devices", "scoped_events", "scoped_lines",
    "scoped_shown_items", "scoped_rates",
)  # fmt: skip
BELIEVED = 4_000_000
"""Less than many orders and goals of a stream are worth."""
TYPES = {"integer": "bigint", "text": "varchar", "real": "double"}


def in_duckdb(sqlite: Connection) -> duckdb.DuckDBPyConnection:
    """A DuckDB with the scope that is loaded in this SQLite connection, and with what its orders were settled at."""
    duck = duckdb.connect(config={"threads": 1})
    for table in (*SCOPE, *COLUMNS):
        columns = sqlite.execute(f"select name, type from pragma_table_info('{table}')").fetchall()
        duck.execute(f"create table {table} ({', '.join(f'{name} {TYPES[type.lower()]}' for name, type in columns)})")
        rows = sqlite.execute(f"select * from {table}").fetchall()
        if rows:
            duck.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)
    return duck


def run(duck: duckdb.DuckDBPyConnection, name: str, table: str) -> None:
    """Run one step in DuckDB: the same text, but for how it writes a bound value."""
    text = re.sub(r"(?<!['\w]):([a-z_]+)", r"$\1", compute.SQL[name])
    bound = {"site": 1, "window_ms": compute.WINDOW_MS, "max_public_micros": BELIEVED}
    duck.execute(f"create table {table} as {text}", {key: value for key, value in bound.items() if f"${key}" in text})


def rows(connection: Connection | duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in connection.execute(f"select * from {table}").fetchall()), key=repr)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(events=streams)
def test_duckdb_reads_the_same_text_alike(events: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="America/New_York")
        store.append(events)
        writer = FactsWriter(store)
        writer.note_links(0, len(events))
        writer.classify_agents()
        names = [name for part in site_parts(writer.connection, 1) for name in part.names]
        scope.load(writer.connection, site=1, currency="EUR", time_zone="America/New_York", names=names, persons=names)
        compute.compute(writer.connection, 1, "EUR", max_public_micros=BELIEVED)
        duck = in_duckdb(writer.connection)
        for name, table in compute.STEPS.items():
            run(duck, name, table)
            assert rows(duck, table) == rows(writer.connection, f"temp.{table}"), name
        duck.close()
        writer.close()
        store.close()
