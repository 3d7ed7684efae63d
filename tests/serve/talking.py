"""HTTP by hand, for requests that no client would send."""

from __future__ import annotations

import socket
from types import TracebackType
from typing import Self

PATIENCE = 60


def request(body: bytes, *, length: int | None = None, head: bytes = b"", path: bytes = b"/v1/events") -> bytes:
    """A POST with this body, which may claim another length than it has, or other headers than a good one."""
    head = head or b"Content-Type: application/json\r\n"
    size = b"Content-Length: %d\r\n" % (len(body) if length is None else length) if length != -1 else b""
    return b"POST " + path + b" HTTP/1.1\r\nHost: collector\r\n" + head + size + b"\r\n" + body


class Connection:
    """One connection to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.incoming = self.socket.makefile("rb")

    def send(self, data: bytes) -> None:
        """Send these bytes."""
        self.socket.sendall(data)

    def status(self) -> int:
        """Read one answer; its status."""
        first = self.incoming.readline()
        assert first, "the connection was closed without an answer"
        length = 0
        while (line := self.incoming.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.incoming.read(length)
        return int(first.split()[1])

    def is_closed(self) -> bool:
        """Whether the other side has closed it; waits for that."""
        return self.incoming.read(1) == b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.incoming.close()
        self.socket.close()
