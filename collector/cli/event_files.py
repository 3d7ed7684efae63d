"""Opening a file of events: gzipped or not, JSON lines or CSV, with a progress bar over its bytes."""

from __future__ import annotations

import codecs
import gzip
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from typing import IO, NamedTuple, NoReturn, cast
from zoneinfo import ZoneInfo

import click
from tqdm import tqdm

from collector.cli.columns import Columns, csv_rows
from collector.cli.incoming import NOTES
from collector.cli.refusals import Refusal
from collector.cli.rows import Row, json_rows
from collector.cli.texts import event_of
from collector.schemas.events import SHAPES
from collector.schemas.shapes import fields_of

STANDARD_INPUT = "-"
CSV_SUFFIXES = {".csv", ".tsv"}
FIELDS = NOTES | {"type"} | {name for shape in SHAPES.values() for name in fields_of(shape)}


class Reading(NamedTuple):
    """How a file is to be read: its format (by its name if not said), and for CSV its columns and encoding."""

    form: str | None = None
    mapped: Mapping[str, str] = {}
    constant: Mapping[str, str] = {}
    encoding: str = "utf-8-sig"

    def is_csv(self, name: str) -> bool:
        """Whether a file of this name is CSV."""
        plain = PurePath(name.removesuffix(".gz"))
        return self.form == "csv" or (self.form is None and plain.suffix.lower() in CSV_SUFFIXES)


@contextmanager
def opened_rows(name: str, reading: Reading, zone: ZoneInfo) -> Iterator[Iterator[Row]]:
    """The rows of a file, read as they are asked for; times without an offset are in this zone."""
    with ExitStack() as stack:
        raw = sys.stdin.buffer if name == STANDARD_INPUT else stack.enter_context(open(name, "rb"))
        size = None if name == STANDARD_INPUT else os.path.getsize(name)
        shown = sys.stderr.isatty()
        bar = stack.enter_context(tqdm(total=size, desc="Importing", unit="B", unit_scale=True, disable=not shown))
        content = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if name.endswith(".gz") else raw
        rows = csv_events(content, reading, zone) if reading.is_csv(name) else json_rows(content)
        yield readable(moving(rows, raw, bar), reading.encoding)


def csv_events(content: IO[bytes], reading: Reading, zone: ZoneInfo) -> Iterator[Row]:
    """The rows of CSV; what is not used of it is said on standard error."""
    try:
        codecs.lookup(reading.encoding)
    except LookupError:
        raise Refusal(f"There is no encoding {reading.encoding!r}: try utf-8, latin-1 or cp1252.") from None
    columns = Columns(reading.mapped, reading.constant, FIELDS)
    text = codecs.iterdecode(content, reading.encoding)
    return csv_rows(text, columns, made=lambda said, lines: event_of(said, lines, zone), unused=say_unused)


def say_unused(names: list[str]) -> None:
    """Columns that nothing is taken from are named, so that none is lost unnoticed."""
    if names:
        click.echo(f"Columns not used: {', '.join(names)}", err=True)


def moving(rows: Iterator[Row], raw: IO[bytes], bar: tqdm[NoReturn]) -> Iterator[Row]:
    """The same rows, while the bar moves along."""
    for row in rows:
        yield row
        if not bar.disable:
            bar.update(raw.tell() - bar.n if raw.seekable() else 0)


def readable(rows: Iterator[Row], encoding: str) -> Iterator[Row]:
    """The same rows, or in one sentence why the file cannot be read on."""
    try:
        yield from rows
    except UnicodeDecodeError as error:
        advice = "say what it is with --encoding, such as latin-1"
        raise Refusal(f"The file is not {encoding} (byte {error.object[error.start]:#04x}): {advice}.") from error
    except EOFError as error:
        raise Refusal("The gzipped file ends in the middle: copy it again.") from error
