"""Who is credited for a conversion: the seven models, as pure functions of its candidates.

Shares are whole or exact fractions, which add up to no more than all: those of `time_decay` too, whose weights are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from collector.rules import DAY_MS

HALF_LIFE_MS = 7 * DAY_MS


class Candidate(NamedTuple):
    """An action that was seen before a conversion; times in epoch ms, `clicked_at` None if it was not clicked."""

    action: str
    first_delivered_at: int
    last_delivered_at: int
    clicked_at: int | None


Share = Fraction | float | int
Model = Callable[[Sequence[Candidate], int], dict[str, Share]]

WHOLE = 1


def influenced(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """Everyone, in full."""
    return {candidate.action: WHOLE for candidate in candidates}


def last_touch(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """The one delivered last; of two at once the greater action id."""
    return {max(candidates, key=lambda c: (c.last_delivered_at, c.action)).action: WHOLE}


def first_touch(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """The one delivered first; of two at once the greater action id."""
    return {max(candidates, key=lambda c: (-c.first_delivered_at, c.action)).action: WHOLE}


def linear(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """All, equally."""
    return {candidate.action: Fraction(1, len(candidates)) for candidate in candidates}


def time_decay(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """By 2^(-age / 7 days), the age that of the latest delivery."""
    weights = {c.action: 2.0 ** (-(converted_at - c.last_delivered_at) / HALF_LIFE_MS) for c in candidates}
    total = sum(weights.values())
    shares: dict[str, Share] = {action: Fraction(weight / total) for action, weight in weights.items()}
    greatest = max(shares, key=lambda action: (shares[action], action))
    return shares | {greatest: shares[greatest] + 1 - sum(shares.values())}


def position(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """By latest delivery: 40 % to the first, 40 % to the last, 20 % shared by those between; of two, half each."""
    ordered = sorted(candidates, key=lambda c: (c.last_delivered_at, c.action))
    if len(ordered) <= 2:
        return linear(candidates, converted_at)
    between = {c.action: Fraction(1, 5) / (len(ordered) - 2) for c in ordered[1:-1]}
    return {ordered[0].action: Fraction(2, 5), **between, ordered[-1].action: Fraction(2, 5)}


def last_click(candidates: Sequence[Candidate], converted_at: int) -> dict[str, Share]:
    """The one clicked last; nobody if none was; of two at once the greater action id."""
    clicked = [candidate for candidate in candidates if candidate.clicked_at is not None]
    if not clicked:
        return {}
    return {max(clicked, key=lambda c: (c.clicked_at or 0, c.action)).action: WHOLE}


CREDIT: dict[str, Model] = {
    "influenced": influenced,
    "last_touch": last_touch,
    "first_touch": first_touch,
    "linear": linear,
    "time_decay": time_decay,
    "position": position,
    "last_click": last_click,
}
