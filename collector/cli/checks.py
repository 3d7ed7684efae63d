"""What a check of `beheld doctor` looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from collector.finding import Finding
from collector.store import Store


class CheckContext(NamedTuple):
    """An open store, and the time."""

    store: Store
    now_ms: int


Check = Callable[[CheckContext], Iterator[Finding]]
