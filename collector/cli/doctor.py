"""`beheld doctor`: whether all is well, and what to do where it is not."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import closing

import click

from collector.cli import checks_of_sites, checks_of_store
from collector.cli.checks import Check, CheckContext
from collector.cli.options import json_option
from collector.clock import now_ms
from collector.errors import CollectorError, EngineError
from collector.finding import FAILED, OK, WARNING, Finding
from collector.store import open_store, why_missing

CHECKS: tuple[Check, ...] = (
    checks_of_store.writing,
    checks_of_store.facts,
    checks_of_store.persons,
    checks_of_store.clock,
    checks_of_sites.sites,
    checks_of_sites.rejected,
)
MARKS = {OK: ("ok", "green"), WARNING: ("look", "yellow"), FAILED: ("FAIL", "red")}


@click.command()
@click.argument("site", required=False)
@click.option(
    "--thorough", is_flag=True, help="Also check every index against its table, and large files too; takes a while."
)
@json_option
@click.pass_context
def doctor(context: click.Context, *, site: str | None, thorough: bool, as_json: bool) -> None:
    """Check the store, its durability, disk space, facts, keys, the clock, and what was rejected.

    With the name of a SITE, also check whether what it sent in the last thirty days makes sense.

    Exit code 0: nothing failed; 1: something did.
    """
    checks = (*CHECKS, checks_of_sites.data_of(site)) if site else CHECKS
    found = [checks_of_store.settings(os.environ), *findings(context.obj.store, checks, thorough=thorough)]
    if as_json:
        click.echo(json.dumps([finding._asdict() for finding in found]))
    else:
        for finding in found:
            show(finding)
    context.exit(1 if any(finding.state == FAILED for finding in found) else 0)


def findings(url: str, checks: tuple[Check, ...], *, thorough: bool) -> Iterator[Finding]:
    """What these checks find in the store at this address; one that cannot be opened is a finding too."""
    try:
        missing = why_missing(url)
        if missing:
            advice = "beheld init makes it; --store names another" if missing.can_be_made else None
            yield Finding("store", FAILED, missing.why, advice)
            return
        store = open_store(url)
    except CollectorError as error:
        yield Finding("store", FAILED, error.message, "fix this first: nothing else can be checked")
        return
    with closing(store):
        yield Finding("store", OK, url)
        yield from store.checks(thorough=thorough)
        for check in checks:
            yield from made(check, CheckContext(store, now_ms()))


def made(check: Check, context: CheckContext) -> Iterator[Finding]:
    """What a check finds; a database that cannot answer it is a finding too."""
    try:
        yield from check(context)
    except (CollectorError, EngineError) as error:
        yield Finding(check.__name__, FAILED, f"the database reports: {error}", "see the other checks for the cause")


def show(finding: Finding) -> None:
    """Print one finding, and below it what to do."""
    mark, colour = MARKS[finding.state]
    click.echo(f"{click.style(f'{mark:<5}', fg=colour)} {finding.check}: {finding.found}")
    if finding.advice:
        click.echo(f"      -> {finding.advice}")
