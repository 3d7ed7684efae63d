# ruff: noqa: N818 - they are named for what happened, as their callers say it
"""What can go wrong, as one family: `except BeheldError` catches all of it.

An error never carries a key. `ids` names the events that were lost by it; it is empty when none was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class BeheldError(Exception):
    """The root of everything this package raises or hands to `on_error`."""

    ids: tuple[str, ...] = ()


class InvalidSetting(BeheldError, ValueError):
    """`Beheld(...)` was given something that cannot work; the message says what to write instead."""


class InvalidEvent(BeheldError, ValueError):
    """This event could never be stored. `errors` is {path: [messages]}, such as {"items.0.price": ["..."]}."""

    def __init__(self, errors: Mapping[str, Sequence[str]], id: str | None = None) -> None:
        self.errors = {path: list(messages) for path, messages in errors.items()}
        self.ids = (id,) if id else ()
        super().__init__("; ".join(f"{path}: {' '.join(said)}" for path, said in self.errors.items()))


class QueueFull(BeheldError):
    """The queue was full, or closed, and the event was not taken."""


class NotSent(BeheldError):
    """The collector was not reached before the client was closed; these events are gone (a spool keeps them)."""


class SpoolFailed(BeheldError):
    """The spool could not be written or read; events go on through memory alone."""


class Unavailable(BeheldError):
    """The collector could not be reached or could not answer now. Asking again later can succeed.

    `status` is the HTTP status, if there was an answer; `retry_after` the seconds it asked to be left alone, if it did.
    """

    def __init__(self, message: str, *, status: int | None = None, retry_after: float | None = None) -> None:
        self.status = status
        self.retry_after = retry_after
        super().__init__(message)


class Refused(BeheldError):
    """The collector said no, and asking the same again will not help.

    `status` is the HTTP status, `code` and `fields` ({path: [messages]}) are the collector's own words.
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


class Unauthorized(Refused):
    """The key is unknown, revoked, of the wrong kind, or not allowed to do this."""


class NotFound(Refused):
    """There is no such visitor or report."""
