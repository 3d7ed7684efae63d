"""`beheld rate`: what other currencies are worth in the site's own."""

from __future__ import annotations

import json
from datetime import datetime

import click

from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.present.site_changes import SiteChanges
from collector.store import Store


@click.group()
def rate() -> None:
    """Exchange rates of a site: set, list, delete.

    Orders in a currency without a rate are kept, left out of sums of money, and counted.
    """


@rate.command("set")
@click.argument("currency")
@click.argument("value", metavar="RATE")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day it applies.")
@site_option
@with_store
def set_rate(store: Store, *, currency: str, value: str, since: datetime, site_name: str | None) -> None:
    """Set what one unit of CURRENCY is worth in the site's currency: beheld rate set USD 0.92 --from 2026-01-01."""
    chosen = chosen_site(store, site_name)
    kept = SiteChanges(store, chosen, ACTOR).set_rate(currency, f"{since:%Y-%m-%d}", {"rate": value})
    click.echo(f"1 {kept.currency} = {kept.rate} {chosen.currency} from {kept.rate_date} on")


@rate.command("list")
@site_option
@json_option
@with_store
def list_rates(store: Store, *, site_name: str | None, as_json: bool) -> None:
    """List the rates of a site."""
    chosen = chosen_site(store, site_name)
    rates = store.rates(chosen.site)
    if as_json:
        click.echo(json.dumps([each._asdict() for each in rates]))
        return
    for each in rates:
        click.echo(f"1 {each.currency} = {each.rate} {chosen.currency} from {each.rate_date} on")


@rate.command("delete")
@click.argument("currency")
@click.option("--from", "since", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day it applies.")
@site_option
@with_store
def delete_rate(store: Store, *, currency: str, since: datetime, site_name: str | None) -> None:
    """Delete a rate that was set."""
    chosen = chosen_site(store, site_name)
    SiteChanges(store, chosen, ACTOR).delete_rate(currency, f"{since:%Y-%m-%d}")
    click.echo(f"Deleted the rate of {currency} from {since:%Y-%m-%d} on.")
