"""The way from one amount to another in steps, as pages draw it: what raised it, what lowered it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
WIDTH = 100.0
"""Of what is drawn."""


@dataclass(frozen=True)
class Step:
    """One step by the name of its figure: where its bar begins and how wide it is, of WIDTH; `kind` is `level` for the
    amounts at both ends, `up` or `down` for what lies between."""

    name: str
    kind: str
    x: float
    width: float


def bridge(row: Row, start: str, up: Iterable[str], down: Iterable[str], end: str) -> list[Step]:
    """The steps from the amount at the start, by what raised and what lowered it, to the one at the end."""
    moves = [(name, Decimal(row[name])) for name in up] + [(name, -Decimal(row[name])) for name in down]
    level = highest = Decimal(row[start])
    ends = []
    for name, move in moves:
        ends.append((name, "up" if move >= 0 else "down", min(level, level + move), abs(move)))
        level += move
        highest = max(highest, level)
    scale = WIDTH / float(highest) if highest else 0.0
    parts = [(start, "level", Decimal(0), Decimal(row[start])), *ends, (end, "level", Decimal(0), Decimal(row[end]))]
    kinds = dict.fromkeys(down, "down")
    return [
        Step(name, kinds.get(name, kind), round(float(at) * scale, 2), round(float(size) * scale, 2))
        for name, kind, at, size in parts
    ]
