"""`beheld import`: events of the past from a file, checked and stored as if they had been sent with the secret key."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TextIO, TypeVar
from zoneinfo import ZoneInfo

import click

from collector.cli.event_files import FIELDS, Reading, opened_rows
from collector.cli.incoming import stored_event
from collector.cli.refusals import Refusal
from collector.cli.rows import Row
from collector.cli.stores import json_option, site_asked, site_option, with_store
from collector.errors import Refused, StoreUnavailable
from collector.event import Event
from collector.store import Site, Store

AT_ONCE = 1_000
SHOWN = 20
T = TypeVar("T")


def pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """FIELD=WHAT as a dict; the field must be one that events have."""
    said: dict[str, str] = {}
    for pair in given:
        field, _, what = pair.partition("=")
        if not what:
            raise click.BadParameter(f"{pair!r} is not of the form FIELD=…", context, parameter)
        if field.split(".")[0] not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise click.BadParameter(f"{field!r} is no field of an event. Fields: {known}", context, parameter)
        said[field] = what
    return said


class Import:
    """One import: takes rows, stores their events, and remembers what became of them."""

    def __init__(self, store: Store | None, site: Site, refused_file: TextIO | None) -> None:
        self.store, self.site, self.refused_file = store, site, refused_file
        self.rows = self.accepted = self.duplicates = self.refused = 0
        self.first_refused: list[dict[str, Any]] = []

    def take(self, rows: Iterable[Row]) -> None:
        """Store the events of these rows; those that are refused cost the others nothing."""
        for some in in_parts(rows, AT_ONCE):
            self.rows += len(some)
            events = [event for row in some if (event := self.event_or_none(row))]
            self.keep(events, last_line=some[-1].line)

    def event_or_none(self, row: Row) -> Event | None:
        """The event of a row, unless it is refused."""
        try:
            return stored_event(row, self.site.site, time.time_ns() // 1_000_000)
        except Refused as refusal:
            self.note(row, {path: list(messages) for path, messages in refusal.fields.items()})
            return None

    def keep(self, events: list[Event], *, last_line: int) -> None:
        """Store some events, unless this is only a try."""
        if self.store is None:
            self.accepted += len(events)
            return
        try:
            receipt = self.store.append(events)
        except StoreUnavailable as error:
            advice = "Import the same file again afterwards: what is stored already is not stored twice."
            raise Refusal(f"Stopped before line {last_line}: {error.message} {advice}") from error
        self.accepted += receipt.accepted
        self.duplicates += receipt.duplicates

    def note(self, row: Row, errors: dict[str, list[str]]) -> None:
        """Remember why a row was refused."""
        self.refused += 1
        refused = {"line": row.line, "errors": errors}
        if len(self.first_refused) < SHOWN:
            self.first_refused.append(refused)
        if self.refused_file:
            self.refused_file.write(json.dumps({**refused, "row": row.text}) + "\n")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@site_option
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Default: as the file's name says.")
@click.option("--map", "mapped", multiple=True, callback=pairs, metavar="FIELD=COLUMN", help="CSV: which column is it.")
@click.option("--set", "constant", multiple=True, callback=pairs, metavar="FIELD=VALUE", help="CSV: same in all rows.")
@click.option("--encoding", default="utf-8-sig", help="CSV: how its text is encoded; default: utf-8.")
@click.option(
    "--refused", "refused_file", type=click.File("w", "utf-8", lazy=False), help="Write what is refused, and why, here."
)
@click.option("--dry-run", is_flag=True, help="Check everything, store nothing.")
@json_option
@with_store
def import_file(
    store: Store,
    /,
    *,
    file: str,
    site_name: str | None,
    refused_file: TextIO | None,
    dry_run: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Import events from FILE: JSON lines or CSV, gzipped or not; - is standard input.

    Rows without an id get one from their content, so the same file can be imported again. What is refused is listed
    with its line and the reasons. Exit code 0: every row was taken; 1: some were refused.
    """
    site = site_asked(store, site_name)
    work = Import(None if dry_run else store, site, refused_file)
    with opened_rows(file, Reading(**reading), ZoneInfo(site.time_zone)) as rows:
        work.take(rows)
    if as_json:
        counts = {name: getattr(work, name) for name in ("rows", "accepted", "duplicates", "refused")}
        click.echo(json.dumps({"site": site.name, **counts, "refusals": work.first_refused}))
    else:
        show(work, behind=store.facts_behind())
    click.get_current_context().exit(1 if work.refused else 0)


def show(work: Import, *, behind: int) -> None:
    """Say what became of the rows."""
    for refused in work.first_refused:
        for path, messages in refused["errors"].items():
            click.echo(f"line {refused['line']}: {path} {'; '.join(messages)}", err=True)
    if work.refused > len(work.first_refused):
        more = work.refused - len(work.first_refused)
        click.echo(f"... and {more:,} more; --refused FILE writes them all", err=True)
    done = "stored" if work.store else "good, nothing stored"
    click.echo(
        f"{work.rows:,} rows: {work.accepted:,} {done}, {work.duplicates:,} duplicates, {work.refused:,} refused"
    )
    if work.store and behind:
        click.echo("A running server takes them into its reports within moments; without one, run: beheld rebuild")


def in_parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The same things, some at a time."""
    iterator = iter(things)
    while part := list(islice(iterator, size)):
        yield part
