"""Bodies that explode, never end, or are of another kind than they say, also where no events are taken."""

from __future__ import annotations

import gzip
import zlib

from tests.torture.attacks.target import Target

MIB = 2**20


def attack(target: Target) -> None:
    """None of it is taken, none of it costs much."""
    bomb = gzip.compress(bytes(200 * MIB), 9)
    members = gzip.compress(b"") * 20_000
    for body in (bomb, members, members + bomb, gzip.compress(b"{" * MIB), b"\x1f\x8b", zlib.compress(bytes(MIB))):
        answer = target.post(body, Content_Encoding="gzip")
        target.expect(f"a hostile body is rejected, not {answer.status_code}", holds=answer.status_code in (400, 413))
    for packed_by in ("br", "deflate", "gzip, gzip", "x" * 5_000):
        target.post(b"{}", Content_Encoding=packed_by)
    target.ask("POST", "/sign-in", files={f"file{n}": bytes(MIB) for n in range(target.size(8, 64))})
    target.ask("POST", "/sign-in", data={"key": "x" * MIB})
    target.ask("POST", "/sign-in", data={f"field{n}": "x" for n in range(5_000)})
    deep = b'{"a":' * 100_000
    for method, path in (("PUT", "/api/v1/goals/x"), ("PUT", "/api/v1/sites/shop"), ("POST", "/v1/events")):
        target.ask(method, path, data=deep, headers={"Content-Type": "application/json"})
