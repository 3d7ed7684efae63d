# ruff: noqa: N818 - they are named for what happened
"""Everything that can go wrong for a sender or a reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Fields = Mapping[str, Sequence[str]]


class CollectorError(Exception):
    """An error that the caller gets: `code` for programs, `message` for people, `fields` for what is wrong where."""

    code = "error"
    status = 500
    message = "Something went wrong here; please try again."
    retry_after: int | None = None

    def __init__(
        self, message: str | None = None, *, fields: Fields | None = None, retry_after: int | None = None
    ) -> None:
        self.message = message or self.message
        self.fields = dict(fields or {})
        self.retry_after = self.retry_after if retry_after is None else retry_after
        super().__init__(self.message)


class EngineError(Exception):
    """The database cannot run a statement, and trying again does not help; the message is its own."""


class EventRejected(CollectorError):
    """This event will never be stored; sending it again will not help."""

    code, status = "rejected", 422
    message = "This event was rejected; see fields for what to change."


class BadRequest(CollectorError):
    """The request cannot be understood; `fields` names the parts."""

    code, status = "bad_request", 400
    message = "This request cannot be understood."


class NotJson(BadRequest):
    """The body is not what its sender meant it to be."""

    code = "not_json"
    message = "The body is not JSON: send one JSON object, in UTF-8."


class UnknownKey(CollectorError):
    """No key, a misspelt one, a revoked one, or one of another kind."""

    code, status = "unknown_key", 401
    message = "This key is unknown here, or not meant for this."


class OriginNotAllowed(CollectorError):
    """A public key was used from a page that its site does not list."""

    code, status = "origin_not_allowed", 403
    message = "This origin may not send to this site: add it to the site's origins."


class Forbidden(CollectorError):
    """The caller is known and may not do this."""

    code, status = "forbidden", 403
    message = "You may not do this."


class LastOwner(BadRequest):
    """A site would be left without anybody who owns it."""

    code = "last_owner"


class NotFound(CollectorError):
    """There is no such thing, or not for this caller."""

    code, status = "not_found", 404
    message = "There is nothing here."


class WrongState(CollectorError):
    """There is such a thing, and what it is in now does not allow this."""

    code, status = "wrong_state", 409
    message = "This cannot be done now."


class TooLarge(CollectorError):
    """More than one request may carry."""

    code, status = "too_large", 413
    message = "This is too large: send at most 500 events and 1 MiB (after decompression) at once."


class TooSlow(CollectorError):
    """The body of the request did not come in time, or ended before it was whole."""

    code, status = "too_slow", 408
    message = "The body of this request did not arrive completely in time: send the same again."


class UnsupportedMedia(CollectorError):
    """A content type or encoding that is not taken."""

    code, status = "unsupported_media", 415
    message = "Send application/json or text/plain, plain or compressed with gzip."


class TooFast(CollectorError):
    """A limit is reached: of events of a site or an address, or of tries to sign in."""

    code, status, retry_after = "too_fast", 429, 1
    message = "Too many events at once: wait, then send the same events again."


class TookTooLong(CollectorError):
    """An answer that took longer than its asker would wait."""

    code, status = "took_too_long", 503
    message = "This takes too long to compute: choose a shorter period, or fewer segments."


class StoreUnavailable(CollectorError):
    """Nothing can be stored now; nothing of this request was."""

    code, status, retry_after = "store_unavailable", 503, 10
    message = "Nothing can be stored at the moment: send the same events again later."


class StoreBusy(StoreUnavailable):
    """The queue to the disk is full; nothing of this request was stored."""

    code, retry_after = "store_busy", 1
    message = "Events arrive faster than the disk takes them: send the same events again in a moment."


class ClockBehind(StoreUnavailable):
    """The server's clock was set back; nothing of this request was stored, or it would have a wrong time."""

    code, retry_after = "clock_behind", 60
    message = "This server's clock is behind: set it, and send the same events again later."


class ErasedMeanwhile(StoreBusy):
    """Somebody was erased since these events were looked at; nothing of this request was stored."""

    message = "A person was erased at the same moment: send the same events again."


class Stopping(StoreUnavailable):
    """The server is going down; another one, or this one again, will take the events."""

    code, retry_after = "stopping", 2
    message = "This server is stopping: send the same events again in a moment."
