"""What is written down of each write and each flush of a store's files: one record after the other, in one file.

A record is written after the write that it tells of and before the writer goes on, and before and after each flush.
So whatever certainly was on the disk at some moment is found in the records up to then.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FILES = ("beheld.db", "beheld.db-wal", "beheld.db-journal", "beheld.db.erasures")
"""What a power cut must not spoil."""

HEAD = struct.Struct("<cBQQI")

CREATE, WRITE, TRUNCATE, FLUSH, FLUSHED, UNLINK, FOLDER_FLUSHED = b"C", b"W", b"T", b"F", b"D", b"U", b"P"


class Record(NamedTuple):
    """What was done to a file: `at` is an offset, a length, or the number that a flush and its end share."""

    kind: bytes
    name: str
    at: int
    data: bytes
    end: int
    """Up to where the file of records goes with this one."""


class Recorder:
    """Appends records. Of several processes each has one, on the same file."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def note(self, kind: bytes, name: str, at: int = 0, data: bytes = b"") -> None:
        """Append a record, in one write, so that records of several processes do not mix."""
        encoded = name.encode()
        record = HEAD.pack(kind, len(encoded), at, os.getpid(), len(data)) + encoded + data
        if os.write(self._descriptor, record) != len(record):
            raise OSError("a record could not be written as a whole")


def records(path: Path) -> Iterator[Record]:
    """All records in their order; one that was being written as its process was killed tells of nothing done."""
    content = memoryview(path.read_bytes())
    position = 0
    while position + HEAD.size <= len(content):
        kind, name_length, at, _, length = HEAD.unpack_from(content, position)
        begin = position + HEAD.size + name_length
        position = begin + length
        if position > len(content):
            return
        yield Record(
            kind, str(content[begin - name_length : begin], "utf-8"), at, bytes(content[begin:position]), position
        )
