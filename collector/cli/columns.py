"""A CSV file as rows: its columns become fields of events, as the operator maps them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import Any, NamedTuple

from collector.cli.refusals import Refusal
from collector.cli.rows import Row

DELIMITERS = ",;\t|"
LINE = "items."

Texts = Mapping[str, str]
Made = Callable[[Texts, list[Texts]], dict[str, Any]]


class Told(NamedTuple):
    """One row of the file: its texts by field, or what is wrong with it."""

    line: int
    text: str
    said: Texts
    wrong: str | None = None


class Columns(NamedTuple):
    """Which column is which field, and fields that are the same in all rows.

    A field may be within another (`page.url`, `props.colour`); `items.price` is that of the order line in this row.
    Columns whose name is that of one of `fields` need not be mapped.
    """

    mapped: Mapping[str, str]
    constant: Mapping[str, str]
    fields: frozenset[str]

    def places(self, header: list[str]) -> dict[str, int]:
        """Where each field stands in a file with this header."""
        own = {name: name for name in header if name.split(".")[0] in self.fields and name not in self.constant}
        wanted = {**own, **self.mapped}
        for field, column in wanted.items():
            if column not in header:
                raise Refusal(f"There is no column {column!r} for {field}. Columns: {', '.join(header)}")
        if not wanted:
            raise Refusal(f"Say which column is which field: --map FIELD=COLUMN. Columns: {', '.join(header)}")
        return {field: header.index(column) for field, column in wanted.items()}


def csv_rows(
    lines: Iterable[str], columns: Columns, *, made: Made, unused: Callable[[list[str]], None]
) -> Iterator[Row]:
    """Each row is one event; rows in a run with the same `order_id` are the lines of one order.

    `made` makes an event of the texts of its fields and of its lines; `unused` is told which columns are left out.
    """
    first, lines = first_line(lines)
    reader = csv.reader(lines, delimiter=max(DELIMITERS, key=first.count))
    header = next(reader, [])
    places = columns.places(header)
    unused([name for index, name in enumerate(header) if index not in places.values()])
    rows = (told(line, cells, header, places, columns.constant) for line, cells in numbered(reader))
    for _, run in groupby(rows, key=order_of):
        yield row_of(list(run), made)


def first_line(lines: Iterable[str]) -> tuple[str, Iterator[str]]:
    """The first line, and all lines with it."""
    iterator = iter(lines)
    first = next(iterator, "")
    return first, chain([first] if first else [], iterator)


def numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins on: a quoted cell may run over several."""
    begins = reader.line_num + 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Refusal(f"Line {begins} cannot be read as CSV: {error}.") from error


def told(line: int, cells: list[str], header: list[str], places: Mapping[str, int], constant: Texts) -> Told:
    """What a row says. Empty cells say nothing."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    if len(cells) != len(header):
        return Told(line, text.getvalue(), {}, f"has {len(cells)} cells, and the header {len(header)}")
    said = {**constant, **{field: cells[index].strip() for field, index in places.items()}}
    return Told(line, text.getvalue(), {field: words for field, words in said.items() if words})


def order_of(row: Told) -> tuple[str | int, ...]:
    """What the lines of one order have in common; a row without an order or without an item stands alone."""
    order = row.said.get("order_id")
    is_line = any(field.startswith(LINE) for field in row.said)
    return (order, row.said.get("type", "")) if order and is_line else (row.line,)


def row_of(run: list[Told], made: Made) -> Row:
    """One event of the rows that tell it."""
    first, text = run[0], "\n".join(row.text for row in run)
    if first.wrong:
        return Row(first.line, text, None, first.wrong)
    said = {field: words for field, words in first.said.items() if not field.startswith(LINE)}
    lines = [{field.removeprefix(LINE): row.said[field] for field in row.said if field.startswith(LINE)} for row in run]
    return Row(first.line, text, made(said, [line for line in lines if line]))
