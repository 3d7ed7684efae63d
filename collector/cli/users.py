"""`beheld user`: who may sign in with an e-mail address and a password, and what each may do."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from typing import Any

import click

from collector.cli.errors import CommandError
from collector.cli.options import ACTOR, chosen_site, json_option, with_store
from collector.config import Config
from collector.errors import LastOwner
from collector.present.passwords import check_password, hashed
from collector.reports.moments import rfc3339, rfc3339_or_none
from collector.store import Store
from collector.store.accounts import EVERY_SITE, OWNER, ROLES, Account

WELCOME = "/welcome#"

site_of_role = click.option("--site", "site_name", metavar="NAME", help="The site that the role is on.")
role_option = click.option("--role", type=click.Choice(ROLES), help="viewer: reports; analyst: people too; owner: all.")
force_option = click.option("--force", is_flag=True, help="Even if a site is left without an owner.")
url_option = click.option(
    "--url", metavar="URL", help="Where people reach this collector: https://collector.example; for the link."
)


@click.group()
def user() -> None:
    """The people who may sign in: add, list, set, remove."""


@user.command("add")
@click.argument("email")
@site_of_role
@click.option("--every-site", is_flag=True, help="Owner of all sites, including those added later.")
@role_option
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input, and print no link.")
@url_option
@json_option
@with_store
def add(
    store: Store,
    /,
    *,
    email: str,
    site_name: str | None,
    every_site: bool,
    role: str | None,
    password_stdin: bool,
    url: str | None,
    as_json: bool,
) -> None:
    """Give EMAIL a role on a site, and print a link by which this person sets a password, once, within three days.

    A person who already has an account gets the role and needs no link.
    """
    site, where, role = _place(store, site_name, role, every_site=every_site)
    known = store.account(email)
    if known and password_stdin:
        raise CommandError(f"{known.email} has an account: leave --password-stdin out, or see `beheld user set`.")
    password_hash = _password_given(email) if password_stdin else None
    account = store.add_account(email, site, role, by=ACTOR)
    if password_hash:
        store.set_password(account.account, password_hash, by=ACTOR)
    link = None if password_hash or (known and known.has_password) else link_for(store, account, url)
    if as_json:
        click.echo(json.dumps({"email": account.email, "site": where, "role": role, "link": link}))
        return
    click.echo(f"{account.email} is {role} of {where or 'every site'}.")
    if link:
        print_link(link, url)


@user.command("list")
@json_option
@with_store
def list_users(store: Store, *, as_json: bool) -> None:
    """List the people who may sign in, with their roles."""
    names = {site.site: site.name for site in store.sites()}
    rows = [_described(account, names) for account in store.accounts()]
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        roles = ", ".join(f"{each['role']} of {each['site'] or 'every site'}" for each in row["roles"])
        state = f"  disabled {row['disabled_at']}" if row["disabled_at"] else ""
        state += "" if row["has_password"] else "  no password yet"
        click.echo(f"{row['email']}  {roles}{state}")
    if not rows:
        click.echo("There are no people yet. Add one: beheld user add EMAIL --site SITE --role owner", err=True)


@user.command("set")
@click.argument("email")
@site_of_role
@role_option
@click.option(
    "--disable", "what", flag_value="disable", help="End all sessions, and no longer let this person sign in."
)
@click.option("--enable", "what", flag_value="enable", help="Let this person sign in again.")
@click.option("--new-link", "what", flag_value="new-link", help="Print a link to set a new password, once.")
@url_option
@force_option
@with_store
def set_user(
    store: Store,
    /,
    *,
    email: str,
    site_name: str | None,
    role: str | None,
    what: str | None,
    url: str | None,
    force: bool,
) -> None:
    """Change the role of EMAIL on a site, disable or enable the account, or print a link to set a new password."""
    account = _known(store, email)
    if bool(role) == bool(what) or (site_name and not role):
        raise click.UsageError("Say what to change: --site and --role, or one of --disable, --enable and --new-link.")
    if role:
        site, where, role = _place(store, site_name, role, every_site=False)
        with _forcible():
            store.set_role(account.account, site, role, by=ACTOR, force=force)
        click.echo(f"{account.email} is {role} of {where} from now on; sessions were ended.")
    elif what == "disable":
        with _forcible():
            store.disable_account(account.account, by=ACTOR, force=force)
        click.echo(f"{account.email} is disabled; sessions were ended.")
    elif what == "enable":
        store.enable_account(account.account, by=ACTOR)
        click.echo(f"{account.email} may sign in again.")
    else:
        print_link(link_for(store, account, url), url)


@user.command("remove")
@click.argument("email")
@site_of_role
@force_option
@with_store
def remove(store: Store, /, *, email: str, site_name: str | None, force: bool) -> None:
    """Remove the account of EMAIL, or (--site) only its role on one site."""
    account = _known(store, email)
    with _forcible():
        if site_name:
            site = chosen_site(store, site_name)
            left = store.set_role(account.account, site.site, None, by=ACTOR, force=force)
            click.echo(f"{account.email} has no role on {site.name} any more{'' if left else ', and no account'}.")
        else:
            store.remove_account(account.account, by=ACTOR, force=force)
            click.echo(f"The account of {account.email} is removed.")


def first_owner(store: Store, email: str, url: str | None) -> None:
    """Make the first owner of every site, and print the link; again, as long as no password was set."""
    accounts = store.accounts()
    if not accounts:
        accounts = [store.add_account(email, EVERY_SITE, OWNER, by=ACTOR)]
    (account, *others) = accounts
    if others or account.has_password or account.email != email.strip().lower():
        raise CommandError("There are accounts already. Add another: beheld user add EMAIL --every-site --role owner")
    click.echo(f"{account.email} is owner of every site.")
    print_link(link_for(store, account, url), url)


def link_for(store: Store, account: Account, url: str | None) -> str:
    """A link by which a person sets a password. The token stands after the #, which browsers send to nobody."""
    config: Config = click.get_current_context().obj
    origin = url.rstrip("/") if url else f"http://{config.host}:{config.port}"
    return f"{origin}{WELCOME}{store.invite(account.account, by=ACTOR)}"


