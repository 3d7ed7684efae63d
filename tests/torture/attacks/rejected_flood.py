"""Large events that are rejected, packed small, again and again: what is kept of them must not fill the disk."""

from __future__ import annotations

import gzip

from tests.torture.attacks.target import Target

MAX_BYTES = 600 * 2**20


def attack(target: Target) -> None:
    """A megabyte on the disk for two kilobytes on the wire."""
    bad = b'{"type": "goal", "visitor_id": "flood", "q": "' + b"x" * 1_900 + b'"}'
    batch = b'{"key": "' + target.key.encode() + b'", "events": [' + b",".join([bad] * 500) + b"]}"
    packed = gzip.compress(batch)
    for _ in range(target.size(30, 400)):
        target.post(packed, Content_Encoding="gzip")
    with target.server.stored() as store:
        (kept,) = store.query("select count(*) from rejected_events")[0]
    target.expect(f"at most 10,000 rejected events are kept, not {kept:,}", holds=kept <= 10_000)
    size = sum(file.stat().st_size for file in target.server.folder.glob("beheld.db*"))
    target.expect(f"the files stay below {MAX_BYTES:,} bytes, not {size:,}", holds=size < MAX_BYTES)
