"""Who may read which site: the bearer of a read or admin key, or a browser in which somebody signed in.

One signs in with an account, whose session the store keeps, or with a read or admin key: that session says which key it
was begun with, and ends when the key is revoked, or when somebody signs out of it: the store remembers that, so copies
of the cookie are of no use. What a session may do is its role on the site, looked up for each request.
"""

from __future__ import annotations

import functools
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from flask import current_app, g, request, session

from collector.errors import CollectorError, Forbidden, UnknownKey
from collector.present.addresses import address_here
from collector.store import keys
from collector.store.accounts import ANALYST, OWNER, ROLES, VIEWER, Account, Share
from collector.store.protocol import KeyHolder, Site, Store

if TYPE_CHECKING:
    from collector import Parts

P = ParamSpec("P")
R = TypeVar("R")

READING, MANAGING = (keys.READ, keys.ADMIN), (keys.ADMIN,)
ROLE_OF_KEY = {keys.READ: ANALYST, keys.ADMIN: OWNER}
SIGNED_IN_SECONDS = 7 * 24 * 60 * 60
IDLE_SECONDS = 24 * 60 * 60
"""How long a session of an account may be left alone; one that a key began has no such end."""


class SignInFirstError(CollectorError):
    """The page is there for those who are signed in."""

    code, status = "sign_in", 401
    message = "Sign in first."


class Reader(NamedTuple):
    """Who looks: at which site, in which role, and `actor` as the log of changes names them."""

    site: Site
    role: str
    actor: str
    account: Account | None = None
    share: Share | None = None


def current_store() -> Store:
    """The store of the app that answers this request."""
    parts: Parts = current_app.extensions["beheld"]
    return parts.store


def site_for_reading(role: str = VIEWER) -> Site:
    """The site that this request may read what takes this role of; the bearer of a read key is an analyst."""
    if _bearer() is None and site_signed_in():
        return site_with(role)
    return _site_of_bearer(MANAGING if role == OWNER else READING)


def site_for_managing() -> Site:
    """The site that this request may change: only the bearer of an admin key may, never a mere session."""
    return _site_of_bearer(MANAGING)


def actor() -> str:
    """Who sends this request, as the log of changes names them: an e-mail address, or the hint of a key."""
    plain = _bearer()
    if plain is not None:
        return hint_of(site_of_key(plain, READING), plain)
    looking = reader()
    if looking is None:
        raise SignInFirstError
    return looking.actor


def _site_of_bearer(kinds: tuple[str, ...]) -> Site:
    plain = _bearer()
    if plain is None:
        raise UnknownKey(f"Send the header Authorization: Bearer KEY, with the site's {' or '.join(kinds)} key.")
    return site_of_key(plain, kinds)


def site_of_key(plain: str, kinds: tuple[str, ...]) -> Site:
    """The site of a key, if it is one of these kinds."""
    holder = _holder(plain)
    if holder is None:
        raise UnknownKey("This key is not known here: perhaps it was revoked, or belongs to another collector.")
    if holder.kind not in kinds:
        raise Forbidden(f"This is a {holder.kind} key, and this takes the site's {' or '.join(kinds)} key.")
    return holder.site


def hint_of(site: Site, plain: str) -> str:
    """The first characters of a key of a site, by which it is known."""
    return next(key.hint for key in current_store().keys(site.site) if plain.startswith(key.hint))


def _holder(plain: str) -> KeyHolder | None:
    return current_store().key(plain) if plain.isascii() else None


def _bearer() -> str | None:
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    return plain.strip() or None if scheme.lower() == "bearer" else None


def sign_in(plain: str) -> Site:
    """Begin a session with a read or admin key."""
    site = site_of_key(plain, READING)
    hint = hint_of(site, plain)
    _begin(site=site.site, key=hint, since=int(time.time()), id=secrets.token_urlsafe(16))
    return site


def begin_session_of(account: Account, id: str) -> None:
    """Let this browser hold a session of an account that the store began, on the first of the person's sites."""
    sites = sites_of(account)
    if not sites:
        raise Forbidden("There is no site yet that you could look at. Add one: beheld site add NAME")
    _begin(site=sites[0][0].site, account_session=id)


def begin_share(share: Share) -> None:
    """Let this browser see what a link is for."""
    _begin(share=share.share)


def _begin(**held: str | int) -> None:
    """Nothing of what the browser held before is kept, so that nobody can have prepared it."""
    g.pop("reader", None)
    session.clear()
    session.permanent = True
    session.update(held)


