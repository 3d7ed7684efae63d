"""A CSV file as rows: its columns become fields of events, as the operator maps them, and lines of an order one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from collector.cli.errors import CommandError
from collector.cli.imports.amounts import AmbiguousCommaError
from collector.cli.imports.csv_records import Record, records
from collector.cli.imports.csv_values import Errors, Texts
from collector.cli.imports.order_lines import ParsedRecord, gathered
from collector.cli.imports.rows import Row

LINE = "items."
COLUMNS_SHOWN = 60

Made = Callable[[Texts, list[Texts]], Row]
Event = tuple[dict[str, Any], Errors]


class Columns(NamedTuple):
    """Which columns are which field, and fields that are the same in all rows.

    Of several columns of one field the first that is filled counts. The operator `mapped` some, which must be there; of
    the `usual` ones of a shop's files, only those of `required` fields must. A field may be within another (`page.url`,
    `props.colour`); `items.price` is that of the order line in this row. Where nothing is usual, columns whose name is
    that of one of `fields` need not be mapped.
    """

    mapped: Mapping[str, Sequence[str]]
    constant: Mapping[str, str]
    fields: frozenset[str]
    usual: Mapping[str, Sequence[str]] = {}
    required: frozenset[str] = frozenset()

    def places(self, header: list[str]) -> dict[str, list[int]]:
        """Where each field stands in a file with this header."""
        for field, columns in self.mapped.items():
            for column in columns:
                if column not in header:
                    raise CommandError(f"There is no column {column!r} for {field}. Columns: {shown(header)}")
        mapping = {**(self.usual or self.own(header)), **self.mapped}
        places = {
            field: [header.index(column) for column in columns if column in header]
            for field, columns in mapping.items()
        }
        for field in sorted(self.required):
            if not places[field]:
                usual = " or ".join(map(repr, self.usual[field]))
                raise CommandError(
                    f"There is no column {usual} for {field}: --map {field}=COLUMN. Columns: {shown(header)}"
                )
        if not mapping:
            raise CommandError(f"Name the column of each field: --map FIELD=COLUMN. Columns: {shown(header)}")
        for field, columns in mapping.items():
            for column in columns:
                if header.count(column) > 1:
                    raise CommandError(f"Two columns are named {column!r}, and {field} needs one: rename the other.")
        return {field: indexes for field, indexes in places.items() if indexes}

    def own(self, header: list[str]) -> dict[str, Sequence[str]]:
        """The columns that are named as fields are."""
        return {name: (name,) for name in header if name.split(".")[0] in self.fields and name not in self.constant}


class CsvFile:
    """One file. `header` is known once the first row has been read, and is what a file of rejected rows begins with."""

    def __init__(self, lines: Iterable[str], columns: Columns, *, made: Made, note: Callable[[str], None]) -> None:
        self.records, self.columns, self.made, self.note = records(lines), columns, made, note
        self.header = ""

    def rows(self) -> Iterator[Row]:
        """Each row is one event; rows of the same order, wherever they stand, are the lines of one."""
        first = next(self.records, None)
        if first is None:
            raise CommandError("The file is empty: its first line must name its columns.")
        self.header = first.text
        names = [name.strip().strip("\ufeff").strip() for name in first.cells]
        places = self.columns.places(names)
        used = {index for indexes in places.values() for index in indexes}
        unused = [name for index, name in enumerate(names) if index not in used and name]
        if unused:
            self.note(f"Columns not used: {shown(unused)}")
        parsed = (self.parse(record, len(names), places) for record in self.records)
        has_lines = "order_id" in places and any(field.startswith(LINE) for field in places)
        for run in gathered(parsed) if has_lines else ([each] for each in parsed):
            try:
                yield row_of(run, self.made)
            except AmbiguousCommaError as error:
                raise CommandError(f"Line {run[0].line}: {error}.") from None

    def parse(self, record: Record, width: int, places: Mapping[str, list[int]]) -> ParsedRecord:
        """The texts of a record by field. Empty cells are left out; empty cells beyond the header do not count."""
        cells = record.cells
        while len(cells) > width and not cells[-1].strip():
            cells = cells[:-1]
        if len(cells) != width:
            why = f"has {len(cells)} cells, but the header has {width}"
            why += f" ({record.wrong})" if record.wrong else ""
            orders = frozenset(may_be_order(cells, width, places.get("order_id", [])))
            return ParsedRecord(record.line, record.text, {}, why, orders)
        texts = dict(self.columns.constant)
        for field, indexes in places.items():
            filled = (text for index in indexes if (text := bare(cells[index])))
            if text := next(filled, ""):
                texts[field] = text
        return ParsedRecord(record.line, record.text, texts)


def bare(cell: str) -> str:
    """The text of a cell, without the spaces around it and without what keeps Excel from taking it for a number."""
    text = cell.strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 2 else text


def shown(names: list[str]) -> str:
    """Names of columns in one line, as many as can be read."""
    printable = ["".join(filter(str.isprintable, name)) for name in names[:COLUMNS_SHOWN]]
    return ", ".join(printable) + (", ..." if len(names) > COLUMNS_SHOWN else "")


def may_be_order(cells: list[str], width: int, places: list[int]) -> Iterator[str]:
    """The orders that a record with too many or too few cells may be of, counted from its start and its end."""
    for index in places:
        for place in (index, index - width + len(cells)):
            if 0 <= place < len(cells) and (text := cells[place].strip()):
                yield text


def row_of(run: list[ParsedRecord], made: Made) -> Row:
    """The row that records make together; if one of them is broken all of them are rejected."""
    first, text = run[0], "".join(row.text if row.text[-1:] in "\r\n" else row.text + "\n" for row in run)
    texts: dict[str, str] = {}
    for each in run:
        texts = {**{name: own for name, own in each.texts.items() if not name.startswith(LINE)}, **texts}
    wrong = [each for each in run if each.wrong]
    if wrong and len(run) == 1:
        return Row(first.line, text, wrong={"event": [str(first.wrong)]})
    if wrong:
        whole = f"the order {texts.get('order_id', '')} is rejected as a whole: "
        return Row(first.line, text, wrong={"event": [f"{whole}line {each.line} {each.wrong}" for each in wrong]})
    lines = [
        {name.removeprefix(LINE): each.texts[name] for name in each.texts if name.startswith(LINE)} for each in run
    ]
    made_row = made(texts, [line for line in lines if line])
    return made_row._replace(line=first.line, text=text)
