"""The same fact SQL gives the same rows in another engine."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from sqlite3 import Connection

import duckdb
from hypothesis import given, settings

from collector.event import Event
from collector.facts.agents import agent_of
from collector.facts.plan import SELECTS
from collector.facts.rebuild import site_parts
from collector.facts.refresh import FactsWriter
from collector.facts.settlement import COLUMNS
from collector.store.facts import Select
from collector.store.sqlite.facts import SqliteFacts
from tests.examples import examples
from tests.facts.streams import a_store, streams

SCOPE = (
    "scope_persons", "scope_shared_accounts", "scope_shared_devices", "scoped_events", "scoped_lines",
    "scoped_shown_items", "scoped_rates",
)  # fmt: skip
BELIEVED = 4
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


def run(duck: duckdb.DuckDBPyConnection, step: Select) -> None:
    """Run one step in DuckDB: the same text, but for how it writes a bound value."""
    text = re.sub(r"(?<!['\w]):([a-z_]+)", r"$\1", step.sql)
    bound = {"site": 1, "max_public_micros": BELIEVED * 1_000_000, **step.values}
    bound = {key: value for key, value in bound.items() if f"${key}" in text}
    duck.execute(f"create table {step.table} as {text}", bound)


def rows(connection: Connection | duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    return sorted((tuple(row) for row in connection.execute(f"select * from {table}").fetchall()), key=repr)


@settings(max_examples=examples(8))
@given(events=streams)
def test_duckdb_reads_the_same_text_alike(events: list[Event]) -> None:
    in_both_engines(events)


def in_both_engines(events: list[Event]) -> None:
    """Compute every step in SQLite and in DuckDB, and compare what each yields."""
    with tempfile.TemporaryDirectory() as folder:
        store = a_store(Path(folder), time_zone="America/New_York")
        store.set_settings(1, {"max_public_value": BELIEVED})
        store.append(events)
        writer = FactsWriter(store)
        writer.ties.note(0, len(events))
        writer.engine.classify_agents(agent_of)
        names = [name for part in site_parts(writer, 1) for name in part.names]
        (rules,) = writer.engine.sites()
        with writer.engine.snapshot():
            writer.engine.compute(rules, names, names, upto=len(events))
        assert isinstance(writer.engine, SqliteFacts)
        sqlite = writer.engine.connection
        duck = in_duckdb(sqlite)
        for name, step in SELECTS.items():
            run(duck, step)
            assert rows(duck, step.table) == rows(sqlite, f"temp.{step.table}"), name
        duck.close()
        writer.close()
        store.close()
