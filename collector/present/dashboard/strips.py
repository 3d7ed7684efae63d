"""Height strips, before templates draw them: how deep visitors came on a page, and where an action stood on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from collector.present.dashboard.labels import UNKNOWN
from collector.present.dashboard.pieces import Row


class Band(NamedTuple):
    """A part of a page's height: where it begins and ends (0 at the top, 1 at the bottom), and who came to its end."""

    top: float
    bottom: float
    share: float


@dataclass(frozen=True)
class Strip:
    """One action on one page; `stood` is where, as a fraction of the page's height, if that was ever measured."""

    page: str
    row: Row
    bands: Sequence[Band]
    stood: float | None

    @property
    def came_there(self) -> float | None:
        """The share of views that came to where it stood, to the nearest band below."""
        if self.stood is None:
            return None
        return next((band.share for band in self.bands if band.bottom >= self.stood), None)


def strip_of(row: Row) -> Strip:
    """The strip of a row of the report `depth`."""
    measured, bands, top = row["depth"]["measured"], [], 0.0
    for part in row["depth"]["came_to"] if measured else ():
        bands.append(Band(top, part["of_the_page"], part["impressions"] / measured))
        top = part["of_the_page"]
    return Strip(row["page"] or UNKNOWN, row, bands, row["stood"]["median"])
