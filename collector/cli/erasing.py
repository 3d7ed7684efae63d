"""`beheld erase`: a person taken away for good."""

from __future__ import annotations

import json
import shlex

import click

from collector.cli.errors import CommandError
from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.facts.refresh import refresh
from collector.reports.visitor.persons import erasable
from collector.store import Store

MANY_VISITORS = 10


@click.command()
@click.argument("id")
@site_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@with_store
def erase(store: Store, *, id: str, site_name: str | None, yes: bool, as_json: bool) -> None:
    """Erase the person with a visitor or user ID for good: events, everything computed from them, rejected events.

    Without --yes it first shows how much that is, and asks. Events that happened before and come in later are rejected.
    """
    site = chosen_site(store, site_name)
    id = id.strip()
    refresh(store)
    target = erasable(store, site.site, id)
    would = store.would_erase(site.site, target.visitors, target.user_ids, owners=target.owners)
    known = target.person is not None or would.events or would.rejections
    if target.stays is not None:
        click.echo(
            f"{id!r} is a visitor that named the user {target.stays[2:]!r}. Any visitor can, so the user stays. "
            f"To erase the user: beheld erase {shlex.quote(target.stays)}",
            err=True,
        )
    if not yes and known:
        click.echo(
            f"This erases for good: {would.events:,} events of {would.visitors:,} visitors and {would.users:,} "
            f"users ({would.persons:,} persons, {would.orders:,} orders), and {would.rejections:,} rejected events.",
            err=True,
        )
        if would.visitors > MANY_VISITORS:
            click.echo("One person seldom has that many visitors: the id may be shared by strangers.", err=True)
        confirm(id)
    erased = store.erase(site.site, target.visitors, target.user_ids, owners=target.owners)
    store.log_change(site.site, ACTOR, "person.erase", "a person", {"events": erased.events})
    summary = {"site": site.name, "person": target.person, "events": erased.events, "rejections": erased.rejections}
    if as_json:
        click.echo(json.dumps(summary if target.stays is None else {**summary, "stays": target.stays}))
    elif known:
        click.echo(f"Erased: {erased.events:,} events, {erased.rejections:,} rejected events.")
    else:
        click.echo(f"{site.name} knows no visitor and no user {id!r}; the id is noted as erased all the same.")


def confirm(id: str) -> None:
    """Ask; CommandError with how to answer where there is no terminal."""
    try:
        sure = click.confirm(f"Erase {id!r}?", err=True)
    except click.Abort:
        raise CommandError("Nothing was erased. Pass --yes to erase without being asked.") from None
    if not sure:
        raise CommandError("Nothing was erased.")
