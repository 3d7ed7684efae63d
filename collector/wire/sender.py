"""Who sends: the site behind a key, how far the key is trusted, and whether the page it is used on may use it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from collector.errors import OriginNotAllowed, UnknownKey
from collector.event import PUBLIC, SECRET
from collector.store.protocol import Site, Store

TRUST = {"public": PUBLIC, "secret": SECRET}
USUAL_PORTS = {"http": 80, "https": 443}


class Sender(NamedTuple):
    """A site, and whether it is the site's own server that speaks (the secret key) or anyone's browser."""

    site: Site
    trust: int


def sender_of(key: str | None, origin: str | None, store: Store) -> Sender:
    """The holder of a key that may write; UnknownKey or OriginNotAllowed if it may not, or not from there."""
    if not key:
        raise UnknownKey("There is no key: put it into the body as key, or into the header Authorization: Bearer KEY.")
    holder = store.key(key)
    if holder is None:
        raise UnknownKey("This key is not known here: it may be misspelt or revoked.")
    if holder.kind not in TRUST:
        raise UnknownKey(f"This is a {holder.kind} key: sending takes the public or the secret key.")
    sender = Sender(holder.site, TRUST[holder.kind])
    if sender.trust == PUBLIC:
        check_origin(sender.site, origin)
    return sender


def check_origin(site: Site, origin: str | None) -> None:
    """Let a public key be used only on the site's own pages, if the site says which these are."""
    allowed = site.settings.get("origins")
    if not allowed:
        return
    if origin is None:
        raise OriginNotAllowed("With a public key the Origin header is needed; a server sends with the secret key.")
    if _plain(origin) not in _plain_all(tuple(allowed)):
        raise OriginNotAllowed


@lru_cache(1024)
def _plain_all(origins: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_plain, origins))


@lru_cache(1024)
def _plain(origin: str) -> str:
    """An origin as browsers write it, however the owner wrote it: no path, no capitals, no usual port."""
    try:
        parts = urlsplit(origin.strip().lower())
        port = parts.port
    except ValueError:
        return origin
    if not parts.hostname:
        return origin.strip().lower()
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    shown = "" if port in (None, USUAL_PORTS.get(parts.scheme)) else f":{port}"
    return f"{parts.scheme}://{host}{shown}"
