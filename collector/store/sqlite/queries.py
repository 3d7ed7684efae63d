"""The store's own queries, each in its file under sql/."""

from __future__ import annotations

from pathlib import Path

from collector.sql_files import sql_reader

sql = sql_reader(Path(__file__).parent / "sql")
