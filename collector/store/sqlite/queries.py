"""The store's own queries, each in its file under sql/, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "sql"


@cache
def sql(name: str) -> str:
    """The text of one query, by the name of its file."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
