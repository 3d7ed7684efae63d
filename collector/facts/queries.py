"""The SQL of facts, each text in its file beside this one."""

from __future__ import annotations

from pathlib import Path

from collector.sql_files import sql_reader

FOLDER = Path(__file__).parent

sql = sql_reader(FOLDER)
