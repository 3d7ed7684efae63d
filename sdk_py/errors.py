# ruff: noqa: N818 - named for what happened, without the suffix Error
"""All errors of the SDK. `except BeheldError` catches every one.

No error ever contains a key. `ids` lists the events that were lost; it is empty if none was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class BeheldError(Exception):
    """The base of every error that this package raises or passes to `on_error`."""

    ids: tuple[str, ...] = ()


class InvalidSetting(BeheldError, ValueError):
    """An argument of `Beheld(...)` or `Settings(...)` cannot work; the message has what to write instead."""


class InvalidEvent(BeheldError, ValueError):
    """The event is invalid. `errors` is {path: [messages]}, for example {"items.0.price": ["..."]}."""

    def __init__(self, errors: Mapping[str, Sequence[str]], id: str | None = None) -> None:
        self.errors = {path: list(messages) for path, messages in errors.items()}
        self.ids = (id,) if id else ()
        super().__init__("; ".join(f"{path}: {' '.join(messages)}" for path, messages in self.errors.items()))


class QueueFull(BeheldError):
    """The event was not taken, because the queue was full or the client closed."""


class NotSent(BeheldError):
    """The client was closed before it could send these events, and they are lost. With a spool they are kept."""


class SpoolFailed(BeheldError):
    """The spool could not be read or written. Events are still sent, but would not survive a crash."""


class Unavailable(BeheldError):
    """The collector could not be reached, or cannot answer now. A later attempt can succeed.

    `status` is the HTTP status, or None without an answer; `retry_after` the seconds to wait, if it named them.
    """

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)


class RequestRejected(BeheldError):
    """The collector rejected the request; the same request will never succeed.

    `status` is the HTTP status; `code` and `fields` ({path: [messages]}) come from the collector.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.fields = dict(fields or {})
        super().__init__(message)


class Unauthorized(RequestRejected):
    """The key is unknown, revoked or of the wrong kind."""


class NotFound(RequestRejected):
    """No such visitor or report exists."""
