"""Who may read which site: the bearer of a read or admin key, or a browser that was signed in with one.

A session says which key it was begun with, and ends when that key is revoked, or when somebody signs out of it: the
store remembers that, so copies of the cookie are of no use. It may read, whatever the key.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING

from flask import current_app, request, session

from collector.errors import Forbidden, UnknownKey
from collector.store import keys
from collector.store.protocol import KeyHolder, Site, Store

if TYPE_CHECKING:
    from collector import Parts

READING, MANAGING = (keys.READ, keys.ADMIN), (keys.ADMIN,)
SIGNED_IN_SECONDS = 7 * 24 * 60 * 60


def current_store() -> Store:
    """The store of the app that answers this request."""
    parts: Parts = current_app.extensions["beheld"]
    return parts.store


def site_for_reading() -> Site:
    """The site that this request may read."""
    if _bearer() is None:
        signed_in = site_signed_in()
        if signed_in:
            return signed_in
    return _site_of_bearer(READING)


def site_for_managing() -> Site:
    """The site that this request may change: only the bearer of an admin key may, never a mere session."""
    return _site_of_bearer(MANAGING)


def _site_of_bearer(kinds: tuple[str, ...]) -> Site:
    plain = _bearer()
    if plain is None:
        raise UnknownKey(f"Send the header Authorization: Bearer KEY, with the site's {' or '.join(kinds)} key.")
    return site_of_key(plain, kinds)


def site_of_key(plain: str, kinds: tuple[str, ...]) -> Site:
    """The site of a key, if it is one of these kinds."""
    holder = _holder(plain)
    if holder is None:
        raise UnknownKey("This key is not known here: perhaps it was revoked, or is of another collector.")
    if holder.kind not in kinds:
        raise Forbidden(f"This is a {holder.kind} key, and this takes the site's {' or '.join(kinds)} key.")
    return holder.site


def _holder(plain: str) -> KeyHolder | None:
    return current_store().key(plain) if plain.isascii() else None


def _bearer() -> str | None:
    scheme, _, plain = request.headers.get("Authorization", "").partition(" ")
    return plain.strip() or None if scheme.lower() == "bearer" else None


def sign_in(plain: str) -> Site:
    """Begin a session with a read or admin key."""
    site = site_of_key(plain, READING)
    hint = next(key.hint for key in current_store().keys(site.site) if plain.startswith(key.hint))
    session.clear()
    session.permanent = True
    session.update(site=site.site, key=hint, since=int(time.time()), id=secrets.token_urlsafe(16))
    return site


def sign_out() -> None:
    """End the session, also for whoever has a copy of its cookie."""
    if site_signed_in():
        current_store().end_session(session["id"], (session["since"] + SIGNED_IN_SECONDS) * 1_000)
    session.clear()


def site_signed_in() -> Site | None:
    """The site of the session at hand; None if there is none, it is over, or its key was revoked."""
    number, hint, id = session.get("site"), session.get("key"), session.get("id")
    if number is None or id is None or time.time() - session.get("since", 0) > SIGNED_IN_SECONDS:
        return None
    store = current_store()
    if store.session_ended(id):
        return None
    valid = any(key.hint == hint and key.revoked_at is None for key in store.keys(number))
    return next((site for site in store.sites() if site.site == number and valid), None)


def form_token() -> str:
    """What a form of ours carries, so that no other site can send it in a visitor's name."""
    if "form" not in session:
        session["form"] = secrets.token_urlsafe(16)
    token: str = session["form"]
    return token


def check_form() -> None:
    """Reject a form that is not one of ours."""
    given, made = request.form.get("form", ""), session.get("form", "")
    if not made or not secrets.compare_digest(given.encode(), made.encode()):
        raise Forbidden("This form is too old, or was not sent from here: open the page again and retry.")
