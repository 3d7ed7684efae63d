"""A program that appends events of its own and events it shares with its like, and prints what it was told.

`URL NAME OWN SHARED`: waits for a line on its input, then sends from four threads in batches of ten.
"""

from __future__ import annotations

import json
import sys

from collector.event import Receipt
from collector.store import open_store
from tests.store.events import some_events
from tests.store.threads import together


def main(url: str, name: str, own: int, shared: int) -> dict[str, int]:
    """Send everything; how much was new, how much a repeat."""
    sys.stdin.readline()
    store = open_store(url, busy_seconds=60)
    events = some_events(own, name) + some_events(shared, "shared")
    batches = [events[start : start + 10] for start in range(0, len(events), 10)]

    def send(thread: int) -> list[Receipt]:
        return [store.append(batch) for batch in batches[thread::4]]

    receipts = [receipt for answer in together(*(lambda t=t: send(t) for t in range(4))) for receipt in answer]
    store.close()
    return {"accepted": sum(r.accepted for r in receipts), "duplicates": sum(r.duplicates for r in receipts)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))))
