"""`beheld key`: who may send, read and manage."""

from __future__ import annotations

import json

import click

from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.present.site_changes import SiteChanges
from collector.reports.moments import rfc3339, rfc3339_or_none
from collector.store import Store
from collector.store.keys import KINDS


@click.group()
def key() -> None:
    """The keys of a site: new, list, revoke."""


@key.command("new")
@click.argument("kind", type=click.Choice(KINDS))
@site_option
@json_option
@with_store
def new(store: Store, *, kind: str, site_name: str | None, as_json: bool) -> None:
    """Make a key and print it, only this once.

    public: in pages, sends events. secret: on servers, sends anything, also refunds and what happened long ago.
    read: reads reports. admin: manages the site.
    """
    chosen = chosen_site(store, site_name)
    plain = SiteChanges(store, chosen, ACTOR).make_key(kind)
    click.echo(json.dumps({"site": chosen.name, "kind": kind, "key": plain}) if as_json else plain)


@key.command("list")
@site_option
@json_option
@with_store
def list_keys(store: Store, *, site_name: str | None, as_json: bool) -> None:
    """List the keys of a site by their hints: only hashes are stored, so nobody can read them again."""
    rows = [
        {
            "kind": each.kind,
            "hint": each.hint,
            "created_at": rfc3339(each.created_at),
            "revoked_at": rfc3339_or_none(each.revoked_at),
        }
        for each in store.keys(chosen_site(store, site_name).site)
    ]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        state = f"revoked {row['revoked_at']}" if row["revoked_at"] else "in use"
        click.echo(f"{row['kind']:<8}{row['hint']}  made {row['created_at']}  {state}")


@key.command("revoke")
@click.argument("hint")
@site_option
@json_option
@with_store
def revoke(store: Store, *, hint: str, site_name: str | None, as_json: bool) -> None:
    """Revoke the key that `beheld key list` shows with this HINT. Running servers reject it within seconds."""
    chosen = chosen_site(store, site_name)
    revoked = SiteChanges(store, chosen, ACTOR).revoke_key(hint)
    if as_json:
        click.echo(json.dumps({"site": chosen.name, "kind": revoked.kind, "hint": revoked.hint}))
        return
    click.echo(f"Revoked the {revoked.kind} key {revoked.hint} of {chosen.name}.")
