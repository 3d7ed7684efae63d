"""`beheld action`, `campaign`, `goal`, `annotation`, `cost` and `baseline`. Events count without them."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from collector.cli.errors import CommandError
from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.errors import BadRequest, NotFound
from collector.present.api.definitions import DEFINED, checked_definition
from collector.present.site_changes import SiteChanges, one_of
from collector.schemas.error_codes import by_path
from collector.store import Store

Command = Callable[..., Any]

OPTIONS: dict[str, list[Command]] = {
    "actions": [
        click.option("--name", help="What reports call it."),
        click.option("--kind", help="banner, popup, form, survey, products, articles, email or other."),
        click.option("--campaign", help="The campaign it belongs to."),
        click.option("--goal", "goals", multiple=True, help="A goal it is meant for; repeatable."),
    ],
    "campaigns": [
        click.option("--name", help="What reports call it."),
        click.option("--primary-goal", help="The goal its reports are about; default: purchase."),
    ],
    "goals": [
        click.option("--name", help="What reports call it."),
        click.option("--value", help="What a conversion without a value of its own is worth, such as 2.50."),
    ],
    "annotations": [
        click.option(
            "--at", required=True, help="A day in the site's time zone, or a moment: 2026-01-31T09:30:00+01:00."
        ),
        click.option("--text", required=True, help="What was done."),
        click.option("--action", help="The action that was edited; without it, the note is about the whole site."),
    ],
    "costs": [
        click.option("--campaign", help="The campaign it was for."),
        click.option("--action", help="The action it was for, instead of a campaign."),
        click.option("--amount", required=True, help="In the site's currency, such as 1200.50."),
        click.option("--from", "day_from", required=True, help="The first day it was for."),
        click.option("--to", "day_to", help="The last day it was for; the cost is spread evenly over these days."),
        click.option("--text", help="What it was."),
    ],
    "baselines": [
        click.option("--name", help="What reports call it."),
        click.option("--kind", required=True, help="previous, weekdays, period, or figures from before Beheld."),
        click.option("--from", "day_from", help="For period and figures: the first day."),
        click.option("--to", "day_to", help="For period and figures: the last day."),
        click.option("--revenue", help="For figures: net revenue of these days, in the site's currency."),
        click.option("--orders", help="For figures: the number of orders."),
        click.option("--segment", "segments", multiple=True, metavar="DIMENSION:VALUE", help="Only these; repeatable."),
    ],
}


ABOUT = {
    "actions": ("Name your actions", "the name, kind, campaign and goals of the action ID"),
    "campaigns": ("Name your campaigns", "the name and primary goal of the campaign ID"),
    "goals": ("Name your goals", "the name and value of the goal ID"),
    "annotations": ("Note what you did on which day, for charts to show", "the note ID: what was done, and when"),
    "costs": ("Set what campaigns and actions cost", "the cost ID: how much, for what, on which days"),
    "baselines": (
        "Set what periods are compared with",
        "the baseline ID: which days, of which segment, or their figures",
    ),
}
"""What a group of commands is for, and what its `set` sets."""
WITHOUT = {"actions", "campaigns", "goals"}
"""What is counted without a definition too."""


def definition_commands(kind: str) -> click.Group:
    """set, list and delete for actions, campaigns, goals, annotations, costs or baselines (`kind`)."""
    one = one_of(kind)
    about, sets = ABOUT[kind]
    counted = " Those without a name are counted too." if kind in WITHOUT else ""
    stay = "; its events stay" if kind in WITHOUT else ""

    @click.group(one, help=f"{about}: set, list, delete.{counted}")
    def group() -> None:
        pass

    @click.command("set", help=f"Set {sets}. This replaces what was set before.")
    @click.argument("id")
    @site_option
    @with_store
    def put(store: Store, /, *, id: str, site_name: str | None, **fields: Any) -> None:
        body = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value}
        with with_details(kind):
            SiteChanges(store, chosen_site(store, site_name), ACTOR).define(kind, id, body)
        click.echo(f"Set for the {one} {id}: {described(body)}")

    for option in OPTIONS[kind]:
        put = option(put)

    @click.command("list", help=f"List the registered {kind}.")
    @site_option
    @json_option
    @with_store
    def listed(store: Store, /, *, site_name: str | None, as_json: bool) -> None:
        known = store.definitions(chosen_site(store, site_name).site, kind)
        if as_json:
            click.echo(json.dumps([{"id": id, **body} for id, body in known.items()]))
            return
        for id, body in known.items():
            click.echo(f"{id}  {described(body)}")

    @click.command("delete", help=f"Delete what was set for the {one} ID{stay}.")
    @click.argument("id")
    @site_option
    @with_store
    def delete(store: Store, /, *, id: str, site_name: str | None) -> None:
        try:
            SiteChanges(store, chosen_site(store, site_name), ACTOR).delete_definition(kind, id)
        except NotFound as error:
            message = error.message.removesuffix(".")
            raise CommandError(f"{message}; `beheld {one} list` shows those that are.") from None
        click.echo(f"Deleted the {one} {id}{stay}.")

    for command in (put, listed, delete):
        group.add_command(command)
    return group


def checked(kind: str, id: str, body: dict[str, Any]) -> dict[str, Any]:
    """A definition, checked as the API checks it."""
    with with_details(kind):
        return checked_definition(kind, id, body)


@contextlib.contextmanager
def with_details(kind: str) -> Iterator[None]:
    """For what is checked as the API checks it: what is wrong with which field is printed too."""
    try:
        yield
    except BadRequest as error:
        wrong = by_path(error.fields, kind)
        details = "".join(f"\n  {field}: {' '.join(messages)}" for field, messages in wrong.items())
        raise CommandError(f"{error.message}{details}") from None


def described(body: dict[str, Any]) -> str:
    """A definition, in a line."""
    return ", ".join(f"{name.replace('_', ' ')} {listed_values(value)}" for name, value in body.items()) or "nothing"


def listed_values(value: Any) -> str:
    """One value of it."""
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)


action, campaign, goal, annotation, cost, baseline = map(definition_commands, DEFINED)
