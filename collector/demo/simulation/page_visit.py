"""One view of one page: how long it lasted, how deep it went, and therefore what was seen of each placed action."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from collector.demo.simulation.layout import Place, Placement

# Median seconds that somebody stays.
STAYS = {
    "home": 17,
    "shelf": 22,
    "product": 26,
    "article": 85,
    "cart": 16,
    "checkout": 62,
    "thanks": 18,
    "account": 21,
    "club": 24,
    "journal": 12,
    "wishlist": 12,
}
MAX_STAY_MS = 9 * 60_000
NEVER_SCROLLS = 0.13
IN_BACKGROUND = 0.015
SHALLOW, DEEP = (1.9, 2.2), (2.4, 1.0)
"""how far down people go, as beta distributions: on most pages, and in what they read"""
OPENED_FOR_LATER = ("home", "shelf", "product", "article")
KILLED = {"desktop": 0.006, "tablet": 0.015, "phone": 0.03}


class Sighting(NamedTuple):
    """What was seen of an action: since when, for how long, and how much of it."""

    at: float
    fraction: float
    visible_ms: int
    longest_ms: int


@dataclass
class PageVisit:
    """How one view went. `hidden`: the tab was never in front; `killed`: it ended without a chance to say anything."""

    place: Place
    device: str
    fold: int
    opened: float
    stay_ms: float
    depth: int
    hidden: bool
    killed: bool

    @property
    def left(self) -> float:
        """When the view ended."""
        return self.opened + self.stay_ms

    @property
    def height(self) -> int:
        """How high the page is."""
        return max(self.place.height(self.device), self.fold)

    def hurry(self, random: Random) -> None:
        """A glance, and gone: too short to go deep."""
        self.stay_ms = random.uniform(1_500, 9_500)
        self.depth = self.fold + round((self.depth - self.fold) * random.uniform(0.0, 0.85))

    def sighting(self, placement: Placement) -> Sighting | None:
        """What was seen of what stands there; None: nothing."""
        if self.hidden or placement.top >= self.depth:
            return None
        share = min(1.0, (self.depth - placement.top) / min(placement.height, self.fold))
        at = self.opened + self._reached_after(placement.top)
        in_view = (self.fold + placement.height) / (self.depth + placement.height)
        visible = (self.left - at) * min(1.0, max(0.08, in_view))
        longest = visible * 0.85 if share >= placement.enough else 0
        return Sighting(at, round(share, 4), round(visible), round(longest))

    def why_not(self, placement: Placement) -> dict[str, Any]:
        """The reason that goes with no sighting."""
        if self.hidden:
            return {"reason": "tab_hidden"}
        detail = {"top": placement.top, "deepest": self.depth, "page": self.height}
        return {"reason": "below_fold", "detail": detail}

    def _reached_after(self, top: int) -> float:
        if top < self.fold:
            return 180.0
        return 700 + 0.75 * (self.stay_ms - 700) * (top - self.fold) / max(1, self.depth - self.fold)


def some_page_visit(random: Random, place: Place, device: tuple[str, int], opened: float) -> PageVisit:
    """A view of a page on a device, given its kind and fold, as people have them."""
    kind, fold = device
    rest = max(0, place.height(kind) - fold)
    taste = DEEP if place.kind == "article" else SHALLOW
    reach = 0.0 if random.random() < NEVER_SCROLLS else random.betavariate(*taste)
    stay = STAYS[place.kind] * 1000 * math.exp(random.gauss(0, 0.6)) * (0.45 + 1.1 * reach)
    hidden = random.random() < IN_BACKGROUND and place.kind in OPENED_FOR_LATER
    return PageVisit(
        place=place,
        device=kind,
        fold=fold,
        opened=opened,
        stay_ms=min(MAX_STAY_MS, max(1_800, stay)),
        depth=fold + round(reach * rest),
        hidden=hidden,
        killed=random.random() < KILLED[kind],
    )
