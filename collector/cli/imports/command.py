"""`beheld import`: events of the past from a file, checked and stored as if they had been sent with the secret key."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from collector.cli.errors import CommandError
from collector.cli.imports.dry_run import DryRun
from collector.cli.imports.erased import ErasedCheck
from collector.cli.imports.importer import Importer
from collector.cli.imports.presets import PRESETS
from collector.cli.imports.rejected_file import RejectedFile
from collector.cli.imports.source import FIELDS, Reading, opened
from collector.cli.imports.times import time_format
from collector.cli.imports.undoing import default_label, list_imports, undo
from collector.cli.options import chosen_site, json_option, site_option, with_store
from collector.present.numbers import counted
from collector.store import Site, Store

T = TypeVar("T")


class ImportCommand(click.Command):
    """`beheld import FILE`, and `beheld import list` and `undo`; a file of such a name is written ./list."""

    commands = {"list": list_imports, "undo": undo}  # noqa: RUF012 - as click.Group has it

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """What is to be run: one of the commands, if the first word is its name."""
        command = self.commands.get(args[0]) if args else None
        if command is not None:
            return command.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


def pairs(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, list[str]]:
    """FIELD=WHAT as a dict; the field must be one that events have, and may be named more than once."""
    by_field: dict[str, list[str]] = {}
    for pair in given:
        field, _, what = pair.partition("=")
        if not what:
            raise click.BadParameter(f"{pair!r} is not of the form FIELD=…", context, parameter)
        if field.split(".")[0] not in FIELDS:
            known = ", ".join(sorted(FIELDS))
            raise click.BadParameter(f"{field!r} is no field of an event. Fields: {known}", context, parameter)
        by_field.setdefault(field, []).append(what.strip())
    return by_field


def constants(context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """The same, each field named once."""
    by_field = pairs(context, parameter, given)
    for field, values in by_field.items():
        if len(values) > 1:
            raise click.BadParameter(f"{field!r} is given more than once", context, parameter)
    return {field: values[0] for field, values in by_field.items()}


def form_of_time(context: click.Context, parameter: click.Parameter, given: str | None) -> str | None:
    """A format that times can be read by."""
    try:
        return None if given is None else time_format(given)
    except ValueError as error:
        raise click.BadParameter(f"{error}", context, parameter) from None


READING_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), help="Default: by the file's name."),
    click.option("--preset", type=click.Choice(sorted(PRESETS)), help="CSV: an order export of this shop system."),
    click.option(
        "--map", "mapped", multiple=True, callback=pairs, metavar="FIELD=COLUMN",
        help="CSV: the column of a field; a second one for the field is used where the first is empty.",
    ),
    click.option(
        "--set", "constant", multiple=True, callback=constants, metavar="FIELD=VALUE", help="CSV: a value for all rows."
    ),
    click.option("--decimal", type=click.Choice([".", ","]), help="CSV: the decimal sign."),
    click.option(
        "--time-format", callback=form_of_time, metavar="FORMAT",
        help='CSV: how times are written, as "%d.%m.%Y %H:%M"; default: 2026-03-10 10:00, with or without an offset.',
    ),
    click.option(
        "--without-tax", is_flag=True,
        help="CSV with --preset: take tax out of prices that include it, and out of refunds.",
    ),
    click.option("--encoding", help="How the file is encoded, if it has no byte order mark; default: utf-8."),
)  # fmt: skip


def reading_options(command: Callable[..., T]) -> Callable[..., T]:
    """The options for how a file is read."""
    for option in reversed(READING_OPTIONS):
        command = option(command)
    return command


@click.command("import", cls=ImportCommand, epilog="See also: beheld import list; beheld import undo LABEL.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@site_option
@reading_options
@click.option("--label", help="The name to undo the import by; default: made from the file's name and the time.")
@click.option("--rejected-to", metavar="FILE", help="Write rejected rows to this file, to correct and import them.")
@click.option("--dry-run", is_flag=True, help="Check everything, show what it adds up to, store nothing.")
@json_option
@with_store
def import_file(
    store: Store,
    /,
    *,
    file: str,
    site_name: str | None,
    label: str | None,
    rejected_to: str | None,
    dry_run: bool,
    as_json: bool,
    **reading: Any,
) -> None:
    """Import events from FILE: JSON lines or CSV, gzipped or not; - is standard input.

    Rows without an id get one from their content, so the same file can be imported again. Rejected rows are listed with
    their line and the reasons. Exit code 0: no row was rejected; 1: some were; 2: the file cannot be read.
    """
    site = chosen_site(store, site_name)
    plan = Reading(**reading)
    if plan.without_tax and plan.preset is None:
        raise CommandError("--without-tax needs --preset, which knows the column of the tax.")
    label = None if dry_run else label or default_label(file, {each.label for each in store.imports(site.site)})
    work = run(store, site, file, plan, label=label, rejected_to=rejected_to)
    if as_json:
        click.echo(json.dumps(for_programs(work, site, label)))
    else:
        show(work, label, behind=store.facts_behind())
    click.get_current_context().exit(1 if work.rejected else 0)


def run(store: Store, site: Site, file: str, plan: Reading, *, label: str | None, rejected_to: str | None) -> Importer:
    """Read the file and do what is to be done with its rows; without a label nothing is stored."""
    numbers: list[int] = []
    erased = ErasedCheck(store, site)

    def keep(events: list[Any]) -> Any:
        if not numbers:
            numbers.append(store.begin_import(site.site, str(label), file))
        return store.append(events, imported_as=numbers[0], erasures=erased.number)

    rejected = RejectedFile(checked_path(rejected_to, file), marked=plan.is_csv(file)) if rejected_to else None
    work = Importer(site, store, DryRun(store) if label is None else keep, erased=erased, rejected_file=rejected)
    try:
        with opened(file, plan, ZoneInfo(site.time_zone)) as source:
            work.take(source.rows, begin=lambda: source.csv.header if source.csv else "")
    except CommandError as rejection:
        if numbers:
            undo_it = f"To undo what was stored before: beheld import undo {shlex.quote(str(label))}"
            raise CommandError(f"{rejection.message} {undo_it}") from rejection
        raise
    finally:
        if rejected:
            rejected.close()
    return work


def checked_path(rejected_to: str, file: str) -> str:
    """Where rejected rows go: not over the file that they come from."""
    if file != "-" and Path(rejected_to).exists() and Path(rejected_to).samefile(file):
        raise CommandError("--rejected-to names the file that is imported: name another.")
    return rejected_to


def for_programs(work: Importer, site: Site, label: str | None) -> dict[str, Any]:
    """What became of the rows, as JSON."""
    counts = {name: getattr(work, name) for name in ("rows", "accepted", "duplicates", "rejected")}
    return {
        "site": site.name,
        "dry_run": label is None,
        "label": label,
        **counts,
        "left_out": dict(work.left_out),
        "known_orders": work.known.count,
        "tax_in_prices": work.tax_in_prices,
        "orders_without_rate": dict(work.without_rate.orders),
        **work.tally.json(),
        "rejections": work.first_rejected,
    }


def notes_on(work: Importer) -> Iterator[str]:
    """What is to be known of orders that were taken."""
    if note := work.known.note():
        yield note
    if work.tax_in_prices:
        orders = counted(work.tax_in_prices, "order of this file has", "orders of this file have")
        yield f"{orders} tax in the prices, and so in revenue; if your pages send prices without it: --without-tax"
    yield from work.without_rate.notes()


def show(work: Importer, label: str | None, *, behind: int) -> None:
    """Say what became of the rows."""
    for rejected in work.first_rejected:
        for path, messages in rejected["errors"].items():
            click.echo(f"line {rejected['line']}: {path} {'; '.join(messages)}", err=True)
    if work.rejected > len(work.first_rejected):
        more = work.rejected - len(work.first_rejected)
        click.echo(f"... and {more:,} more; --rejected-to FILE writes them all", err=True)
    for why, count in sorted(work.left_out.items()):
        click.echo(f"{count:,} left out: {why}", err=True)
    for note in notes_on(work):
        click.echo(note, err=True)
    done = "stored" if label else "would be stored"
    click.echo(
        f"{work.rows:,} rows: {work.accepted:,} {done}, {work.duplicates:,} duplicates, {work.rejected:,} rejected"
    )
    for line in work.tally.lines():
        click.echo(f"  {line}")
    if label is None:
        click.echo("Dry run: nothing was stored.")
    elif work.accepted or work.duplicates:
        click.echo(f"Label: {label}. To undo it: beheld import undo {shlex.quote(label)}")
        if behind:
            click.echo("A running server has them in its reports within moments; without one, run: beheld rebuild")
