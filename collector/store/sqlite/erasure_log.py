"""What was ever erased: in the database, and in a file beside it, so that an older database put back is erased again.

The log names nobody. It holds keyed digests, enough to recognise a visitor or user who is there again, so it
may be kept, and copied with the backups, for as long as there are backups.
"""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from collector.errors import StoreUnavailable
from collector.store.erasures import Erasure, digest

NO_BOUNDS: Mapping[str, int] = {}


class ErasureLog:
    """The log beside one database file. Whoever writes to it holds the facts' turn."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".erasures")

    def add(
        self,
        site: int,
        visitors: Iterable[str],
        user_ids: Iterable[str],
        owners: Iterable[str],
        erased_at: int,
        *,
        orders: Iterable[str] = (),
        shared: Iterable[str] = (),
        bounds: Mapping[str, int] = NO_BOUNDS,
    ) -> Erasure:
        """Note an erasure, on disk when this returns, and before anything is erased."""
        salt = self._salt()
        entry = Erasure(
            str(uuid.uuid4()),
            erased_at,
            site,
            [digest(salt, site, "v", visitor) for visitor in visitors],
            [digest(salt, site, "u", user_id) for user_id in user_ids],
            [digest(salt, site, "o", order) for order in orders],
            [digest(salt, site, "v", visitor) for visitor in shared],
            salt=salt.hex(),
            owners=[digest(salt, site, "u", owner) for owner in owners],
            **bounds,
        )
        self._append(entry._asdict())
        return entry

    def add_known(self, entries: Iterable[Erasure]) -> None:
        """Note erasures that another log has."""
        for entry in entries:
            if not self.entries()[0]:
                self._append({"salt": entry.salt})
            self._append(entry._asdict())

    def entries(self) -> tuple[bytes, list[Erasure]]:
        """The key of new digests, and all erasures, oldest first."""
        lines = self._lines()
        salt = next((line["salt"] for line in lines if "erasure" not in line), "")
        return bytes.fromhex(salt), [Erasure(**{"salt": salt, **line}) for line in lines if "erasure" in line]

    def _salt(self) -> bytes:
        salt, _ = self.entries()
        if not salt:
            salt = secrets.token_bytes(32)
            self._append({"salt": salt.hex()})
        return salt

    def _lines(self) -> list[dict[str, Any]]:
        try:
            content = self.path.read_bytes()
        except FileNotFoundError:
            return []
        try:
            return [json.loads(text) for text in content[: whole_length(content)].split(b"\n") if text.strip()]
        except ValueError as error:
            raise StoreUnavailable(
                f"The erasure log {self.path} is damaged ({error}): restore it from a backup, it lists who must "
                "stay erased."
            ) from error

    def _append(self, line: dict[str, Any]) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            end = whole_length(os.pread(descriptor, os.fstat(descriptor).st_size, 0))
            os.ftruncate(descriptor, end)
            os.pwrite(descriptor, json.dumps(line).encode() + b"\n", end)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        self._sync_folder()

    def _sync_folder(self) -> None:
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def whole_length(content: bytes) -> int:
    """How much of a log was written as a whole. The rest was being written when the power went: it erased nothing yet.

    That is what follows the last line end, and a last line with zeros in it: sectors that did not reach the disk.
    """
    whole = content[: content.rfind(b"\n") + 1]
    begin_of_last = whole.rfind(b"\n", 0, -1) + 1
    return begin_of_last if b"\0" in whole[begin_of_last:] else len(whole)
