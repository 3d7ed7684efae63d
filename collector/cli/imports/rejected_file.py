"""Writes what an import rejects as it stood in its file, so that it can be corrected there and imported as it is."""

from __future__ import annotations

import codecs
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from collector.cli.imports.rows import Row, Wrong
from collector.cli.private_files import opened_to_write

REASONS = ".reasons.txt"


class RejectedFile:
    """The rejected rows, below the header of a CSV file, and beside them a file of the reasons.

    It begins with a byte order mark where it must be known without --encoding.
    """

    def __init__(self, path: str, *, marked: bool) -> None:
        self.path, self.marked = Path(path), marked
        self.files = ExitStack()
        self.rows: IO[str] = self.files.enter_context(opened_to_write(path, newline=""))
        self.reasons: IO[str] = self.files.enter_context(opened_to_write(path + REASONS))
        self.line, self.begun = 1, False

    def begin(self, header: str) -> None:
        """Write what stands above all rows, once it is known."""
        self.begun = True
        if self.marked:
            self.rows.write(codecs.BOM_UTF8.decode())
        self.write(header)

    def add(self, row: Row, errors: Wrong) -> None:
        """Write one row, and why it was rejected, by its line there and its line here."""
        for path, messages in errors.items():
            self.reasons.write(f"line {self.line} here, line {row.line} there: {path} {'; '.join(messages)}\n")
        self.write(row.text)

    def write(self, text: str) -> None:
        """Write whole lines."""
        ended = text if not text or text[-1] in "\r\n" else text + "\n"
        self.rows.write(ended)
        self.line += len(ended.splitlines())

    def close(self) -> None:
        """Finish both files."""
        self.files.close()
