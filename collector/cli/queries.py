"""The questions that commands ask of a store: each is a `.sql` file in this folder."""

from __future__ import annotations

from pathlib import Path

from collector.sql_files import sql_reader

query = sql_reader(Path(__file__).parent)
