"""Opening a file of events: gzipped or not, JSON lines or CSV, with a progress bar over its bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from typing import IO, NamedTuple, NoReturn
from zoneinfo import ZoneInfo

import click
from tqdm import tqdm

from collector.cli.errors import CommandError
from collector.cli.imports.csv_reader import Columns, CsvFile, Made
from collector.cli.imports.csv_values import Texts, Writing, event_of
from collector.cli.imports.event_from_row import NOTES
from collector.cli.imports.json_reader import json_rows
from collector.cli.imports.presets import PRESETS
from collector.cli.imports.rows import Row
from collector.cli.imports.text_source import text_of, unpacked
from collector.cli.imports.times import names_a_day
from collector.schemas.events import SCHEMAS
from collector.schemas.shapes import fields_of

STANDARD_INPUT = "-"
CSV_SUFFIXES = {".csv", ".tsv"}
FIELDS = NOTES | {"type"} | {name for shape in SCHEMAS.values() for name in fields_of(shape)}


class Reading(NamedTuple):
    """How a file is to be read: its format (by default that of its name), and what is to be known of CSV."""

    form: str | None = None
    mapped: Mapping[str, Sequence[str]] = {}
    constant: Mapping[str, str] = {}
    preset: str | None = None
    encoding: str | None = None
    decimal: str | None = None
    time_format: str | None = None
    without_tax: bool = False

    def is_csv(self, name: str) -> bool:
        """Whether a file of this name is CSV."""
        plain = PurePath(name.removesuffix(".gz"))
        return self.form == "csv" or (self.form is None and (bool(self.preset) or plain.suffix.lower() in CSV_SUFFIXES))


class Opened(NamedTuple):
    """An open file: its rows, read one by one, and the file itself if it is CSV."""

    rows: Iterator[Row]
    csv: CsvFile | None


@contextmanager
def opened(name: str, reading: Reading, zone: ZoneInfo) -> Iterator[Opened]:
    """The rows of a file; times without an offset are in this zone."""
    with readable(reading.encoding), ExitStack() as stack:
        raw = sys.stdin.buffer if name == STANDARD_INPUT else stack.enter_context(open(name, "rb"))
        size = None if name == STANDARD_INPUT else os.path.getsize(name)
        shown = sys.stderr.isatty()
        bar = stack.enter_context(tqdm(total=size, desc="Importing", unit="B", unit_scale=True, disable=not shown))
        content = unpacked(raw, name)
        if reading.is_csv(name):
            text = stack.enter_context(text_of(content, reading.encoding))
            lines = moving(text, raw, bar)
            file = CsvFile(lines, columns_of(reading), made=maker_of(reading, zone), note=note)
            yield Opened(file.rows(), file)
        else:
            text = stack.enter_context(text_of(content, reading.encoding, errors="surrogateescape"))
            lines = moving(text, raw, bar)
            yield Opened(json_rows(lines), None)


def columns_of(reading: Reading) -> Columns:
    """What the columns of CSV mean."""
    if reading.preset is None:
        return Columns(reading.mapped, reading.constant, fields_of_type(reading.constant.get("type")))
    preset = PRESETS[reading.preset]
    constant = {"type": "purchase", **reading.constant}
    usual = {field: columns for field, columns in preset.columns.items() if field not in constant}
    return Columns(reading.mapped, constant, FIELDS, usual, preset.required - constant.keys())


def fields_of_type(name: str | None) -> frozenset[str]:
    """What columns may be named that need not be mapped: the fields of this type where all rows are of it."""
    shape = SCHEMAS.get(name or "")
    return NOTES | {"type"} | set(fields_of(shape)) if shape else frozenset(FIELDS)


def maker_of(reading: Reading, zone: ZoneInfo) -> Made:
    """What makes a row of the texts of one order, or of one event."""
    writing = Writing(zone, reading.time_format, reading.decimal, reading.without_tax)
    preset = PRESETS[reading.preset] if reading.preset else None

    def made(texts: Texts, lines: list[Texts]) -> Row:
        day_only = names_a_day(texts.get("ts", ""), reading.time_format)
        if preset is not None:
            return preset.row(texts, lines, writing)._replace(day_only=day_only)
        event, errors = event_of(texts, lines, writing)
        return Row(0, "", (event,), errors, day_only=day_only)

    return made


def note(text: str) -> None:
    """Note on standard error what is left out of a file, so that nothing is lost unnoticed."""
    click.echo(text, err=True)


def moving(lines: IO[str], raw: IO[bytes], bar: tqdm[NoReturn]) -> Iterator[str]:
    """The same lines, while the bar moves along."""
    for line in lines:
        yield line
        if not bar.disable:
            bar.update(raw.tell() - bar.n if raw.seekable() else 0)


@contextmanager
def readable(encoding: str | None) -> Iterator[None]:
    """What is done with a file, or in one sentence why it cannot be read on."""
    try:
        yield
    except UnicodeError as error:
        tried, byte = encoding or "utf-8", ""
        if isinstance(error, UnicodeDecodeError):
            tried, byte = error.encoding, f" (byte {error.object[error.start]:#04x})"
        advice = "give it with --encoding, such as cp1252, latin-1 or utf-16"
        raise CommandError(f"The file is not {tried}{byte}: {advice}.") from error
    except EOFError as error:
        raise CommandError("The gzipped file ends in the middle: copy it again.") from error
