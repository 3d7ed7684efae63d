"""The questions that reports ask of a store: each is a `.sql` file beside the module that asks it, read once.

A line `-- with: name` in a question stands for the steps that several questions share: those of `shared/name.sql`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_SHARED_STEP = re.compile(r"^-- with: (\w+)$", re.MULTILINE)


@cache
def question(name: str) -> str:
    """The text of a question, by the name of its file below reports/: "visitors/sessions"."""
    text = (_FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    return _SHARED_STEP.sub(lambda found: question(f"shared/{found[1]}").rstrip(), text)
