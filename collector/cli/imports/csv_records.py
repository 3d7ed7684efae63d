"""CSV as records: cells with the text they stood in; a broken quote costs one line, never what follows it."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

DELIMITERS = ",;\t|"
# A cell may be long; a quote that nobody closes must not take in the rest of a file.
MAX_CELL_LENGTH = 1024 * 1024
DECLARES_DELIMITER = re.compile(r'"?sep=(\\t|.)"?\s*', re.IGNORECASE | re.DOTALL)
QUOTED = re.compile(r'"[^"]*"')


class Record(NamedTuple):
    """One record: the line it begins on, its text with its line end, its cells, or why it has none."""

    line: int
    text: str
    cells: list[str]
    wrong: str | None = None


class Lines:
    """The lines of a file, some of which can be put back; knows which were taken since the last time."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines, self.put_back_lines = iter(lines), deque[str]()
        self.taken: list[str] = []

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        line = self.put_back_lines.popleft() if self.put_back_lines else next(self.lines)
        self.taken.append(line)
        return line

    def put_back(self, keep: int) -> None:
        """Have all lines but the first `keep` that were taken read once more."""
        self.put_back_lines.extendleft(reversed(self.taken[keep:]))
        del self.taken[keep:]


def records(lines: Iterable[str]) -> Iterator[Record]:
    """The records of a file, the header first; empty lines are passed over."""
    csv.field_size_limit(MAX_CELL_LENGTH)
    taking = Lines(lines)
    delimiter, line, above = delimiter_of(taking)
    strict = csv.reader(taking, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        taking.taken.clear()
        try:
            cells, wrong = next(strict), None
        except StopIteration:
            return
        except csv.Error as error:
            taking.put_back(keep=1)
            cells, wrong = leniently(taking.taken[0], delimiter), str(error)
        if any(cell.strip() for cell in cells) or wrong:
            yield Record(line, above + "".join(taking.taken), cells, wrong)
            above = ""
        line += len(taking.taken)


def delimiter_of(taking: Lines) -> tuple[str, int, str]:
    """What separates cells, by a line such as sep=; or the header; the number of the next line, and that line."""
    first = next((line for line in taking if line.strip()), "")
    line = len(taking.taken)
    declared = DECLARES_DELIMITER.fullmatch(first)
    if declared:
        return ("\t" if declared[1] == "\\t" else declared[1]), line + 1, first
    taking.put_back(keep=max(line - 1, 0))
    bare = QUOTED.sub("", first)
    return max(DELIMITERS, key=bare.count), max(line, 1), ""


def leniently(line: str, delimiter: str) -> list[str]:
    """The cells of one line alone, whatever its quotes are like; none if even that cannot be done."""
    try:
        return next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    except csv.Error:
        return []
