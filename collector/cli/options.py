"""The store and the site that a command works on."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

import click

from collector.cli.errors import CommandError
from collector.store import Site, Store, open_store, why_missing

P = ParamSpec("P")

ACTOR = "cli"
"""Who changes something, in the log of changes: whoever may run `beheld` is not known by name."""

site_option = click.option(
    "--site", "site_name", metavar="NAME", help="The site's name; may be left out when there is only one."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, for a program to read.")


def with_store_made(command: Callable[Concatenate[Store, P], None]) -> Callable[P, None]:
    """Give a command the store it works on, made if it is not there, and close it when the command is done."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with contextlib.closing(open_store(click.get_current_context().obj.store)) as store:
            command(store, *args, **kwargs)

    return run


def with_store(command: Callable[Concatenate[Store, P], None]) -> Callable[P, None]:
    """The same, for a command that has nothing to do in a store that is not there."""
    run_made = with_store_made(command)

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        url = click.get_current_context().obj.store
        missing = why_missing(url)
        if missing and missing.can_be_made:
            raise CommandError(f"There is no store at {url}: make it with `beheld init`, or name another with --store.")
        if missing:
            raise CommandError(missing.why)
        run_made(*args, **kwargs)

    return run


def chosen_site(store: Store, name: str | None) -> Site:
    """The site of this name; the only one there is, if none was named."""
    sites = store.sites()
    if not sites:
        raise CommandError("There is no site yet. Make one: beheld site add NAME --time-zone UTC --currency EUR")
    chosen = [site for site in sites if site.name == name] if name else sites
    if len(chosen) == 1:
        return chosen[0]
    names = ", ".join(site.name for site in sites)
    raise CommandError(
        f"There is no site {name!r}. Sites: {names}" if name else f"Name one with --site. Sites: {names}"
    )
