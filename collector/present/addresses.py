"""Addresses of our own, in one form, so that two can be compared."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect


def own_address(text: str) -> str | None:
    """An address of this server in its one form, without a host; None if it is no such address."""
    try:
        parts = urlsplit(text.replace("\\", "/"))
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not text.isprintable() or not parts.path.startswith("/"):
        return None
    return _written(unquote(parts.path), parts.query)


def address_here() -> str:
    """The address of the request, in its one form."""
    return _written(request.path, request.query_string.decode("utf-8", "replace"))


def endpoint_of(address: str) -> str | None:
    """Who answers GET at an address of our own; None if nobody does."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(unquote(urlsplit(address).path), method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return str(endpoint)


def page_marked(mark: str, endpoint: str | None) -> str | None:
    """The role that a page with this mark takes (required_role, shareable); None if there is no such page."""
    view = current_app.view_functions.get(endpoint or "")
    role: str | None = getattr(view, "required_role", None) if hasattr(view, mark) else None
    return role


def _written(path: str, query: str) -> str:
    """Parameters in any order are the same address."""
    parameters = urlencode(sorted(parse_qsl(query, keep_blank_values=True)))
    return quote(path, safe="/:@!$&'()*+,;=~") + (f"?{parameters}" if parameters else "")
