"""The pages of one's own account: sign in with it, set its password, see and end its sessions, look at another site."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from collector.errors import BadRequest, CollectorError, NotFound
from collector.present.auth import (
    IDLE_SECONDS,
    SIGNED_IN_SECONDS,
    account_signed_in,
    current_store,
    require,
    session_here,
    site_with,
    switch_site,
)
from collector.present.pages import in_the_frame, page, sign_in_form
from collector.present.passwords import MIN_CHARACTERS, check_password, hashed
from collector.present.signing_in import WrongPasswordError, confirm_password, home, page_wanted, sign_in_with_password
from collector.store.accounts import VIEWER, Account

blueprint = in_the_frame(Blueprint("account", __name__))


@blueprint.post("/sign-in/account")
def begin_session() -> AnyResponse:
    """Begin a session with an e-mail address and a password, and go where one wanted to."""
    email = request.form.get("email", "")
    try:
        sign_in_with_password(email, request.form.get("password", ""))
    except WrongPasswordError as problem:
        return sign_in_form(problem, email=email)
    return redirect(page_wanted(), 303)


@blueprint.get("/account")
@require(VIEWER)
def show() -> AnyResponse:
    """Who one is here, on which sites, and where one is signed in."""
    return _account_page()


@blueprint.post("/account/password")
@require(VIEWER)
def change_password() -> AnyResponse:
    """Set another password, which ends all other sessions; this browser gets a new one."""
    try:
        account = confirm_password(request.form.get("current", ""))
        new = _new_password(account)
    except (BadRequest, WrongPasswordError) as problem:
        return _account_page(problem)
    current_store().set_password(account.account, hashed(new), by=account.email)
    sign_in_with_password(account.email, new)
    flash("Your password is changed, and you are signed out everywhere else.")
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/sessions/end")
@require(VIEWER)
def end_session() -> AnyResponse:
    """End one of one's own sessions."""
    number = request.form.get("session", "")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise NotFound("There is no such session.")
    current_store().end_account_session(_own_account().account, int(number))
    return redirect(url_for("account.show"), 303)


@blueprint.post("/account/sessions/end-all")
@require(VIEWER)
def end_all_sessions() -> AnyResponse:
    """Sign out everywhere, here too."""
    current_store().end_account_sessions(_own_account().account)
    return redirect(url_for("pages.sign_in_page"), 303)


@blueprint.post("/account/site")
@require(VIEWER)
def look_at_another_site() -> AnyResponse:
    """Look at another of one's sites from now on."""
    switch_site(request.form.get("site", ""))
    return redirect(home(), 303)


@blueprint.get("/welcome")
def welcome() -> AnyResponse:
    """Set a password with a link. Its token stands after the #, so no server sees it before the form is sent."""
    return page("welcome.html", min_characters=MIN_CHARACTERS)


@blueprint.post("/welcome")
def accept_invitation() -> AnyResponse:
    """Set the password of whoever the link was made for, and sign in."""
    token = request.form.get("token", "").strip().rpartition("#")[2]
    store = current_store()
    try:
        account = store.invitation(token)
        if account is None:
            raise NotFound("This link was used, was replaced by a newer one, or is too old: ask for a new one.")
        new = _new_password(account)
        account = store.accept_invitation(token, hashed(new))
    except (BadRequest, NotFound) as problem:
        return page("welcome.html", problem.status, min_characters=MIN_CHARACTERS, token=token, problem=problem)
    sign_in_with_password(account.email, new)
    flash(f"Welcome, {account.email}. Your password is set.")
    return redirect(home(), 303)


def _new_password(account: Account) -> str:
    new = request.form.get("password", "")
    check_password(new, account.email)
    if new != request.form.get("again", ""):
        raise BadRequest("The two new passwords differ: type the same twice.")
    return new


def _own_account() -> Account:
    account = account_signed_in()
    if account is None:
        raise NotFound("You signed in with a key: it has no account.")
    return account


def _account_page(problem: CollectorError | None = None) -> AnyResponse:
    site, account = site_with(VIEWER), account_signed_in()
    shown: dict[str, Any] = {"site": site, "account": account, "problem": problem, "min_characters": MIN_CHARACTERS}
    if account:
        shown["sessions"] = current_store().account_sessions(account.account)
        shown["session_here"] = session_here()
    shown["days"], shown["idle_hours"] = SIGNED_IN_SECONDS // 86_400, IDLE_SECONDS // 3_600
    return page("account.html", problem.status if problem else 200, **shown)
