"""`beheld action`, `campaign` and `goal`: their names, kinds and values. All of them count without, under their ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from collector.cli.errors import CommandError
from collector.cli.options import ACTOR, chosen_site, json_option, site_option, with_store
from collector.errors import BadRequest
from collector.present.api.definitions import checked_definition
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
        click.option("--primary-goal", help="The goal its reports are about; otherwise purchase."),
    ],
    "goals": [
        click.option("--name", help="What reports call it."),
        click.option("--value", help="What a conversion is worth that brings no value of its own, as 2.50."),
    ],
}


FIELDS = {"actions": "name, kind, campaign and goals", "campaigns": "name and primary goal", "goals": "name and value"}


def definition_commands(kind: str) -> click.Group:
    """set, list and delete for actions, campaigns or goals (`kind`)."""
    one = kind.removesuffix("s")

    @click.group(one, help=f"Name your {kind}: set, list, delete. Those without a name are counted too.")
    def group() -> None:
        pass

    @click.command("set", help=f"Set what the {one} ID is: its {FIELDS[kind]}. This replaces what was set before.")
    @click.argument("id")
    @site_option
    @with_store
    def put(store: Store, /, *, id: str, site_name: str | None, **fields: Any) -> None:
        chosen = chosen_site(store, site_name)
        body = {name: list(value) if isinstance(value, tuple) else value for name, value in fields.items() if value}
        store.put_definition(chosen.site, kind, id, checked(kind, id, body))
        store.log_change(chosen.site, ACTOR, f"{one}.set", id, body)
        click.echo(f"Set for the {one} {id}: {described(body)}")

    for option in OPTIONS[kind]:
        put = option(put)

    @click.command("list", help=f"List the {kind} that are registered.")
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

    @click.command("delete", help=f"Delete what was set for the {one} ID; its events stay.")
    @click.argument("id")
    @site_option
    @with_store
    def delete(store: Store, /, *, id: str, site_name: str | None) -> None:
        chosen = chosen_site(store, site_name)
        if not store.delete_definition(chosen.site, kind, id):
            raise CommandError(f"No {one} {id!r} is registered; `beheld {one} list` shows those that are.")
        store.log_change(chosen.site, ACTOR, f"{one}.delete", id, {})
        click.echo(f"Deleted the {one} {id}; its events stay.")

    for command in (put, listed, delete):
        group.add_command(command)
    return group


def checked(kind: str, id: str, body: dict[str, Any]) -> dict[str, Any]:
    """A definition, checked as the API checks it."""
    try:
        return checked_definition(kind, id, body)
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


action, campaign, goal = map(definition_commands, ("actions", "campaigns", "goals"))
