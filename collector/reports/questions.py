"""The questions that reports ask of a store: each is a `.sql` file beside the module that asks it, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@cache
def question(name: str) -> str:
    """The text of a question, by the name of its file below reports/: "visitors/sessions"."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
