"""`beheld site`: the shops and web properties that this collector measures."""

from __future__ import annotations

import json
from typing import Any

import click

from collector.cli.definitions import checked, with_details
from collector.cli.options import ACTOR, chosen_site, json_option, with_store, with_store_made
from collector.present.site_changes import SiteChanges
from collector.store import Store
from collector.store.keys import KINDS

CONSENTS = ("granted", "denied", "pending")


@click.group()
def site() -> None:
    """The sites measured here: add, list, set."""


@site.command("add")
@click.argument("name")
@click.option("--time-zone", default="UTC", show_default=True, help="Whose midnight begins a day: Europe/Lisbon.")
@click.option("--currency", default="EUR", show_default=True, help="What its money is reported in: EUR, USD.")
@click.option(
    "--origin",
    "origins",
    multiple=True,
    help="A web origin that may send with the public key, such as https://shop.example; repeatable.",
)
@json_option
@with_store_made
def add(store: Store, *, name: str, time_zone: str, currency: str, origins: tuple[str, ...], as_json: bool) -> None:
    """Add a site and print its four keys, which are shown only this once and stored hashed.

    Without --origin, any web page may send events with the public key.
    """
    settings = checked("sites", name, {"origins": list(origins)}) if origins else None
    added = store.add_site(name, time_zone=time_zone, currency=currency, settings=settings)
    keys = {kind: store.add_key(added.site, kind) for kind in KINDS}
    if as_json:
        click.echo(json.dumps({"site": added.name, "keys": keys}))
        return
    click.echo(f"Added {added.name} ({added.time_zone}, {added.currency}). Its keys, shown only now:\n")
    for kind, plain in keys.items():
        click.echo(f"  {kind:<8}{plain}")
    click.echo("\nFor every page of the site, with the address of this collector:\n")
    click.echo(f'  <script async src="https://COLLECTOR/beheld.js" data-key="{keys["public"]}"></script>')


@site.command("list")
@json_option
@with_store
def list_sites(store: Store, *, as_json: bool) -> None:
    """List the sites."""
    sites = store.sites()
    if as_json:
        fields = ("name", "time_zone", "currency", "settings")
        click.echo(json.dumps([{field: getattr(each, field) for field in fields} for each in sites]))
        return
    for each in sites:
        origins = ", ".join(each.settings.get("origins", ())) or "any origin"
        click.echo(f"{each.name}  {each.time_zone}  {each.currency}  {origins}")
    if not sites:
        click.echo("No site yet. Make one: beheld site add NAME --time-zone UTC --currency EUR", err=True)


@site.command("set")
@click.argument("name")
@click.option("--origin", "origins", multiple=True, help="The only web origins that may send; repeatable.")
@click.option("--any-origin", is_flag=True, help="Let any web page send with the public key.")
@click.option(
    "--purchases-need-secret/--purchases-from-anyone",
    default=None,
    help="Whether purchases are accepted only with the secret key.",
)
@click.option(
    "--max-public-value",
    metavar="AMOUNT",
    help="The maximum value of an order or a goal that only the public key reported.",
)
@click.option(
    "--nobody-id",
    "nobody_ids",
    multiple=True,
    help="A visitor or user id that your programs send for everybody they do not know; repeatable.",
)
@click.option("--no-nobody-id", is_flag=True, help="No ids but those that are nobody's on every site, such as null.")
@click.option(
    "--margin", metavar="SHARE", help="The share of net revenue that is left after the cost of goods: 0 to 1."
)
@click.option("--no-margin", is_flag=True, help="The margin is not known.")
@click.option(
    "--category-margin",
    "category_margins",
    multiple=True,
    metavar="CATEGORY=SHARE",
    help="The margin of a category of products, if it differs; repeatable, and replaces those set before.",
)
@click.option("--no-category-margins", is_flag=True, help="All categories have the site's margin.")
@click.option("--consent", type=click.Choice(CONSENTS), help="What the snippet assumes until the page calls consent.")
@json_option
@with_store
def set_settings(
    store: Store,
    /,
    *,
    name: str,
    any_origin: bool,
    no_nobody_id: bool,
    no_margin: bool,
    as_json: bool,
    no_category_margins: bool,
    **given: Any,
) -> None:
    """Change the settings of a site; those that are not named stay as they are.

    A running server uses them within seconds.
    """
    if any_origin and given["origins"]:
        raise click.UsageError("--origin and --any-origin exclude each other.")
    if no_nobody_id and given["nobody_ids"]:
        raise click.UsageError("--nobody-id and --no-nobody-id exclude each other.")
    chosen = chosen_site(store, name)
    changes: dict[str, Any] = {setting: value for setting, value in given.items() if value is not None}
    for setting, none in (("origins", any_origin), ("nobody_ids", no_nobody_id)):
        listed = changes.pop(setting)
        if listed or none:
            changes[setting] = list(listed)
    changes |= _margins(changes.pop("margin", None), changes.pop("category_margins"), no_margin, no_category_margins)
    if not changes:
        options = (
            "--origin, --any-origin, --purchases-need-secret, --max-public-value, "
            "--nobody-id, --no-nobody-id, --margin, --no-margin, --category-margin, --no-category-margins or --consent"
        )
        raise click.UsageError(f"Say what to change: {options}.")
    with with_details("sites"):
        settings = SiteChanges(store, chosen, ACTOR).change_settings(changes).settings
    if as_json:
        click.echo(json.dumps({"site": chosen.name, "settings": settings}))
        return
    for setting, value in sorted(settings.items()):
        click.echo(f"{setting}: {json.dumps(value)}")


def _margins(
    margin: str | None, by_category: tuple[str, ...], no_margin: bool, no_category_margins: bool
) -> dict[str, Any]:
    """What is to change of margins."""
    if no_margin and margin:
        raise click.UsageError("--margin and --no-margin exclude each other.")
    if no_category_margins and by_category:
        raise click.UsageError("--category-margin and --no-category-margins exclude each other.")
    changes: dict[str, Any] = {}
    if margin or no_margin:
        changes["margin"] = margin
    if by_category or no_category_margins:
        changes["category_margins"] = dict(map(_pair, by_category)) or None
    return changes


def _pair(text: str) -> tuple[str, str]:
    """CATEGORY=SHARE; a category may have = in it, a share has none."""
    category, equals, share = text.rpartition("=")
    if not equals or not category:
        raise click.UsageError(f"--category-margin {text}: write it as CATEGORY=SHARE, such as teaware=0.55.")
    return category.strip(), share.strip()
