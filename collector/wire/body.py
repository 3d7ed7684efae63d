"""The bytes of a request: how much of them is taken, of which type, and how they are unpacked."""

from __future__ import annotations

import zlib
from typing import IO

from werkzeug.wsgi import get_input_stream

from collector.errors import NotJson, TooLarge, UnsupportedMedia
from collector.wire.request_headers import Environ

MAX_BODY_BYTES = 1024 * 1024
MAX_DRAINED_BYTES = 8 * MAX_BODY_BYTES
STEP = 64 * 1024
MAX_PARTS = 16
TYPES = ("application/json", "text/plain")
GZIP = ("gzip", "x-gzip")


def read_body(environ: Environ) -> bytes:
    """The unpacked body of a request, or why it is not taken."""
    stream = get_input_stream(environ)
    try:
        packed_by = _check_headers(environ)
        body = _read(stream)
    except (UnsupportedMedia, TooLarge):
        _drain(stream)
        raise
    return body if packed_by is None else unpacked(body)


def _check_headers(environ: Environ) -> str | None:
    sent_type = environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if sent_type not in TYPES:
        raise UnsupportedMedia(f"The content type is {sent_type or 'missing'}: send {' or '.join(TYPES)}.")
    packed_by: str = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if packed_by in ("", "identity"):
        return None
    if packed_by not in GZIP:
        raise UnsupportedMedia("This content encoding is not supported: send the body plain, or compressed with gzip.")
    return packed_by


def _read(stream: IO[bytes]) -> bytes:
    """All there is. A read may return less than requested; only an empty one is the end."""
    body = stream.read(MAX_BODY_BYTES + 1)
    while body and len(body) <= MAX_BODY_BYTES and (more := stream.read(MAX_BODY_BYTES + 1 - len(body))):
        body += more
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge
    return body


def _drain(stream: IO[bytes]) -> None:
    """Take in what is still being sent: a sender whose pipe breaks meanwhile never sees the answer."""
    left = MAX_DRAINED_BYTES
    while left > 0 and (read := len(stream.read(STEP))):
        left -= read


def unpacked(packed: bytes) -> bytes:
    """The contents of a gzip file of one or more parts, as long as they stay within the limit."""
    body = b""
    for _ in range(MAX_PARTS):
        if not packed:
            return body
        part = zlib.decompressobj(wbits=31)
        try:
            body += part.decompress(packed, MAX_BODY_BYTES + 1 - len(body))
        except zlib.error:
            raise NotJson("The body is declared as gzip, but is not.") from None
        if len(body) > MAX_BODY_BYTES:
            raise TooLarge
        if not part.eof:
            raise NotJson("The gzip body ends too early.")
        packed = part.unused_data
    if packed:
        raise NotJson(f"The gzip body has more than {MAX_PARTS} parts.")
    return body
