"""Signing in with an e-mail address and a password, how often that may be tried, and where one goes then."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator

from flask import current_app, request, url_for
from ua_parser import parse

from collector.errors import CollectorError, TooFast
from collector.present.addresses import endpoint_of, own_address, page_marked
from collector.present.auth import account_signed_in, begin_session_of, current_store
from collector.present.passwords import fits, hashed, is_outdated
from collector.rate_limit import RateLimiter, digest_of
from collector.store.accounts import Account

LONGEST_USER_AGENT = 512


class WrongPasswordError(CollectorError):
    """No such account, a wrong password, or an account that is disabled: which of them is not said."""

    code, status = "wrong_password", 401
    message = "There is no account with this e-mail address and password, or it may not sign in."


def sign_in_with_password(email: str, password: str) -> Account:
    """Begin a session of an account. It takes as long whether or not there is such an account."""
    store, account = current_store(), current_store().account(email)
    with a_try(f"account {email.strip().lower()[:254]}"):
        kept = store.password_hash(account.account if account else 0)
        if not fits(kept, password) or account is None or kept is None:
            raise WrongPasswordError
        kept = _hash_of_today(account, kept, password)
        id = store.begin_account_session(account.account, kept, _browser())
        if id is None:
            raise WrongPasswordError
    begin_session_of(account, id)
    return account


def confirm_password(password: str) -> Account:
    """The account of the session at hand, if this is its password."""
    account = account_signed_in()
    if account is None:
        raise WrongPasswordError("Only people who signed in with a password can confirm with it.")
    with a_try(f"account {account.email}"):
        if not fits(current_store().password_hash(account.account), password):
            raise WrongPasswordError("This is not your password.")
    return account


@contextlib.contextmanager
def a_try(*names: str) -> Iterator[None]:
    """One more try of this address, and for each of the names, to show a key or a password; only wrong ones count.

    TooFast: there were too many, and this one is not made.
    """
    tries: RateLimiter = current_app.extensions["beheld.sign_ins"]
    taken: list[bytes | str | None] = []
    for name in (digest_of(request.remote_addr or ""), *names):
        if wait := tries.take(name):
            _give_back(tries, taken)
            current_app.extensions["beheld.intake"].metrics.limited("sign_in")
            raise TooFast(
                "Too many keys or passwords that were wrong: wait a moment, then try again.",
                retry_after=math.ceil(wait),
            )
        taken.append(name)
    try:
        yield
    except CollectorError as error:
        if error.status not in (401, 403):
            _give_back(tries, taken)
        raise
    _give_back(tries, taken)


def _give_back(tries: RateLimiter, taken: list[bytes | str | None]) -> None:
    for name in taken:
        tries.give_back(name, 1)


def _hash_of_today(account: Account, kept: str, password: str) -> str:
    """The hash of the right password; made anew if passwords are hashed in another way by now."""
    if not is_outdated(kept):
        return kept
    new = hashed(password)
    current_store().rehash_password(account.account, kept, new)
    return new


def _browser() -> str:
    """The browser that asks, as people know it: Firefox on Linux."""
    parsed = parse(request.headers.get("User-Agent", "")[:LONGEST_USER_AGENT])
    browser = parsed.user_agent.family if parsed.user_agent else "A browser"
    return f"{browser} on {parsed.os.family}" if parsed.os else browser


def page_wanted() -> str:
    """Where one wanted to go before signing in (`next`): a page for those who are signed in, whatever it says."""
    named = request.values.get("next", "")
    address = own_address(named)
    return named if address and page_marked("required_role", endpoint_of(address)) else home()


def home() -> str:
    """Where those begin who want nothing else."""
    return url_for("dashboard.overview")
