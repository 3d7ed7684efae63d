"""The parts of a page's address that reports ask for. Pure: text in, text out, whatever the text is."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlsplit

MAX_NAME_LENGTH = 200


class Address(NamedTuple):
    """Where a page is on its site and, where it has that, what brought the visitor there."""

    path: str | None
    referrer_host: str | None
    source: str | None
    medium: str | None
    utm_campaign: str | None


def split_address(url: str | None, referrer: str | None) -> Address:
    """Take a page's URL and referrer apart; the referrer host is None when it is the page's own."""
    page, origin = _split(url), _split(referrer)
    host = _host(origin)
    named = _campaign(page)
    return Address(
        path=_path(page),
        referrer_host=None if host == _host(page) else host,
        source=named.get("utm_source"),
        medium=named.get("utm_medium"),
        utm_campaign=named.get("utm_campaign"),
    )


def _split(address: str | None) -> SplitResult | None:
    try:
        return urlsplit(address) if address else None
    except ValueError:  # such as an unclosed [ in the host
        return None


def _path(page: SplitResult | None) -> str | None:
    if page is None or not (page.netloc or page.path):
        return None
    return _printable(page.path) or "/"


def _host(address: SplitResult | None) -> str | None:
    """The host in lower case without its www., so that a shop's two spellings are one."""
    host = address.hostname if address else None
    return _printable(host.removeprefix("www.").rstrip(".")) or None if host else None


def _campaign(page: SplitResult | None) -> dict[str, str]:
    """The utm fields of a URL; where one is repeated the first with any text counts, as browsers read it."""
    if page is None or "utm_" not in page.query:
        return {}
    named: dict[str, str] = {}
    for name, text in parse_qsl(page.query, errors="replace"):
        kept = _printable(text).strip()[:MAX_NAME_LENGTH].rstrip()
        if name.startswith("utm_") and kept:
            named.setdefault(name, kept)
    return named


def _printable(text: str) -> str:
    return text if text.isprintable() else "".join(filter(str.isprintable, text))
