"""Assign visitors to the variations of an experiment. Browser and server compute the same, each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sdk_py.targeting import NOTHING_KNOWN, Situation, Targeting

WORD = 0xFFFFFFFF
BUCKETS = 10_000


@dataclass(frozen=True)
class Layer:
    """The part of all visitors that an experiment may have, so that it shares none with others of the layer."""

    salt: str
    buckets: Sequence[tuple[int, int]]
    """[from, until) each"""


@dataclass(frozen=True)
class Experiment:
    """An experiment as the collector serves it."""

    salt: str
    buckets: Sequence[tuple[int, int, str]]
    """[from, until) and the variation of each range; a bucket in no range is in no variation"""
    allocation: int | None = None
    """the number of the phase"""
    layer: Layer | None = None
    targeting: Targeting | None = None

    def variation(self, visitor_id: str, situation: Situation = NOTHING_KNOWN) -> str | None:
        """The variation of this visitor; None if none is theirs."""
        if self.targeting is not None and not self.targeting.includes(situation):
            return None
        if self.layer and not _holds(self.layer.buckets, bucket_of(self.layer.salt, visitor_id)):
            return None
        bucket = bucket_of(self.salt, visitor_id)
        return next((name for start, until, name in self.buckets if start <= bucket < until), None)


def bucket_of(salt: str, visitor_id: str) -> int:
    """The visitor's bucket for a salt, from 0 to 9,999."""
    return _hash(f"{salt}:{visitor_id}") * BUCKETS >> 32


def _holds(buckets: Iterable[tuple[int, int]], bucket: int) -> bool:
    return any(start <= bucket < until for start, until in buckets)


def _hash(text: str) -> int:
    """A text as a whole number below 2**32: FNV-1a of its UTF-8, then murmur3's fmix32."""
    hashed = 0x811C9DC5
    for byte in _utf8(text):
        hashed = (hashed ^ byte) * 0x01000193 & WORD
    hashed = (hashed ^ hashed >> 16) * 0x85EBCA6B & WORD
    hashed = (hashed ^ hashed >> 13) * 0xC2B2AE35 & WORD
    return hashed ^ hashed >> 16


def _utf8(text: str) -> bytes:
    """The bytes that a browser makes of a text: half a character (a lone surrogate) becomes U+FFFD."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()
