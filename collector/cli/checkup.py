"""`beheld doctor`: whether all is well, and what to do where it is not."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from collector.cli import findings
from collector.cli.findings import FAILED, OK, WARNING, Finding
from collector.cli.stores import json_option
from collector.errors import CollectorError
from collector.store import Store, open_store
from collector.store.sqlite import file_of

MARKS = {OK: ("ok", "green"), WARNING: ("look", "yellow"), FAILED: ("FAIL", "red")}


@click.command()
@click.option("--thorough", is_flag=True, help="Also read the whole file and check that it is sound; takes a while.")
@json_option
@click.pass_context
def doctor(context: click.Context, *, thorough: bool, as_json: bool) -> None:
    """Check the store, its durability, room, facts, keys, clock, and what was refused.

    Exit code 0: nothing failed; 1: something did.
    """
    found = list(checked(context.obj.store, thorough=thorough))
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in found]))
    else:
        for finding in found:
            show(finding)
    context.exit(1 if any(finding.state == FAILED for finding in found) else 0)


def checked(url: str, *, thorough: bool) -> Iterator[Finding]:
    """All findings about the store at this address; one that cannot be opened is a finding too."""
    yield findings.settings(os.environ)
    try:
        if not file_of(url).exists():
            yield Finding("store", FAILED, f"there is none at {url}", "beheld init makes it; --store names another")
            return
        store = open_store(url)
    except CollectorError as error:
        yield Finding("store", FAILED, error.message, "mend this first: nothing else can be looked at")
        return
    with closing(store):
        yield Finding("store", OK, url)
        yield from findings_of(store, store.path, thorough=thorough)


def findings_of(store: Store, path: Path, *, thorough: bool) -> Iterator[Finding]:
    """All findings about an open store."""
    now_ms = time.time_ns() // 1_000_000
    yield findings.library(store)
    yield findings.durability(store)
    yield findings.writable(store)
    yield findings.room(path)
    yield findings.log_size(path)
    if thorough:
        yield findings.integrity(store)
    yield findings.facts(store)
    yield findings.facts_failed(store)
    yield findings.clock(store, now_ms)
    yield from findings.sites(store)
    yield from findings.refused(store, now_ms)


def show(finding: Finding) -> None:
    """Print one finding, and below it what to do."""
    mark, colour = MARKS[finding.state]
    click.echo(f"{click.style(f'{mark:<5}', fg=colour)} {finding.check}: {finding.found}")
    if finding.advice:
        click.echo(f"      -> {finding.advice}")
