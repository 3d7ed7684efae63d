"""The load: some connections, each sending its next request as soon as the last one is answered. Its own process.

It prints `begin` when what it measures begins, and at the end one line of JSON. Sockets are read and written by hand,
because on a machine of few cores an HTTP library would take from the server what is to be measured.
"""

from __future__ import annotations

import argparse
import json
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.bench.messages import batches, hits

END_OF_HEAD = b"\r\n\r\n"
READ_BYTES = 65_536


@dataclass
class Connection:
    """One connection and the request it waits for."""

    socket: socket.socket
    sent_at: float = 0.0
    received: bytes = b""

    def send(self, request: bytes) -> None:
        """Send the next request."""
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answer(self) -> tuple[int, bytes] | None:
        """Status and body, once all of it is here."""
        read = self.socket.recv(READ_BYTES)
        if not read:
            raise ConnectionError("the server hung up")
        self.received += read
        head, whole, body = self.received.partition(END_OF_HEAD)
        _, named, rest = head.lower().partition(b"content-length:")
        wanted = int(rest.partition(b"\r")[0]) if named else 0
        return (int(head[9:12]), body) if whole and len(body) == wanted else None


@dataclass
class Tally:
    """What came back: all answers by status and by body, and the times of those that are measured."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    bodies: Counter[bytes] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        """How many events the server said it has stored."""
        return sum(json.loads(body)["accepted"] * times for body, times in self.bodies.items() if b'"accepted"' in body)


def connections_to(port: int, count: int) -> list[Connection]:
    """Connections that are open and idle."""
    found = [Connection(socket.create_connection(("127.0.0.1", port))) for _ in range(count)]
    for connection in found:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return found


def run(port: int, requests: Iterator[bytes], *, concurrency: int, warm: float, seconds: float) -> Tally:
    """Send for `warm` seconds and then for `seconds`, which are measured; requests under way are waited for."""
    selector, tally = selectors.EpollSelector(), Tally()
    for connection in connections_to(port, concurrency):
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(next(requests))
    begin = time.perf_counter() + warm
    end = begin + seconds
    waiting, begun = concurrency, False
    while waiting:
        for key, _ in selector.select():
            if (answer := key.data.answer()) is None:
                continue
            now = time.perf_counter()
            if now >= begin and not begun:
                begun = True
                print("begin", flush=True)
            if begin <= now < end:
                tally.seconds.append(now - key.data.sent_at)
            tally.statuses[answer[0]] += 1
            tally.bodies[answer[1]] += 1
            if now < end:
                key.data.send(next(requests))
            else:
                waiting -= 1
    return tally


def run_paced(port: int, requests: Iterator[bytes], *, concurrency: int, rate: float, seconds: float) -> Tally:
    """Send `rate` requests a second, or as many as are answered in time, for `seconds`."""
    tally, idle = Tally(), connections_to(port, concurrency)
    selector = selectors.EpollSelector()
    for connection in idle:
        selector.register(connection.socket, selectors.EVENT_READ, connection)
    begin = time.perf_counter()
    sent = 0
    print("begin", flush=True)
    while len(idle) < concurrency or time.perf_counter() < begin + seconds:
        due = begin + sent / rate
        while idle and time.perf_counter() >= due and due < begin + seconds:
            idle.pop().send(next(requests))
            sent += 1
            due = begin + sent / rate
        for key, _ in selector.select(max(0.0, due - time.perf_counter()) if idle else None):
            if (answer := key.data.answer()) is not None:
                tally.seconds.append(time.perf_counter() - key.data.sent_at)
                tally.statuses[answer[0]] += 1
                tally.bodies[answer[1]] += 1
                idle.append(key.data)
    return tally


def main() -> None:
    """Read from the command line what to send, send it, print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("--key", default="", help="of a collector's site; without one, send as the peer's tracker does")
    parser.add_argument("--path", default="/v1/events")
    parser.add_argument("--events", type=int, default=1)
    parser.add_argument("--concurrency", type=int, default=32)
    parser.add_argument("--warm", type=float, default=1.0)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rate", type=float, help="requests a second; without it, as many as are answered")
    given = parser.parse_args()
    path = given.path.encode()
    requests = batches(path, given.key.encode(), given.events) if given.key else hits(path)
    shape = {"concurrency": given.concurrency, "seconds": given.seconds}
    if given.rate:
        tally = run_paced(given.port, requests, rate=given.rate, **shape)
    else:
        tally = run(given.port, requests, warm=given.warm, **shape)
    took = sorted(tally.seconds)
    measured = {
        "requests": len(took),
        "requests_in_all": tally.statuses.total(),
        "failed": sum(times for status, times in tally.statuses.items() if not 200 <= status < 300),
        "accepted": tally.accepted,
        "p50_ms": took[len(took) // 2] * 1000,
        "p99_ms": took[int(len(took) * 0.99)] * 1000,
        "cpu_s": time.process_time(),
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main()
