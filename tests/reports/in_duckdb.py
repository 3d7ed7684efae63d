"""A second engine: answers the queries of reports from a copy of a store's tables in DuckDB."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import duckdb

from collector.store import SqliteStore

TYPES = {"integer": "bigint", "text": "varchar", "real": "double"}


class InDuckdb:
    """Answers queries as a store does; what an owner registered is asked of the store that was copied."""

    def __init__(self, store: SqliteStore) -> None:
        self.duck = duckdb.connect(config={"threads": 1})
        self.definitions = store.definitions
        tables = store.query("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'")
        for table in (row["name"] for row in tables):
            columns = store.query(f"select name, type from pragma_table_info('{table}')")
            named = ", ".join(f'"{column["name"]}" {TYPES[column["type"].lower()]}' for column in columns)
            self.duck.execute(f"create table {table} ({named})")
            rows = [tuple(row) for row in store.query(f"select * from {table}")]
            if rows:
                self.duck.executemany(f"insert into {table} values ({', '.join('?' * len(columns))})", rows)

    def query(self, sql: str, params: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The same text, but for how a bound value is written."""
        text = re.sub(r"--[^\n]*", "", sql)
        text = re.sub(r":([a-z_0-9]+)", r"$\1", text)
        named = {name: value for name, value in (params or {}).items() if re.search(rf"\${name}\b", text)}
        answer = self.duck.execute(text, named)
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def close(self) -> None:
        """Let go of the copy."""
        self.duck.close()
