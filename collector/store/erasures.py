"""One noted erasure. It names nobody, and is enough to recognise a visitor or user who is there again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

NAMES_REMEMBERED = 8192


class Erasure(NamedTuple):
    """One line of the log. Names are digests in it; `shared` are those of the visitors that others use too.

    Of the visitors went what was of nobody or of the `owners`, the same as `user_ids` if they are None; of all if there
    are none.

    Erased is what had come in by then: events up to number `seq` and rejected ones up to number `rejection`, and,
    should they have been numbered elsewhere, all that were received up to `erased_at`. What happened up to `until`
    is not taken in any more.
    """

    erasure: str
    erased_at: int
    site: int
    visitors: Sequence[str]
    user_ids: Sequence[str]
    orders: Sequence[str] = ()
    shared: Sequence[str] = ()
    seq: int = 0
    rejection: int = 0
    until: int = 0
    salt: str = ""
    owners: Sequence[str] | None = None

    @property
    def key(self) -> bytes:
        """What the digests of this line are keyed with."""
        return bytes.fromhex(self.salt)

    @property
    def bounds(self) -> dict[str, int]:
        """Up to where it erased, as parameters of SQL."""
        return {"seq": self.seq, "rejection": self.rejection, "until": self.erased_at}


def read_entry(text: str) -> Erasure:
    """An entry as the database keeps it."""
    return Erasure(**json.loads(text))


@lru_cache(NAMES_REMEMBERED)
def digest(salt: bytes, site: int, kind: str, name: str) -> str:
    """What the log keeps of a name: of no use to learn the name, enough to know it again."""
    return blake2b(f"{site}:{kind}:{name}".encode(), key=salt, digest_size=16).hexdigest()
