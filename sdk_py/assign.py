"""Assign visitors to the variations of an experiment. Browser and server compute the same, each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

WORD = 0xFFFFFFFF


def variation_of(experiment: str, visitor_id: str, weights: Mapping[str, float]) -> str | None:
    """The variation of this visitor, given {variation: weight}; None if all weights are zero.

    Weights need not add up to 1. A visitor keeps the variation as long as the weights do not change.
    """
    names = sorted(weights, key=_browser_order)
    point = _share(f"{experiment}:{visitor_id}") * _total(weights[name] for name in names)
    reached = 0.0
    for name in names:
        reached += weights[name]
        if point < reached:
            return name
    return None


def _share(text: str) -> float:
    """Hash a text to a number from 0 up to, but not including, 1: 32-bit FNV-1a, then murmur3's fmix32."""
    hashed = 0x811C9DC5
    for byte in text.encode("utf-8", "replace"):
        hashed = (hashed ^ byte) * 0x01000193 & WORD
    hashed = (hashed ^ hashed >> 16) * 0x85EBCA6B & WORD
    hashed = (hashed ^ hashed >> 13) * 0xC2B2AE35 & WORD
    return float(hashed ^ hashed >> 16) / 2**32


def _browser_order(name: str) -> bytes:
    # JavaScript sorts by UTF-16 units, which differs from Python's order beyond the basic plane.
    return name.encode("utf-16-be", "replace")


def _total(weights: Iterable[float]) -> float:
    # Not sum(): from 3.12 on it compensates for rounding, and can differ from the browser in the last bit.
    total = 0.0
    for weight in weights:
        total += weight
    return total
