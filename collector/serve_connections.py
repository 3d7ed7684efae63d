"""Connections that hold up others, and how they are ended: slow bodies by their time, idle ones when it gets tight.

granian counts connections, not requests, and ends none before it has been silent for a long time. What a connection
did is known by the kernel (`TCP_INFO`), so this looks at the sockets of its own process, whoever opened them. It looks
only if a body is late or connections run short; else it costs two glances a second.
"""

from __future__ import annotations

import contextlib
import logging
import os
import resource
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collector.config import Config
from collector.wire.waiting_room import Body, Room

if TYPE_CHECKING:
    from collector.wire.metrics import Metrics

FILES = "/proc/self/fd"
FILES_BESIDES = 512  # of the database, logs, and granian itself
MIN_CONNECTIONS = 64
MAX_BODIES = 1_024
LOOK_SECONDS = 0.25
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}
CROWDED, EASED = 0.9, 0.75
# Of struct tcp_info in <linux/tcp.h>: milliseconds since we sent and received anything, and how much we sent that came.
TCP_INFO = struct.Struct("=44xIxxxxI64xQ")
SLACK_SECONDS = 0.05

REQUESTS, MAY_REQUEST, IDLE = 0, 1, 2

_log = logging.getLogger("beheld.serve")


@dataclass(frozen=True)
class Link:
    """A connection that somebody opened to us: since when it has nothing from us, and we nothing from them."""

    fd: int
    peer: tuple[str, int]
    idle: int  # one of the three above
    unanswered_seconds: float
    silent_seconds: float


def url_of(address: str, port: int) -> str:
    """The address of a server at a port of an IP address."""
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"


def connections_of(config: Config) -> int:
    """How many connections a worker may have open, for which this process and its children may open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = config.connections + FILES_BESIDES
    allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    connections = max(MIN_CONNECTIONS, allowed - FILES_BESIDES)
    if connections < config.connections:
        fields = {"connections": connections}
        _log.warning("fewer connections than BEHELD_CONNECTIONS: raise the limit of open files", extra=fields)
    return connections


class Watch:
    """Looks after the connections of one worker process."""

    def __init__(self, room: Room, metrics: Metrics, *, address: str, port: int, connections: int) -> None:
        self._room, self._metrics = room, metrics
        self._port, self._connections = port, connections
        self._own = ANY_ADDRESS.get(address, address), port

    def start(self) -> None:
        """Look from now on, for as long as the process lasts."""
        threading.Thread(target=self._run, name="beheld-connections", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(LOOK_SECONDS)
            try:
                self.look()
            except Exception as error:
                _log.error("fault", exc_info=error)

    def look(self) -> None:
        """End what is late or too much; while bodies are waited for, ask too."""
        if self._room.waiting():
            self._request_nothing()
        now = time.monotonic()
        late, over = self._late(now)
        crowded = len(os.listdir(FILES)) > CROWDED * self._connections  # files are more than connections
        if not late and not over and not crowded:
            return
        links = list(links_to(self._port))
        ended = [_end(link, socket.SHUT_RD) for link in _links_of(late, over, links, now)]
        self._metrics.connections_ended("slow", sum(ended))
        if len(links) > CROWDED * self._connections:
            links.sort(key=lambda link: (link.idle > REQUESTS, link.silent_seconds), reverse=True)
            first = links[: len(links) - int(EASED * self._connections)]
            self._metrics.connections_ended("crowded", sum(_end(link, socket.SHUT_RDWR) for link in first))

    def _request_nothing(self) -> None:
        """Make a request, of which nobody needs the answer, so that no request waits for a thread until another comes.

        granian begins a thread if there are more requests than idle threads, and takes a thread for idle until shortly
        after it has got a request. One that comes in just then waits for a thread to be free, or for the next request,
        at which granian looks again: it waits for long where all threads wait for bodies and nobody else asks.
        """
        with contextlib.suppress(OSError), socket.create_connection(self._own, LOOK_SECONDS) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            connection.recv(1)

    def _late(self, now: float) -> tuple[list[Body], list[Body]]:
        """The bodies whose time is over, and the oldest of others if so many are waited for that threads run short."""
        waiting = self._room.waiting()
        late = [body for body in waiting if body.due < now]
        over = len(waiting) - MAX_BODIES // 4 if len(waiting) > MAX_BODIES // 2 else 0
        return late, [body for body in waiting[:over] if body.due >= now]


def links_to(port: int) -> Iterator[Link]:
    """The connections of this process that came in by this port."""
    for name in os.listdir(FILES):
        with contextlib.suppress(OSError), _another_handle(int(name)) as held:
            if held.family not in (socket.AF_INET, socket.AF_INET6) or held.getsockname()[1] != port:
                continue
            peer = held.getpeername()
            info = held.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TCP_INFO.size)
            yield _link(int(name), peer, *TCP_INFO.unpack(info))


def _link(fd: int, peer: tuple[str, int], sent_ms: int, received_ms: int, bytes_sent: int) -> Link:
    """The kernel's clock ticks some times a second: a request may seem to be as old as the answer before it."""
    first = bytes_sent <= 1  # the beginning of a connection counts as one byte
    idle = REQUESTS if first or received_ms < sent_ms else IDLE if received_ms > sent_ms else MAY_REQUEST
    return Link(fd, peer[:2], idle, sent_ms / 1_000, received_ms / 1_000)


@contextlib.contextmanager
def _another_handle(fd: int) -> Iterator[socket.socket]:
    """The socket of a descriptor, by a descriptor of our own: its owner may close theirs at any moment."""
    own = os.dup(fd)
    try:
        held = socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise
    with held:
        yield held


def _links_of(late: list[Body], over: list[Body], links: list[Link], now: float) -> Iterator[Link]:
    """For each body a connection that can be its own.

    The server does not tell which one it is: it is of the body's address, has sent something since we last answered it,
    and has waited for an answer for as long as the body at least. Of those it is the first for a late body: if it was
    another (a very slow request of the same address), the body is still late at the next look. For one that is over
    what can be waited for it is the last: whoever came just now may be waiting for a thread.
    """
    requesting = [link for link in links if link.idle < IDLE]
    first = _by_address(sorted(requesting, key=lambda link: (link.idle, link.unanswered_seconds)))
    last = _by_address(sorted(requesting, key=lambda link: (link.idle == REQUESTS, link.unanswered_seconds)))
    for body in late:
        candidates = first.get(body.address, [])
        waited = now - body.since - SLACK_SECONDS
        place = next((n for n, link in enumerate(candidates) if link.unanswered_seconds >= waited), None)
        if place is not None:
            yield candidates.pop(place)
    for body in over:
        if left := last.get(body.address):
            yield left.pop()


def _by_address(links: list[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.peer[0], []).append(link)
    return found


def _end(link: Link, how: int) -> bool:
    """End a connection, if the descriptor is still its own; the one who waits for its bytes gets the end of them."""
    with contextlib.suppress(OSError), _another_handle(link.fd) as held:
        if held.getpeername()[:2] == link.peer:
            held.shutdown(how)
            return True
    return False
