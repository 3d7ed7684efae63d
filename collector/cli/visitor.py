"""`beheld visitor`: what one visitor was shown, saw and did, in the terminal."""

from __future__ import annotations

import json

import click

from collector.cli.errors import CommandError
from collector.cli.options import chosen_site, json_option, site_option, with_store
from collector.clock import now_ms
from collector.facts.refresh import refresh
from collector.present.text import user_report_text
from collector.reports.visitor.report import user_report
from collector.store import Store


@click.command()
@click.argument("id")
@site_option
@json_option
@with_store
def visitor(store: Store, *, id: str, site_name: str | None, as_json: bool) -> None:
    """Show the report of a visitor or user ID: who it is, and each session with its timeline."""
    chosen = chosen_site(store, site_name)
    refresh(store)
    report = user_report(store, chosen, id, now=now_ms())
    if report is None:
        raise CommandError(f"{chosen.name} knows no visitor and no user {id!r}. Ids are case-sensitive.")
    click.echo(f"{json.dumps(report)}\n" if as_json else user_report_text(report), nl=False)
