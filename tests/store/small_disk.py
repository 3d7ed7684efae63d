"""A program that fills the disk under its store, makes room again, and prints what it was told meanwhile.

`tmpfs DIR` mounts a disk of 2 MiB (to be run where that is allowed); `limit DIR` forbids files larger than that.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

from collector.errors import StoreUnavailable
from collector.store import open_store
from tests.store.events import some_events, stored_ids

MIB = 1024 * 1024
BODY = "x" * 1_000


class Tmpfs:
    """A disk of its own, which only this program sees."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def small(self) -> None:
        """2 MiB."""
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", self.folder], check=True)

    def large(self) -> None:
        """32 MiB."""
        subprocess.run(["mount", "-o", "remount,size=32m", self.folder], check=True)


class Limit:
    """A largest size for every file this program writes."""

    def __init__(self, folder: Path) -> None:
        self.hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

    def small(self) -> None:
        """1 MiB."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, self.hard))

    def large(self) -> None:
        """As before."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.hard, self.hard))


def main(disk: Tmpfs | Limit, folder: Path) -> dict[str, object]:
    """Fill, be rejected, make room, go on."""
    disk.small()
    store = open_store(f"sqlite:///{folder / 'beheld.db'}")
    acknowledged: list[str] = []
    rejected = None
    while rejected is None:
        batch = some_events(50, f"batch-{len(acknowledged)}", body=BODY)
        try:
            store.append(batch)
        except StoreUnavailable as error:
            rejected = error
        else:
            acknowledged += [event.id for event in batch]
    found = {"status": rejected.status, "ready_when_full": store.ready().ready, "why": store.ready().why}
    found["kept_when_full"] = stored_ids(store) == acknowledged
    disk.large()
    while not store.ready().ready:
        pass
    found["resent"] = store.append(batch).accepted
    found["kept"] = stored_ids(store) == [*acknowledged, *(event.id for event in batch)]
    found["sound"] = store.query("pragma integrity_check")[0][0]
    found["acknowledged"] = len(acknowledged)
    store.close()
    return found


if __name__ == "__main__":
    import collector.store.sqlite.writer

    collector.store.sqlite.writer.PROBE_SECONDS = 0.01
    where = Path(sys.argv[2])
    print(json.dumps(main({"tmpfs": Tmpfs, "limit": Limit}[sys.argv[1]](where), where)))
