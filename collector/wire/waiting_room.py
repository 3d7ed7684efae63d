"""Room for requests: so many are worked on at once, and one whose body has not come yet takes no room.

granian gives every request a thread from its first byte on, and a thread that waits for bytes costs nearly nothing.
So there are many threads, of which few may work. What waits is noted here, for `serve_connections.py` to end what
takes too long: the server knows no such end itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from collector.errors import TooSlow
from collector.wire.request_headers import Environ

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

MAX_BODY_SECONDS = 30.0
MIN_BODY_SECONDS = 10.0
MIN_BYTES_PER_SECOND = 8 * 1024


class Body:
    """What is still to come of a request, in the place of the server's own stream."""

    def __init__(self, stream: IO[bytes], environ: Environ, room: Room) -> None:
        self._stream, self._room = stream, room
        declared = environ.get("CONTENT_LENGTH") or ""
        self._missing = int(declared) if declared.isdecimal() else None
        self.address: str = environ.get("REMOTE_ADDR", "")
        self.since = 0.0
        self.due = 0.0

    def read(self, size: int | None = None) -> bytes:
        """The next bytes, `size` of them unless the body ends before; TooSlow if it ends before its time."""
        size = -1 if size is None else size
        if self._missing is not None:
            size = self._missing if size < 0 else min(size, self._missing)
        if size == 0:
            return b""
        self._begin()
        read = self._room.wait(self, lambda: self._stream.read(size) if size > 0 else self._stream.read())
        if self._missing is not None:
            if len(read) < size:
                raise TooSlow
            self._missing -= len(read)
        return read

    def _begin(self) -> None:
        """The time for all of it begins with the first read."""
        if not self.since:
            self.since = time.monotonic()
            size = MIN_BYTES_PER_SECOND * MAX_BODY_SECONDS if self._missing is None else self._missing
            self.due = self.since + min(MAX_BODY_SECONDS, MIN_BODY_SECONDS + size / MIN_BYTES_PER_SECOND)

    def readline(self, size: int | None = None) -> bytes:
        """A line. Nobody here reads lines, but WSGI has them."""
        line = b""
        while (size is None or size < 0 or len(line) < size) and (byte := self.read(1)):
            line += byte
            if byte == b"\n":
                break
        return line

    def readlines(self, hint: int | None = None) -> list[bytes]:
        """All lines."""
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")


class Room:
    """A WSGI application around another, in which at most `places` requests are worked on at once."""

    def __init__(self, inner: WSGIApplication, places: int) -> None:
        self._inner = inner
        self._places = threading.Semaphore(places)
        self._waiting: dict[int, Body] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """The whole answer, so that nobody who reads it slowly holds a thread."""
        environ["wsgi.input"] = Body(environ["wsgi.input"], environ, self)
        with self._places:
            answer = self._inner(environ, start_response)
            if isinstance(answer, list):
                return answer
            try:
                return list(answer)
            finally:
                if close := getattr(answer, "close", None):
                    close()

    def wait(self, body: Body, read: Any) -> bytes:
        """Read, without taking room meanwhile."""
        self._waiting[id(body)] = body
        self._places.release()
        try:
            came: bytes = read()
        finally:
            del self._waiting[id(body)]
            self._places.acquire()
        return came

    def waiting(self) -> list[Body]:
        """The bodies that are being waited for now, the longest first."""
        return sorted(self._waiting.copy().values(), key=lambda body: body.since)
