"""Pages, answers and their files go over the wire with brotli or gzip, where the reader takes it."""

from __future__ import annotations

import gzip

import brotli
from flask import Response, request

TYPES = frozenset({"text/html", "text/css", "text/csv", "text/javascript", "application/json", "image/svg+xml"})
MIN_BYTES = 1_000
"""What is smaller gains nothing."""
BROTLI_QUALITY, GZIP_LEVEL = 4, 6
"""For what is written anew for each reader."""


def compress(response: Response) -> Response:
    """The response as its reader takes it; as it is what is small, part of a file, encoded already, or streamed."""
    if response.mimetype not in TYPES or response.status_code in (204, 206, 304) or response.content_encoding:
        return response
    if response.is_streamed and not response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    encoding = next((each for each in ("br", "gzip") if request.accept_encodings.quality(each) > 0), None)
    if encoding is None:
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < MIN_BYTES:
        return response
    response.set_data(packed(plain, encoding))
    response.content_encoding = encoding
    etag, _ = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)
    return response


def packed(plain: bytes, encoding: str) -> bytes:
    """The bytes in an encoding, "br" or "gzip"."""
    if encoding == "br":
        smaller: bytes = brotli.compress(plain, quality=BROTLI_QUALITY)
        return smaller
    return gzip.compress(plain, GZIP_LEVEL, mtime=0)
