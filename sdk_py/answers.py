"""What an HTTP answer of the collector means for whoever asked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import requests

from sdk_py.errors import BeheldError, NotFound, Refused, Unauthorized, Unavailable

LONGEST_RETRY_AFTER = 3_600.0
LATER = (408, 425, 429)


def error_of(response: requests.Response) -> BeheldError:
    """The error that an answer outside 2xx stands for, with the collector's own words where it gave some."""
    status = response.status_code
    if status in LATER or status >= 500:
        told = _told(response, "cannot answer this now")
        return Unavailable(told, status=status, retry_after=retry_after_of(response))
    if 300 <= status < 400:
        return Refused(f"{_who(response)} redirects to {_target(response)}: give that address as url", status=status)
    kind = {401: Unauthorized, 403: Unauthorized, 404: NotFound}.get(status, Refused)
    words = _words(response)
    return kind(_told(response, "refused this"), status=status, code=words.get("code"), fields=words.get("fields"))


def retry_after_of(response: requests.Response) -> float | None:
    """The seconds that Retry-After asks for, written as seconds or as an HTTP date; an hour at most."""
    written = response.headers.get("Retry-After", "").strip()
    if written.isascii() and written.isdigit():
        return min(float(written), LONGEST_RETRY_AFTER)
    try:
        when = parsedate_to_datetime(written)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(when.timestamp() - time.time(), 0.0), LONGEST_RETRY_AFTER)


def json_of(response: requests.Response) -> Any:
    """The JSON of a 2xx answer; Unavailable when something else than a collector (or half of one) answered."""
    try:
        return response.json()
    except ValueError:
        raise Unavailable(f"{_who(response)} answered {response.status_code} without the JSON of a collector") from None


def _told(response: requests.Response, otherwise: str) -> str:
    return f"{_who(response)}: {response.status_code} {_words(response).get('message') or otherwise}"


def _words(response: requests.Response) -> Mapping[str, Any]:
    """The {code, message, fields} of an error in the collector's shape; nothing for any other body."""
    try:
        error = response.json()["error"]
        return error if isinstance(error, dict) else {}
    except (ValueError, LookupError, TypeError):
        return {}


def _who(response: requests.Response) -> str:
    return str(response.url).partition("?")[0]


def _target(response: requests.Response) -> str:
    return response.headers.get("Location", "somewhere else").partition("?")[0]