def print_link(link: str, url: str | None) -> None:
    """Print a link, and what to know about it."""
    click.echo("To set the password, once, within three days:\n")
    click.echo(f"  {link}\n")
    if url is None:
        click.echo("Replace the first part by the address of your collector, or pass that address with --url.")


def _place(store: Store, site_name: str | None, role: str | None, *, every_site: bool) -> tuple[int, str | None, str]:
    """The number and the name of the site that a role is on, and the role."""
    if every_site:
        if site_name or role not in (None, OWNER):
            raise click.UsageError("--every-site is for owners: use it without --site, and without another --role.")
        return EVERY_SITE, None, OWNER
    if role is None:
        raise click.UsageError(f"Say what this person may do with --role: {', '.join(ROLES)}.")
    site = chosen_site(store, site_name)
    return site.site, site.name, role


def _password_given(email: str) -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    check_password(password, email)
    return hashed(password)


def _known(store: Store, email: str) -> Account:
    account = store.account(email)
    if account is None:
        raise CommandError(f"There is no account of {email!r}; `beheld user list` shows them all.")
    return account


def _described(account: Account, names: dict[int, str]) -> dict[str, Any]:
    return {
        "email": account.email,
        "roles": [{"site": names.get(site), "role": role} for site, role in sorted(account.roles.items())],
        "created_at": rfc3339(account.created_at),
        "disabled_at": rfc3339_or_none(account.disabled_at),
        "has_password": account.has_password,
    }


@contextlib.contextmanager
def _forcible() -> Iterator[None]:
    """Tells how to do what is not done because a site would have no owner."""
    try:
        yield
    except LastOwner as error:
        raise CommandError(f"{error.message} Pass --force to do it all the same.") from error
