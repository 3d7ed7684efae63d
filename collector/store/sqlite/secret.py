"""A secret that all processes of one database share, in a file beside it that no backup has."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def secret_beside(database: Path) -> str:
    """The secret kept beside the database, readable by its owner alone; made once, also if several processes begin."""
    kept = database.with_name(database.name + "-secret")
    if not kept.exists():
        _write_once(kept, secrets.token_urlsafe(32))
    return kept.read_text("ascii").strip()


def _write_once(path: Path, text: str) -> None:
    """Nobody ever sees half of it: it is written elsewhere and linked to its name, which only one can do first."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)
