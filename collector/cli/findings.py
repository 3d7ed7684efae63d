"""What a check of `beheld doctor` looks at, and what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from collector.store import SqliteStore

OK, WARNING, FAILED = "ok", "warning", "failed"


class Finding(NamedTuple):
    """What one check found: ok, a warning, or failed, and then what to do."""

    check: str
    state: str
    found: str
    advice: str | None = None


class Patient(NamedTuple):
    """An open store, and the time."""

    store: SqliteStore
    now_ms: int


Check = Callable[[Patient], Iterator[Finding]]