def sign_out() -> None:
    """End the session, also for whoever has a copy of its cookie."""
    store, found = current_store(), _account_session()
    if found:
        account, number = found
        store.end_account_session(account.account, number)
    elif site_signed_in():
        store.end_session(session["id"], (session["since"] + SIGNED_IN_SECONDS) * 1_000)
    g.pop("reader", None)
    session.clear()


def reader() -> Reader | None:
    """Who is signed in; None if nobody is, the session is over, or what it rests on was taken away."""
    if "reader" not in g:
        ways = {"account_session": _reader_with_account, "share": _reader_with_share}
        g.reader = next((way for held, way in ways.items() if held in session), _reader_with_key)()
    found: Reader | None = g.reader
    return found


def _reader_with_account() -> Reader | None:
    found = _account_session()
    if found is None:
        return None
    account, _ = found
    for site, role in sites_of(account):
        if site.site == session.get("site"):
            return Reader(site, role, account.email, account)
    return None


def _reader_with_share() -> Reader | None:
    """A guest sees what a link is for, at exactly its addresses, and sends no form."""
    share = current_store().share(session["share"])
    if share is None or request.method not in ("GET", "HEAD") or address_here() not in share.addresses:
        return None
    current_store().note_share_used(share)
    site = next(site for site in current_store().sites() if site.site == share.site)
    return Reader(site, ANALYST, f"link {share.share}", share=share)


def _reader_with_key() -> Reader | None:
    number, hint, id = session.get("site"), session.get("key"), session.get("id")
    if number is None or id is None or time.time() - session.get("since", 0) > SIGNED_IN_SECONDS:
        return None
    store = current_store()
    if store.session_ended(id):
        return None
    kind = next((key.kind for key in store.keys(number) if key.hint == hint and key.revoked_at is None), None)
    site = next((site for site in store.sites() if site.site == number), None)
    return Reader(site, ROLE_OF_KEY[kind], str(hint)) if site and kind in ROLE_OF_KEY else None


def _account_session() -> tuple[Account, int] | None:
    id = session.get("account_session")
    if id is None:
        return None
    found = current_store().account_session(id, idle_ms=IDLE_SECONDS * 1_000, lasts_ms=SIGNED_IN_SECONDS * 1_000)
    return (found[0], found[1].session) if found else None


def session_here() -> int | None:
    """The number of the account's session that this browser has."""
    found = _account_session()
    return found[1] if found else None


def site_signed_in() -> Site | None:
    """The site of the session at hand; None if there is none."""
    looking = reader()
    return looking.site if looking else None


def account_signed_in() -> Account | None:
    """The account of the session at hand; None if there is none, or it was begun with a key."""
    looking = reader()
    return looking.account if looking else None


def share_here() -> Share | None:
    """The link by which the page at hand is seen; None if it is seen otherwise."""
    looking = reader()
    return looking.share if looking else None


def role_here() -> str | None:
    """What the session at hand may do on its site; None if there is no session."""
    looking = reader()
    return looking.role if looking else None


def may(role: str) -> bool:
    """Whether the session at hand may do what takes this role."""
    here = role_here()
    return here is not None and ROLES.index(here) >= ROLES.index(role)


def site_with(role: str) -> Site:
    """The site of the session at hand; SignInFirstError without one, Forbidden if its role is not enough."""
    looking = reader()
    if looking is None:
        raise SignInFirstError
    if not may(role):
        raise Forbidden(
            f"This takes the role {role} on {looking.site.name}, and yours is {looking.role}. Ask an owner of the site."
        )
    return looking.site


def require(role: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A page for those who are signed in with this role or one that may more."""

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            site_with(role)
            return view(*args, **kwargs)

        checked.required_role = role  # type: ignore[attr-defined]
        return checked

    return guarded


def shareable(view: Callable[P, R]) -> Callable[P, R]:
    """A page that analysts and owners may make a link to; to be written above `require`."""
    view.shareable = True  # type: ignore[attr-defined]
    return view


def sites_for_reader() -> list[tuple[Site, str]]:
    """The sites that whoever is signed in may look at, and the role on each."""
    looking = reader()
    if looking is None:
        return []
    return sites_of(looking.account) if looking.account else [(looking.site, looking.role)]


def sites_of(account: Account) -> list[tuple[Site, str]]:
    """The sites on which an account has a role, and the role, oldest site first."""
    with_role = ((site, account.role_on(site.site)) for site in current_store().sites())
    return [(site, role) for site, role in with_role if role is not None]


def switch_site(name: str) -> None:
    """Look at another site of the person who is signed in."""
    for site, _ in sites_for_reader():
        if site.name == name:
            session["site"] = site.site
            g.pop("reader", None)
            return
    raise Forbidden(f"You have no role on {name!r}.")
