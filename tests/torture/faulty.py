"""A collector with a fault that was planted, which a rig must notice: `TORTURE_FAULT` names it.

The processes that it starts import this module too, so the fault is in all of them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from collector.cli import main
from collector.event import Receipt
from collector.store.sqlite import connections, facts
from collector.store.sqlite.encode import Batch
from collector.store.sqlite.writer import Writer

COMMIT_LATER_SECONDS = 0.1


def acknowledge_before_storing() -> None:
    """Say that a batch is on disk when it is only queued."""
    commit = Writer._commit

    def late(self: Writer, group: list[Batch]) -> list[Receipt]:
        time.sleep(COMMIT_LATER_SECONDS)
        return commit(self, group)

    def at_once(self: Writer, batch: Batch) -> Receipt:
        return Receipt(batch.count, 0)

    Writer._commit = late  # type: ignore[method-assign]
    Writer.wait_for = at_once  # type: ignore[method-assign]


def fail_at_large_sums() -> None:
    """Answer with an error where a sum has no room."""
    for module in (connections, facts):
        module.is_overflow = lambda _: False  # type: ignore[attr-defined]


FAULTS: dict[str, Callable[[], None]] = {"early": acknowledge_before_storing, "sums": fail_at_large_sums}

FAULTS[os.environ["TORTURE_FAULT"]]()

if __name__ == "__main__":
    main()
