"""The spool: a directory with one journal per process, so that events survive a crash of the process.

The call that tracks an event writes it to the journal before it returns (to the operating system; not forced to disk).
An event that is done is marked so. The next process that starts with the same collector and key adopts the journals
that have no owner; only one process adopts each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sdk_py import journal
from sdk_py.callbacks import log
from sdk_py.errors import InvalidSetting, SpoolFailed
from sdk_py.events import Prepared
from sdk_py.ids import new_id
from sdk_py.journal import Journal

SLACK_BYTES = 1_000_000
DAY = 86_400
Result = TypeVar("Result")


class Spool:
    """Keeps the unsent events of this process on disk. Later failures go to `trouble`, and are never raised."""

    def __init__(self, directory: Path, *, owner: str, trouble: Callable[[SpoolFailed], None]) -> None:
        self._directory = directory
        self._mark = sha256(owner.encode()).hexdigest()[:16]
        self._trouble = trouble
        self._journal: Journal | None = None
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._open().remove()
        except OSError as error:
            raise InvalidSetting(
                f"spool: cannot write to {directory}: {error.strerror}. Choose a directory that this process may write."
            ) from error
        self.reset_after_fork()

    def reset_after_fork(self) -> None:
        """Start with an empty journal, here and in a forked child, whose parent keeps the other one."""
        inherited, self._journal = self._journal, None
        self._lock = threading.RLock()
        self._live: dict[str, Prepared] = {}
        self._live_bytes = 0
        self._failing = False
        self._left_behind: list[Path] | None = None
        if inherited:
            inherited.close()

    def add(self, prepared: Prepared) -> None:
        """Write an event to the journal."""
        self._guarded(lambda: self._keep([prepared]))

    def mark_done(self, ids: Iterable[str]) -> None:
        """Mark these events as done."""
        self._guarded(lambda: self._forget(ids))

    def held(self, ids: Iterable[str]) -> set[str]:
        """Which of these events are in the journal."""
        with self._lock:
            return {id for id in ids if id in self._live}

    def adopt(self) -> list[Prepared] | None:
        """Take over the events of one journal that had no owner at the start; None if no such journal is left."""
        if self._left_behind is None:
            self._left_behind = self._guarded(self._find_left_behind) or []
        while self._left_behind:
            if adopted := self._guarded(partial(self._adopt, self._left_behind.pop())):
                return adopted
        return None

    def close(self) -> None:
        """Leave the unsent events to the next process."""
        with self._lock:
            own, self._journal = self._journal, None
            if own and self._live:
                own.close()
            elif own:
                own.remove()

    def _guarded(self, act: Callable[[], Result]) -> Result | None:
        """Run `act` under the lock. Report the first failure after a success, once the lock is released."""
        try:
            with self._lock:
                result = act()
        except OSError as error:
            was_failing, self._failing = self._failing, True
            if not was_failing:
                self._trouble(SpoolFailed(f"spool {self._directory}: {error}. New events would not survive a crash"))
            return None
        self._failing = False
        return result

    def _keep(self, events: Sequence[Prepared]) -> None:
        self._journal = self._journal or self._open()
        self._journal.write(journal.taken(events))
        for event in events:
            former = self._live.get(event.id)
            self._live[event.id] = event
            self._live_bytes += len(event.event) - (len(former.event) if former else 0)

    def _forget(self, ids: Iterable[str]) -> None:
        removed = [gone for id in ids if (gone := self._live.pop(id, None))]
        self._live_bytes -= sum(len(event.event) for event in removed)
        if removed and self._journal:
            self._write_done(self._journal, removed)

    def _write_done(self, own: Journal, removed: Sequence[Prepared]) -> None:
        if not self._live:
            own.empty()  # works on a full disk too
            return
        own.write(journal.done(event.id for event in removed))
        if own.size > SLACK_BYTES + 2 * self._live_bytes:
            self._rewrite(own)

    def _rewrite(self, old: Journal) -> None:
        new = self._open()
        try:
            new.write(journal.taken(self._live.values()))
        except OSError:
            new.remove()
            raise
        self._journal = new
        old.remove()

    def _adopt(self, path: Path) -> list[Prepared]:
        left = Journal.take_over(path)
        if left is None:
            return []
        try:
            events, damaged = left.read()
            if events:
                self._keep(events)
        except OSError:
            left.close()
            raise
        left.remove()
        if damaged:
            log.error("spool %s: %d events of an earlier process are unreadable and lost", self._directory, damaged)
        return events

    def _find_left_behind(self) -> list[Path]:
        own = self._journal and self._journal.path
        files = sorted(self._directory.glob("*.spool"), reverse=True)
        self._warn_about_others(path for path in files if not path.name.startswith(self._mark))
        return [path for path in files if path.name.startswith(self._mark) and path != own]

    def _warn_about_others(self, files: Iterable[Path]) -> None:
        forgotten = [path for path in files if _is_forgotten(path)]
        if forgotten:
            log.warning(
                "spool %s: %d files hold events for another url or key; only a client with those sends them",
                self._directory,
                len(forgotten),
            )

    def _open(self) -> Journal:
        return Journal.create(self._directory / f"{self._mark}-{new_id()}.spool")


def _is_forgotten(path: Path) -> bool:
    with suppress(FileNotFoundError):
        status = path.stat()
        return status.st_size > 0 and time.time() - status.st_mtime > DAY
    return False
