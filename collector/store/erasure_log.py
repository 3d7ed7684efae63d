"""What was ever erased, in a file beside the database: an older database put back in its place is told again.

The log names nobody. It holds keyed digests, enough to recognise a visitor or user who is there again, so it
may be kept, and copied with the backups, for as long as there are backups.
"""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from collector.errors import StoreUnavailable


class Erasure(NamedTuple):
    """One line of the log."""

    erasure: str
    erased_at: int
    site: int
    visitors: list[str]
    user_ids: list[str]


class ErasureLog:
    """The log of one database file. Whoever writes to it holds the facts' turn."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".erasures")

    def add(self, site: int, visitors: Iterable[str], user_ids: Iterable[str], erased_at: int) -> Erasure:
        """Note an erasure, on disk when this returns, and before anything is erased."""
        salt = self._salt()
        entry = Erasure(
            str(uuid.uuid4()),
            erased_at,
            site,
            [digest(salt, site, "v", visitor) for visitor in visitors],
            [digest(salt, site, "u", user_id) for user_id in user_ids],
        )
        self._append(entry._asdict())
        return entry

    def entries(self) -> tuple[bytes, list[Erasure]]:
        """The key of the digests, and all erasures, oldest first."""
        lines = self._lines()
        salts = [bytes.fromhex(line["salt"]) for line in lines if "salt" in line]
        return salts[0] if salts else b"", [Erasure(**line) for line in lines if "erasure" in line]

    def _salt(self) -> bytes:
        salt, _ = self.entries()
        if not salt:
            salt = secrets.token_bytes(32)
            self._append({"salt": salt.hex()})
        return salt

    def _lines(self) -> list[dict[str, Any]]:
        try:
            texts = self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        try:
            # What follows the last line end was being written when the power went: nothing was erased by it yet.
            return [json.loads(text) for text in texts[:-1] if text.strip()]
        except ValueError as error:
            raise StoreUnavailable(
                f"The erasure log {self.path} is damaged ({error}): restore it from a backup, it says who must "
                "stay erased."
            ) from error

    def _append(self, line: dict[str, Any]) -> None:
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            whole = os.pread(descriptor, os.fstat(descriptor).st_size, 0).rpartition(b"\n")
            end = len(whole[0]) + len(whole[1])
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


def digest(salt: bytes, site: int, kind: str, name: str) -> str:
    """What the log keeps of a name: of no use to learn the name, enough to know it again."""
    return blake2b(f"{site}:{kind}:{name}".encode(), key=salt, digest_size=16).hexdigest()
