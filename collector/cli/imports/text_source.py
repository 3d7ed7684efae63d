"""A file's bytes as text: unpacked, its encoding found out, its lines ended as they are."""

from __future__ import annotations

import codecs
import gzip
import io
from typing import IO, Any, TypeAlias, cast

from collector.cli.errors import CommandError

GZIP = b"\x1f\x8b"
# The longer marks first: that of UTF-32 begins as that of UTF-16 does.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
MARK = "\ufeff"
SAMPLE_BYTES = 1024
Bytes: TypeAlias = "io.BufferedReader[Any]"


def unpacked(raw: IO[bytes], name: str) -> Bytes:
    """The content of a file, gzipped or not."""
    content: Bytes = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, raw))
    if name.endswith(".gz") or content.peek(2)[:2] == GZIP:
        return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=content)))
    return content


def text_of(content: Bytes, encoding: str | None, *, errors: str = "strict") -> io.TextIOWrapper:
    """The text. A byte order mark decides, or else the operator; or it is UTF-8, or UTF-16 if it looks so."""
    if encoding is not None:
        check_encoding(encoding)
    start = content.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    for mark, marked in MARKS:
        if start.startswith(mark):
            content.read(len(mark))
            return io.TextIOWrapper(content, marked, errors, newline="")
    return io.TextIOWrapper(content, encoding or guessed(start), errors, newline="")


def check_encoding(encoding: str) -> None:
    """Reject an encoding that Python does not know."""
    try:
        io.TextIOWrapper(io.BytesIO(), encoding)
    except LookupError:
        raise CommandError(f"There is no encoding {encoding!r}: try utf-8, utf-16, latin-1 or cp1252.") from None


def guessed(start: bytes) -> str:
    """Text without a mark: in UTF-16, every other byte of what is mostly Latin is zero; in UTF-8, none is."""
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[0::2])):
        if zeros.count(0) * 3 > len(zeros):
            return encoding
    return "utf-8"
