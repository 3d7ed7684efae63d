"""Whose key is this? Answered from memory, because every request asks."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable

from collector.store.keys import SECRET
from collector.store.protocol import KeyHolder, Site

BELIEVED_SECONDS = 2.0
SECONDS_BETWEEN_STRANGERS = 0.05


class KeyCache:
    """All valid keys, read again when what is remembered is older than we believe it.

    An unknown key makes us look again, as it may have been made by another process a moment ago; but not again
    for the next one that comes at once: guessing keys costs a few readings a second at most, and takes no memory.
    """

    def __init__(
        self, read: Callable[[], dict[str, tuple[Site, str]]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read, self._clock = read, clock
        self._reading = threading.Lock()
        self._holders: dict[str, tuple[Site, str]] = {}
        self._read_at = self._read_for_stranger_at = float("-inf")

    def holder(self, plain: str) -> KeyHolder | None:
        """Whose key this is, unless it is unknown or revoked."""
        hashed = key_hash(plain)
        self._read_if_older_than(BELIEVED_SECONDS)
        if hashed not in self._holders:
            self._read_for_stranger()
        found = self._holders.get(hashed)
        return KeyHolder(*found) if found else None

    def signing(self, mark: str) -> tuple[bytes, KeyHolder] | None:
        """The hash of the secret key that begins so, which is what links are signed with, and whose key it is."""
        self._read_if_older_than(BELIEVED_SECONDS)
        if (found := self._signing(mark)) is None:
            self._read_for_stranger()
            found = self._signing(mark)
        return found

    def _signing(self, mark: str) -> tuple[bytes, KeyHolder] | None:
        for hashed, found in self._holders.items():
            if hashed.startswith(mark) and found[1] == SECRET:
                return bytes.fromhex(hashed), KeyHolder(*found)
        return None

    def clear(self) -> None:
        """Read again when a key is next looked up: something was changed here."""
        self._read_at = float("-inf")

    def _read_if_older_than(self, seconds: float) -> None:
        if self._clock() - self._read_at <= seconds:
            return
        with self._reading:
            begun_at = self._clock()
            if begun_at - self._read_at > seconds:
                self._holders = self._read()
                self._read_at = begun_at

    def _read_for_stranger(self) -> None:
        with self._reading:
            begun_at = self._clock()
            if begun_at - self._read_for_stranger_at > SECONDS_BETWEEN_STRANGERS:
                self._holders = self._read()
                self._read_at = self._read_for_stranger_at = begun_at


def key_hash(plain: str) -> str:
    """What is kept of a key: 256 random bits need no slow hash."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
