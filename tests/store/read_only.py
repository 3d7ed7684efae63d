"""A program that takes away its own right to write its store, gives it back, and prints what it was told meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from collector.errors import StoreUnavailable
from collector.store import SqliteStore, open_store
from tests.store.events import an_event, stored_ids

NOBODY = 65534


def main(folder: Path) -> dict[str, object]:
    """Store, fail, store again."""
    url = f"sqlite:///{folder / 'beheld.db'}"
    store = open_store(url, busy_seconds=0.05)
    store.append([an_event("a")])
    make_it_open_the_file_anew(store)
    allow(folder, writing=False)
    found = {"opening": error_of(lambda: open_store(url)).partition(str(folder / "beheld.db"))[::2]}
    found["storing"] = error_of(lambda: store.append([an_event("b")]))
    found["ready"] = store.ready().ready
    allow(folder, writing=True)
    store.append([an_event("b")])
    found |= {"stored": stored_ids(store), "ready_again": store.ready().ready}
    store.close()
    return found


def error_of(call: Callable[[], object]) -> str:
    """What a call is rejected with."""
    try:
        call()
    except StoreUnavailable as error:
        return f"{error.status} {error}"
    return "nothing"


def make_it_open_the_file_anew(store: SqliteStore) -> None:
    """A process that has a file open may go on writing; after any trouble the writer opens it again."""
    with contextlib.closing(store.connect()) as other:
        other.execute("begin immediate")
        error_of(lambda: store.append([an_event("b")]))


def allow(folder: Path, *, writing: bool) -> None:
    """Let the owner write in the folder, or only read."""
    for path in [folder, *folder.iterdir()]:
        mode = path.stat().st_mode
        path.chmod(mode | stat.S_IWUSR if writing else mode & ~0o222)


if __name__ == "__main__":
    where = Path(tempfile.mkdtemp(prefix="beheld-"))
    try:
        if os.geteuid() == 0:  # root cannot be kept from writing
            with tempfile.TemporaryDirectory() as elsewhere:  # what is imported at first use, others may not read
                open_store(f"sqlite:///{elsewhere}/first.db").close()
            os.chown(where, NOBODY, NOBODY)
            os.setuid(NOBODY)
        print(json.dumps(main(where)))
    finally:
        shutil.rmtree(where, ignore_errors=True)
