"""The page on which owners say who else may look at their site, and the log of what was changed on it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest, CollectorError, Forbidden, LastOwner, NotFound
from collector.present.auth import (
    account_signed_in,
    actor,
    current_store,
    require,
    site_with,
    sites_for_reader,
)
from collector.present.pages import in_the_frame, page
from collector.store.accounts import EVERY_SITE, OWNER, ROLES, Account
from collector.store.protocol import Site

CHANGES_SHOWN = 100

blueprint = in_the_frame(Blueprint("people", __name__, url_prefix="/settings"))


@blueprint.get("/people")
@require(OWNER)
def people() -> AnyResponse:
    """Who may look at this site."""
    return _people_page()


@blueprint.post("/people")
@require(OWNER)
def add_person() -> AnyResponse:
    """Give somebody a role on this site; the answer shows the link, this once."""
    site, email = site_with(OWNER), request.form.get("email", "")
    try:
        account = current_store().add_account(
            email, site.site, request.form.get("role", ""), by=actor(), within=_within()
        )
        if account.has_password:
            flash(f"{account.email} may look at {site.name} from now on, with their existing password.")
            return redirect(url_for("people.people"), 303)
        return _people_page(invited=account, link=_link_for(account))
    except (BadRequest, Forbidden) as problem:
        return _people_page(problem, email=email)


@blueprint.post("/people/<int:account>/role")
@require(OWNER)
def change_role(account: int) -> AnyResponse:
    """Change what somebody may do on this site."""
    site, person = site_with(OWNER), _person(account)
    return _set_role(site, person, request.form.get("role", ""))


@blueprint.post("/people/<int:account>/remove")
@require(OWNER)
def remove_person(account: int) -> AnyResponse:
    """Take somebody's role on this site away."""
    return _set_role(site_with(OWNER), _person(account), None)


@blueprint.post("/people/<int:account>/link")
@require(OWNER)
def make_link(account: int) -> AnyResponse:
    """Make a link by which somebody sets a new password; the answer shows it, this once."""
    person = _person(account)
    try:
        return _people_page(invited=person, link=_link_for(person))
    except (BadRequest, Forbidden) as problem:
        return _people_page(problem)


@blueprint.get("/changes")
@require(OWNER)
def changes() -> AnyResponse:
    """Who changed what on this site, the newest first."""
    site, before = site_with(OWNER), request.args.get("before", "")
    known = current_store().changes(
        site.site, before=int(before) if is_number_here(before) else None, limit=CHANGES_SHOWN + 1
    )
    further = known[CHANGES_SHOWN - 1].change if len(known) > CHANGES_SHOWN else None
    return page("changes.html", site=site, changes=known[:CHANGES_SHOWN], further=further)


def is_number_here(text: str) -> bool:
    """Whether it may be the number of a change: no database counts further."""
    return text.isascii() and text.isdigit() and len(text) < 16


def _set_role(site: Site, person: Account, role: str | None) -> AnyResponse:
    try:
        current_store().set_role(person.account, site.site, role, by=actor())
    except (LastOwner, BadRequest) as problem:
        return _people_page(problem)
    now = f"is {role} of" if role else "may no longer look at"
    flash(f"{person.email} {now} {site.name}, and was signed out.")
    return redirect(url_for("people.people"), 303)


def _person(number: int) -> Account:
    """Somebody with a role on this very site: who owns every site is not for the owner of one to change."""
    site = site_with(OWNER)
    for account in current_store().accounts():
        if account.account == number and site.site in account.roles:
            return account
    raise NotFound("This person has no role on this site.")


def _within() -> set[int] | None:
    """The sites whose people whoever is signed in may give a password to; None is all."""
    account = account_signed_in()
    if account and EVERY_SITE in account.roles:
        return None
    return {site.site for site, role in sites_for_reader() if role == OWNER}


def _link_for(account: Account) -> str:
    token = current_store().invite(account.account, by=actor(), within=_within())
    return url_for("account.welcome", _external=True, _anchor=token)


def _people_page(problem: CollectorError | None = None, **shown: object) -> AnyResponse:
    site = site_with(OWNER)
    listed = [account for account in current_store().accounts() if account.role_on(site.site)]
    shown |= {"site": site, "people": listed, "roles": ROLES, "problem": problem, "signed_in": account_signed_in()}
    return page("people.html", problem.status if problem else 200, **shown)
