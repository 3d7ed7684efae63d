"""HTTP requests to the collector: connections, keys, timeouts, compression. Every failure raises a BeheldError."""

from __future__ import annotations

import gzip
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from requests.auth import AuthBase

from sdk_py.errors import RequestRejected, Unavailable
from sdk_py.responses import error_of, json_of
from sdk_py.self_logging import tracking_paused

BIG_BODY = 2_048
# HTTP_PROXY does not apply to this machine; a proxy that the session itself names still does.
NO_PROXY = {"no_proxy": "localhost,.localhost,127.0.0.0/8,::1"}
NEVER = (
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidHeader,
    requests.exceptions.InvalidProxyURL,
)


class Stored(NamedTuple):
    """The collector's receipt: it stored all events except `rejected` ({position in the batch: errors})."""

    accepted: int
    duplicates: int
    rejected: Mapping[int, dict[str, list[str]]]
    warnings: Sequence[Mapping[str, Any]] = ()


class Key(AuthBase):
    """Adds the key to requests, and hides it in logs and errors."""

    def __init__(self, plain: str) -> None:
        self._plain = plain

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._plain}"
        return request

    def __repr__(self) -> str:
        return f"<key {self._plain[:3]}…>"


class Transport:
    """Talks to one collector with one key. Each thread of each process has its own connections."""

    def __init__(self, url: str, key: str, *, timeout: float, session: Callable[[], requests.Session]) -> None:
        self.url = url
        self._key = Key(key)
        self._timeout = timeout
        self._new_session = session
        self._is_near = _is_loopback(urlsplit(url).hostname or "")
        self._reset_after_fork()

    def __repr__(self) -> str:
        return f"<transport to {self.url} with {self._key!r}>"

    def _reset_after_fork(self) -> None:
        self._process = os.getpid()
        self._own = threading.local()

    def close(self) -> None:
        """Close the connections of the calling thread."""
        session: requests.Session | None = self._own.__dict__.pop("session", None)
        if session is not None:
            session.close()

    def send(self, context: str, events: Sequence[bytes]) -> Stored:
        """Send one batch. Raises RequestRejected if it can never succeed, Unavailable if it can succeed later."""
        headers, body = _written(context, events)
        response = self._request("POST", "/v1/events", data=body, headers=headers)
        receipt = _receipt(json_of(response), len(events))
        if receipt is None:
            raise Unavailable(
                f"{self.url} answered, but is not a collector: check the url", status=response.status_code
            )
        return receipt

    def get(self, path: str, params: Mapping[str, Any] | None = None) -> requests.Response:
        """Read a path. Raises RequestRejected or Unavailable, as `send` does."""
        return self._request("GET", path, params=params)

    def _request(self, method: str, path: str, **content: Any) -> requests.Response:
        options: dict[str, Any] = {"auth": self._key, "timeout": self._timeout, "allow_redirects": False}
        if self._is_near:
            options["proxies"] = NO_PROXY
        try:
            with tracking_paused():
                response = self._session().request(method, self.url + path, **options, **content)
        except NEVER as error:
            raise RequestRejected(f"Cannot send to {self.url}: {error}") from error
        except (requests.RequestException, OSError) as error:
            raise Unavailable(f"Cannot reach {self.url}: {_cause(error)}") from error
        if not 200 <= response.status_code < 300:
            raise error_of(response)
        return response

    def _session(self) -> requests.Session:
        if self._process != os.getpid():
            self._reset_after_fork()  # a forked child must not use the connections of its parent
        session: requests.Session | None = getattr(self._own, "session", None)
        if session is None:
            session = self._own.session = self._new_session()
            session.headers["User-Agent"] = f"beheld-python/{_version()}"
        return session


def _written(context: str, events: Sequence[bytes]) -> tuple[dict[str, str], bytes]:
    # The time of this attempt: the collector compares it with its own clock, to correct ours.
    envelope = f'{{"sent_at":{time.time_ns() // 1_000_000},' + (f'"context":{context},' if context else "")
    body = envelope.encode() + b'"events":[' + b",".join(events) + b"]}"
    headers = {"Content-Type": "application/json"}
    if len(body) >= BIG_BODY:
        return {**headers, "Content-Encoding": "gzip"}, gzip.compress(body, compresslevel=4, mtime=0)
    return headers, body


def _receipt(answer: Any, sent: int) -> Stored | None:
    """The collector's receipt; None if this is not the answer of a collector."""
    try:
        rejected = {int(entry["index"]): dict(entry["errors"]) for entry in answer["rejected"]}
        warnings = [dict(entry) for entry in answer.get("warnings") or ()]
        receipt = Stored(int(answer["accepted"]), int(answer["duplicates"]), rejected, warnings)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None
    return receipt if all(position in range(sent) for position in rejected) else None


def _is_loopback(host: str) -> bool:
    """Whether this host is the machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return False


def _cause(error: Exception) -> str:
    """Why a request failed, without the wrappers of the libraries in between."""
    inner = getattr(error.args[0], "reason", None) if error.args else None
    return f"{type(error).__name__}: {inner or error}"


def _version() -> str:
    try:
        return version("beheld")
    except PackageNotFoundError:
        return "0"
