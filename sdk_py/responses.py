"""Read HTTP responses of the collector: their JSON, or the error they stand for."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from sdk_py.errors import BeheldError, NotFound, RequestRejected, Unauthorized, Unavailable

MAX_RETRY_AFTER = 3_600.0
LATER = (408, 425, 429)


def error_of(response: requests.Response) -> BeheldError:
    """The error for a response outside 2xx, with the collector's own message if it sent one."""
    status = response.status_code
    if status in LATER or status >= 500:
        message = _message(response, "cannot answer now")
        return Unavailable(message, status=status, retry_after=retry_after_of(response))
    if 300 <= status < 400:
        moved = f"{_url(response)} redirects to {_target(response)}: pass that address as url"
        return RequestRejected(moved, status=status)
    kind = {401: Unauthorized, 403: Unauthorized, 404: NotFound}.get(status, RequestRejected)
    error = _error(response)
    message = _message(response, "rejected the request")
    return kind(message, status=status, code=error.get("code"), fields=error.get("fields"))


def retry_after_of(response: requests.Response) -> float | None:
    """Seconds to wait according to Retry-After (a number or an HTTP date), at most one hour."""
    written = response.headers.get("Retry-After", "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written), MAX_RETRY_AFTER)
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(when.timestamp() - time.time(), 0.0), MAX_RETRY_AFTER)


def json_of(response: requests.Response) -> Any:
    """The JSON of a 2xx response. Raises Unavailable if there is none: something else than a collector answered."""
    try:
        return response.json()
    except ValueError:
        raise Unavailable(
            f"{_url(response)} answered {response.status_code} without JSON: is a collector running there?"
        ) from None


def _message(response: requests.Response, default: str) -> str:
    return f"{_url(response)}: {response.status_code} {_error(response).get('message') or default}"


def _error(response: requests.Response) -> Mapping[str, Any]:
    """The collector's {code, message, fields}; empty for any other body."""
    try:
        error = response.json()["error"]
        return error if isinstance(error, dict) else {}
    except (ValueError, LookupError, TypeError):
        return {}


def _url(response: requests.Response) -> str:
    return str(response.url).partition("?")[0]


def _target(response: requests.Response) -> str:
    return response.headers.get("Location", "somewhere else").partition("?")[0]
