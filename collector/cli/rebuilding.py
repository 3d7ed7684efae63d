"""`beheld rebuild`: all facts again, from the events alone."""

from __future__ import annotations

import sys

import click
from tqdm import tqdm

from collector.cli.options import chosen_site, with_store
from collector.facts.rebuild import rebuild as rebuild_facts
from collector.store import Store


@click.command()
@click.option("--site", "site_name", metavar="NAME", help="Only this site; default: all.")
@click.option("--processes", type=click.IntRange(1, 256), help="How many to use; default: one for each core.")
@with_store
def rebuild(store: Store, *, site_name: str | None, processes: int | None) -> None:
    """Compute all facts again from the events. A server may keep running."""
    site = chosen_site(store, site_name).site if site_name else None
    with tqdm(desc="Computing facts", unit=" events", unit_scale=True, disable=not sys.stderr.isatty()) as bar:

        def progress(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        events = rebuild_facts(store, site, processes=processes, progress=progress)
    click.echo(f"Facts of {events:,} events computed.")
