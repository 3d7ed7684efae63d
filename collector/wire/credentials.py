"""Who sends: the site behind a key, how far the key is trusted, and whether the page it is used on may use it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from collector.clock import now_ms
from collector.errors import CollectorError, OriginNotAllowed, UnknownKey
from collector.event import PUBLIC, TRUSTS, RejectedOrigin
from collector.store.protocol import Site, Store

MAX_ORIGIN_LENGTH = 256
USUAL_PORTS = {"http": 80, "https": 443}
NO_ADDRESS = "null"
"""The origin of a page that has none: browsers say so, and some apps say file://."""


class Sender(NamedTuple):
    """A site, and whether its own server sends (the secret key) or anyone's browser."""

    site: Site
    trust: int


def sender_of(key: str | None, origin: str | None, store: Store) -> Sender:
    """The holder of a key that may write; UnknownKey or OriginNotAllowed if it may not, or not from there."""
    if not key:
        raise UnknownKey("There is no key: put it into the body as key, or into the header Authorization: Bearer KEY.")
    holder = store.key(key)
    if holder is None:
        raise UnknownKey("This key is not known here: it may be misspelt or revoked.")
    if holder.kind not in TRUSTS:
        raise UnknownKey(f"This is a {holder.kind} key: sending needs the public or the secret key.")
    sender = Sender(holder.site, TRUSTS[holder.kind])
    if sender.trust == PUBLIC:
        _check_page(sender.site, origin, store)
    return sender


def page_of(key: str, origin: str | None, store: Store) -> Site:
    """The site of a page that asks with the public key in the address; UnknownKey or OriginNotAllowed if it may not.

    A page of the collector's own origin sends no Origin header with a GET.
    """
    holder = store.key(key)
    if holder is None or holder.kind != "public":
        raise UnknownKey("An address takes only the site's public key, since addresses are logged on their way.")
    if origin is not None:
        _check_page(holder.site, origin, store)
    return holder.site


def _check_page(site: Site, origin: str | None, store: Store) -> None:
    try:
        check_origin(site, origin)
    except OriginNotAllowed:
        _note(site, origin, store)
        raise


def _note(site: Site, origin: str | None, store: Store) -> None:
    """Leave a trace for the site's owner, who may have forgotten an address of their own."""
    shown = "".join(filter(str.isprintable, _plain(origin) if origin else ""))[:MAX_ORIGIN_LENGTH]
    with suppress(CollectorError):
        store.note_origin(RejectedOrigin(site.site, shown, now_ms()))


def check_origin(site: Site, origin: str | None) -> None:
    """Let a public key be used only on the site's own pages, if the site lists them."""
    allowed = site.settings.get("origins")
    if not allowed:
        return
    if origin is None:
        raise OriginNotAllowed(
            "This site lists the origins that may send with its public key, and this request has no Origin header, "
            "which only browsers send: from a server, send with the secret key."
        )
    if _plain(origin) == NO_ADDRESS:
        raise OriginNotAllowed(
            "This site lists the origins that may send, and this page has none (a file, a sandboxed frame): serve it "
            "from an address, or let any page send with `beheld site set NAME --any-origin`."
        )
    if _plain(origin) not in _plain_all(tuple(allowed)):
        raise OriginNotAllowed(
            f"The origin {origin} may not send to this site: its owner allows it with "
            f"`beheld site set NAME --origin {origin}`, beside the origins that are listed already."
        )


@lru_cache(1024)
def _plain_all(origins: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_plain, origins))


@lru_cache(1024)
def _plain(origin: str) -> str:
    """An origin as browsers write it, however the owner wrote it: no path, no capitals, no usual port.

    One with a scheme and no host is as good as none.
    """
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port
    except ValueError:
        return origin
    if not parts.hostname:
        return NO_ADDRESS if parts.scheme else origin.strip().lower()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in (None, USUAL_PORTS.get(parts.scheme)) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
