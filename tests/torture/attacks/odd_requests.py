"""Addresses, headers, cursors and methods that nobody means, without a key or with one that is made up."""

from __future__ import annotations

from itertools import product

from tests.serve.talking import Connection
from tests.torture.attacks.target import Target

PATHS = (
    "/",
    "/..",
    "/%2e%2e/%2e%2e/etc/passwd",
    "//evil.example/",
    "/visitors/../../x",
    "/visitors/%00",
    "/visitors/%ff%fe",
    "/api/v1/visitors/a%0Ab",
    "/api/v1/visitors/..%2Fx",
    "/api/v1/visitors?cursor=%ff",
    "/api/v1/reports/nothing?from=",
    "/api/v1/visitors/" + "x" * 6_000,
    "/v1/config?key=%ed%a0%80",
    "/v1/config?key=" + "k" * 5_000,
    "/sign-in?next=//evil",
    "/dashboard/../../../etc/passwd",
    "/dashboard/%2e%2e",
    "/beheld.js?%",
    "/metrics",
    "/readyz?x=1",
    "/openapi.json",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW")
HEADERS = (
    {"Authorization": "Bearer \xff\xfe"},
    {"Authorization": "Bearer " + "x" * 9_000},
    {"Cookie": "beheld=" + "." * 4_000},
    {"X-Forwarded-For": "1.2.3.4, ::1, %00", "X-Forwarded-Host": "evil.example"},
    {"Host": "evil.example\\@x"},
    {"Range": "bytes=0-,0-,0-"},
    {"If-None-Match": '"' + "x" * 4_000},
    {"Accept-Encoding": "gzip;q=nan"},
    {"Content-Length": "-1"},
    {"Origin": "https://[::1"},
    {"Content-Type": "multipart/form-data; boundary="},
)
RAW = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET /\r\n\r\n",
    b"\x16\x03\x01" + bytes(300),
    b"POST /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 3_000 + b"\r\n",
    b"POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
)


def attack(target: Target) -> None:
    """None is answered with an error of the server's."""
    for method, path in product(METHODS if target.long else METHODS[::3], PATHS):
        target.ask(method, path)
    for headers, path in product(HEADERS, ("/readyz", "/visitors", "/api/v1/visitors", "/v1/config")):
        if "Content-Length" not in headers:
            target.ask("GET", path, headers={name: value.encode("latin-1") for name, value in headers.items()})
    for data in RAW:
        with Connection(target.server.port) as connection:
            connection.send(data)
    for key in ("", "rk_guess", "ak_" + "x" * 43, "\N{SNOWMAN}"):
        answer = target.ask("GET", "/api/v1/visitors", headers={"Authorization": f"Bearer {key}".encode()})
        target.expect(f"a made-up key reads nothing, not {answer.status_code}", holds=answer.status_code == 401)
