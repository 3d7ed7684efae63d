"""`beheld init`, `beheld serve` and `beheld demo`: a store, a server, and something to look at.

The server is imported where it is run, so that all other commands begin at once.
"""

from __future__ import annotations

import dataclasses

import click

from collector.cli.options import with_store_made
from collector.cli.users import first_owner, url_option
from collector.config import Config
from collector.store import Store

host_option = click.option("--host", metavar="ADDRESS", help="Where to listen; default: BEHELD_HOST or 127.0.0.1.")
port_option = click.option("--port", type=click.IntRange(0, 65_535), help="Default: BEHELD_PORT or 8000; 0: any free.")


@click.command()
@click.option(
    "--owner", "email", metavar="EMAIL", help="The first owner of every site; prints a link to set the password."
)
@url_option
@with_store_made
def init(store: Store, *, email: str | None, url: str | None) -> None:
    """Make the store, or bring it up to date, and show what to do next. It is safe to run again."""
    click.echo(f"The store is ready: {store.url}")
    if email:
        first_owner(store, email, url)
    elif not store.accounts():
        click.echo("Nobody signs in with an e-mail address yet. Name the first owner: beheld init --owner EMAIL")
    sites = store.sites()
    if not sites:
        click.echo(
            "Next, add a site: beheld site add NAME --time-zone UTC --currency EUR --origin https://shop.example"
        )
        return
    click.echo(f"Sites: {', '.join(site.name for site in sites)}. Next: beheld serve")
    click.echo(
        "The page /live of the server shows the snippet to put into your pages, and the first event when it comes."
    )


@click.command()
@host_option
@port_option
@click.pass_obj
def serve(config: Config, *, host: str | None, port: int | None) -> None:
    """Run the collector until it is stopped; what it acknowledged by then is on disk."""
    from collector.serve import serve as run_server

    run_server(listening(config, host, port))


def listening(config: Config, host: str | None, port: int | None) -> Config:
    """The settings with the options of the command line."""
    return dataclasses.replace(config, host=host or config.host, port=config.port if port is None else port)


@click.command()
@host_option
@port_option
@click.option(
    "--visitors", type=click.IntRange(0, 100_000), help="How many visitors there are; default: those of a small shop."
)
@click.option("--again", is_flag=True, help="Simulate another three months of visitors, up to today.")
@click.pass_obj
def demo(config: Config, *, host: str | None, port: int | None, visitors: int | None, again: bool) -> None:
    """Serve a small shop with three months of simulated visitors, print where to look, and run until it is stopped.

    The shop is a site of its own in the store, named demo. A second run adds visitors only if --visitors asks for more.
    """
    from collector.demo.run import run_demo

    run_demo(listening(config, host, port), visitors=visitors, again=again)
