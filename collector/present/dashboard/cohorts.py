"""Grids of cohorts, before templates draw them: the darker a cell, the more of the cohort."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

DARKEST = 5
"""How many steps of shade there are."""


@dataclass(frozen=True)
class Cell:
    """A cell of the grid of cohorts: a share, and how darkly it is shaded, 0 to DARKEST."""

    share: float
    shade: int


@dataclass(frozen=True)
class Cohort:
    """A line of the grid."""

    name: str
    control: bool
    persons: int
    cells: list[Cell]


def grid(cohorts: Iterable[Mapping[str, Any]]) -> list[Cohort]:
    """Cohorts with their cells shaded by share, of the greatest one after the unit they began in."""
    known = list(cohorts)
    largest = max((share for each in known for share in each["retention"][1:]), default=0.0)
    return [
        Cohort(
            each["cohort"],
            each["control"],
            each["persons"],
            [Cell(share, shade_of(share, largest)) for share in each["retention"]],
        )
        for each in known
    ]


def shade_of(share: float, largest: float) -> int:
    """0 for nobody; then by how much of the largest share it is."""
    if not share or not largest:
        return 0
    return min(DARKEST, 1 + int(DARKEST * share / largest * 0.999))
