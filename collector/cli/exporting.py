"""`beheld export`: the events of a site as JSON lines, as they are sent; `beheld import` takes them again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from collector.cli.options import chosen_site, site_option, with_store
from collector.cli.private_files import opened_to_write
from collector.reports.export import exported_events
from collector.store import Store


def in_a_folder(context: click.Context, parameter: click.Parameter, path: str) -> str:
    """A path that can be written to, before anything else is begun."""
    folder = Path(path).absolute().parent
    if path != "-" and not folder.is_dir():
        raise click.BadParameter(f"No such file or directory: {folder}")
    return path


@click.command()
@site_option
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False),
    default="-",
    callback=in_a_folder,
    help="Default: standard output.",
)
@with_store
def export(store: Store, *, site_name: str | None, output: str) -> None:
    """Write all events of a site as JSON lines, one event each, in the order they were stored.

    `beheld import` reads them unchanged, into this site (all duplicates) or another. A file is readable by you alone,
    since it is about people.
    """
    chosen = chosen_site(store, site_name)
    with click.open_file("-", "w", encoding="utf-8") if output == "-" else opened_to_write(output) as file:
        for event in exported_events(store, chosen.site):
            file.write(json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n")
