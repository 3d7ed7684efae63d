"""A disk that loses its power: what of the recorded writes is on it afterwards.

What was flushed is there. Of everything else chance decides: whether it is there, not there, or only some of the
512-byte sectors that it touches. So does it of new and deleted names in a folder that was not flushed since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from tests.torture import record_format
from tests.torture.record_format import Record

SECTOR = 512


class File:
    """What is certainly on the disk of a file, and what is being written to it."""

    def __init__(self, content: bytes = b"") -> None:
        self.durable = bytearray(content)
        self.pending: list[Record] = []
        self.written = 0
        self.flushes: dict[int, int] = {}

    def do(self, record: Record) -> bool:
        """Note what was done; whether it made the file's name durable too."""
        if record.kind in (record_format.WRITE, record_format.TRUNCATE):
            self.pending.append(record)
            self.written += 1
        elif record.kind == record_format.FLUSH:
            self.flushes[record.at] = self.written
        elif record.kind == record_format.FLUSHED and record.at in self.flushes:
            self._flush(self.flushes.pop(record.at))
            return True
        return False

    def _flush(self, upto: int) -> None:
        done = max(0, upto - (self.written - len(self.pending)))
        for record in self.pending[:done]:
            apply(self.durable, record)
        del self.pending[:done]

    def after_cut(self, random: Random, kept: float, torn: float) -> bytes:
        """What is on the disk if the power goes now."""
        content = bytearray(self.durable)
        for record in self.pending:
            if random.random() < kept:
                apply(content, record)
            elif record.kind == record_format.WRITE and random.random() < torn:
                for part in sectors(record):
                    if random.random() < 0.5:
                        apply(content, part)
        return bytes(content)


def apply(content: bytearray, record: Record) -> None:
    """Do it."""
    if record.kind == record_format.TRUNCATE:
        del content[record.at :]
        content.extend(bytes(record.at - len(content)))
        return
    content.extend(bytes(max(0, record.at - len(content))))
    content[record.at : record.at + len(record.data)] = record.data


def sectors(record: Record) -> Iterator[Record]:
    """A write, sector by sector."""
    at = record.at
    while at < record.at + len(record.data):
        end = min(record.at + len(record.data), (at // SECTOR + 1) * SECTOR)
        yield record._replace(at=at, data=record.data[at - record.at : end - record.at])
        at = end


class Disk:
    """The files of a folder: under which names they are there now, and under which for certain."""

    def __init__(self, folder: Path, names: Iterable[str]) -> None:
        self.now = {name: File((folder / name).read_bytes()) for name in names if (folder / name).exists()}
        self.durable = dict(self.now)

    def do(self, record: Record) -> None:
        """Take a record in."""
        if record.kind == record_format.FOLDER_FLUSHED:
            self.durable = dict(self.now)
        elif record.kind == record_format.UNLINK:
            self.now.pop(record.name, None)
        elif record.kind == record_format.CREATE:
            self.now[record.name] = File()
        elif record.name in self.now and self.now[record.name].do(record):
            self.durable[record.name] = self.now[record.name]

    def cut(self, random: Random, folder: Path) -> None:
        """Write into a folder what is left if the power goes now."""
        kept, torn = random.choice([(0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.1, 1.0), (0.9, 1.0)])
        for name in sorted(self.now.keys() | self.durable.keys()):
            file = random.choice([self.now.get(name), self.durable.get(name)])
            if file is not None:
                (folder / name).write_bytes(file.after_cut(random, kept, torn))
