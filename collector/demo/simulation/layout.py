"""The pages of the shop as a visitor meets them: their addresses, how high they are, and what is placed where.

Heights and places in layout.json were measured in the real shop, so that what a simulated visitor sees and does not
see follows from how far they scroll, as it does for real ones.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from collector.demo.shop.catalogue import EXTRAS, RECOMMENDED, catalogue
from sdk_py import Item, Page

BAR, EXIT, FINDER = "free-shipping-bar", "exit-offer", "tea-finder"
HERO, PAIRS, CLUB = "home-hero", "product-pairs", "footer-club"
KINDS = {
    HERO: "banner",
    "home-recs": "products",
    "home-journal": "articles",
    PAIRS: "products",
    "cart-extras": "products",
    "article-more": "articles",
    CLUB: "banner",
    "order-survey": "survey",
    BAR: "banner",
    EXIT: "popup",
    FINDER: "form",
}
CAMPAIGNS = {
    HERO: "autumn-picking",
    "home-recs": "autumn-picking",
    CLUB: "tea-club",
    EXIT: "first-order",
}
PATHS = {"home": "", "journal": "journal/", "shelf": "shelf/teas"}
TITLES = {
    "home": "Teas worth brewing twice",
    "shelf": "Teas",
    "cart": "Cart",
    "checkout": "Checkout",
    "thanks": "Thank you",
    "wishlist": "Wish list",
    "account": "Your account",
    "club": "Tea club",
    "journal": "Journal",
}
WIDTHS = {"desktop": 1200, "tablet": 740, "phone": 358}


@dataclass(frozen=True)
class Placement:
    """Where an action stands on a page, in pixels."""

    action: str
    top: int
    height: int
    width: int

    @property
    def enough(self) -> float:
        """The share that has to be in view for it to count as well seen: less for what is large."""
        return 0.3 if self.width * self.height >= 242_500 else 0.5


@dataclass(frozen=True)
class Place:
    """One page of the shop: its kind, and which product or article it shows."""

    kind: str
    what: str = ""

    def page(self, shop: str, *, parameters: str = "", referrer: str | None = None) -> Page:
        """The page as the snippet would describe it; `shop` is the address of the front page."""
        path, title, item = self._described()
        url = shop + path + (f"?{parameters}" if parameters else "")
        return Page(url=url, title=f"{title} · {catalogue().name}", referrer=referrer, item=item)

    def height(self, device: str) -> int:
        """How high the page is on that kind of device."""
        return int(_layout()[self.kind][device]["page"])

    def placements(self, device: str, *, moved: bool = False) -> list[Placement]:
        """What stands on the page; `moved`: after the club's banner changed places with the widget above it."""
        return _placements(self.kind, device, moved)

    def items_of(self, action: str) -> list[Item | str]:
        """What an action offers on this page, in its order."""
        return _items(action, self.what)

    def _described(self) -> tuple[str, str, str | None]:
        if self.kind == "product":
            product = catalogue().products[self.what]
            return f"p/{self.what}", product.name, product.variants[0].item
        if self.kind == "article":
            return f"journal/{self.what}", catalogue().articles[self.what].title, self.what
        return PATHS.get(self.kind, self.kind), TITLES[self.kind], None


@cache
def _placements(page: str, device: str, moved: bool) -> list[Placement]:
    measured = dict(_layout()[page][device]["actions"])
    if moved and PAIRS in measured:
        (top, height), (below, club_height) = measured[PAIRS], measured[CLUB]
        measured |= {CLUB: (top, club_height), PAIRS: (below + club_height - height, height)}
    return [Placement(action, top, height, WIDTHS[device]) for action, (top, height) in measured.items()]


@cache
def _items(action: str, shown: str) -> list[Item | str]:
    if action in ("home-journal", "article-more"):
        return [article.slug for article in catalogue().articles_but(shown or None)]
    offered: dict[str, tuple[str, ...]] = {"home-recs": RECOMMENDED, "cart-extras": EXTRAS}
    named = catalogue().products[shown].pairs if action == PAIRS else offered.get(action, ())
    return [Item(one.variants[0].item, group=one.group) for one in catalogue().named(named)]


@cache
def _layout() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "layout.json").read_text(encoding="utf-8"))
    return found
