"""`beheld action`, `campaign` and `goal`: what is said of them. All of them count without it, under their ids."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from collector.cli.errors import CommandError
from collector.cli.stores import json_option, site_asked, site_option, with_store
from collector.errors import BadRequest
from collector.present.thing_schemas import said_of
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


def thing_commands(thing: str) -> click.Group:
    """set, list and drop of one kind of thing."""
    one = thing.removesuffix("s")

    @click.group(one, help=f"Say what your {thing} are: set, list, drop. They are counted without it, too.")
    def group() -> None:
        pass

    @click.command("set", help=f"Say this of the {one} ID, in place of what was said before.")
    @click.argument("id")
    @site_option
    @with_store
    def put(store: Store, /, *, id: str, site_name: str | None, **said: Any) -> None:
        chosen = site_asked(store, site_name)
        body = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items() if value}
        store.put_definition(chosen.site, thing, id, checked(thing, id, body))
        click.echo(f"Noted of the {one} {id}: {told(body)}")

    for option in OPTIONS[thing]:
        put = option(put)

    @click.command("list", help=f"List what is said of {thing}.")
    @site_option
    @json_option
    @with_store
    def listed(store: Store, /, *, site_name: str | None, as_json: bool) -> None:
        known = store.definitions(site_asked(store, site_name).site, thing)
        if as_json:
            click.echo(json.dumps([{"id": id, **body} for id, body in known.items()]))
            return
        for id, body in known.items():
            click.echo(f"{id}  {told(body)}")

    @click.command("drop", help=f"Forget what was said of the {one} ID; its events stay.")
    @click.argument("id")
    @site_option
    @with_store
    def drop(store: Store, /, *, id: str, site_name: str | None) -> None:
        if not store.delete_definition(site_asked(store, site_name).site, thing, id):
            raise CommandError(f"Nothing is said of the {one} {id!r}; `beheld {one} list` shows what is.")
        click.echo(f"Forgot what was said of the {one} {id}.")

    for command in (put, listed, drop):
        group.add_command(command)
    return group


def checked(thing: str, id: str, body: dict[str, Any]) -> dict[str, Any]:
    """What is said, as the API would take it."""
    try:
        return said_of(thing, id, body)
    except BadRequest as error:
        wrong = by_path(error.fields, thing)
        details = "".join(f"\n  {field}: {' '.join(messages)}" for field, messages in wrong.items())
        raise CommandError(f"{error.message}{details}") from None


def told(body: dict[str, Any]) -> str:
    """What is said, in a line."""
    return ", ".join(f"{name.replace('_', ' ')} {said(value)}" for name, value in body.items()) or "nothing"


def said(value: Any) -> str:
    """One value of it."""
    return " and ".join(map(str, value)) if isinstance(value, list) else str(value)


action, campaign, goal = map(thing_commands, ("actions", "campaigns", "goals"))
