"""What the shop sells and writes: read once from static/catalogue.json, which the browser reads too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

RECOMMENDED = ("high-mountain", "everyday-pot", "first-flush", "matcha-bowl")
EXTRAS = ("tea-towel", "garden-mint", "bamboo-whisk", "toasted-rice")
READ_NEXT = 3
STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class Variant:
    """One thing that can be put in the cart: a product in one size or colour."""

    item: str
    label: str
    price: Decimal
    colour: str
    size: float


@dataclass(frozen=True)
class Product:
    """One product with its variants; `group` is what Beheld calls the parent of a variant."""

    group: str
    name: str
    kind: str
    family: str
    tagline: str
    text: str
    details: Mapping[str, str]
    drawing: Mapping[str, str]
    pairs: tuple[str, ...]
    variants: tuple[Variant, ...]

    def variant(self, item: str | None) -> Variant:
        """The variant of that item id; the first one when there is none such."""
        return next((variant for variant in self.variants if variant.item == item), self.variants[0])


@dataclass(frozen=True)
class Article:
    """One piece of the journal."""

    slug: str
    title: str
    standfirst: str
    topic: str
    minutes: int
    written: str
    mentions: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """Everything the shop shows."""

    name: str
    currency: str
    free_shipping_from: Decimal
    shipping: Decimal
    club_price: Decimal
    products: Mapping[str, Product]
    articles: Mapping[str, Article]

    @cached_property
    def by_item(self) -> dict[str, tuple[Product, Variant]]:
        """Each item id with its product and variant."""
        return {variant.item: (product, variant) for product in self.products.values() for variant in product.variants}

    def named(self, groups: Iterable[str]) -> list[Product]:
        """These products, in this order."""
        return [self.products[group] for group in groups]

    def articles_but(self, slug: str | None) -> list[Article]:
        """The articles that are recommended beside one, or on the front page."""
        return [article for article in self.articles.values() if article.slug != slug][:READ_NEXT]

    def of_kind(self, kind: str | None) -> list[Product]:
        """The products of one shelf, `teas` or `teaware`; all of them without one."""
        return [product for product in self.products.values() if kind in (None, product.kind)]


@cache
def catalogue() -> Catalogue:
    """The catalogue, read from its file at the first call."""
    found = json.loads((STATIC / "catalogue.json").read_text(encoding="utf-8"))
    return Catalogue(
        name=found["name"],
        currency=found["currency"],
        free_shipping_from=Decimal(found["free_shipping_from"]),
        shipping=Decimal(found["shipping"]),
        club_price=Decimal(found["club_price"]),
        products={product["group"]: _product(product) for product in found["products"]},
        articles={article["slug"]: _article(article) for article in found["articles"]},
    )


def _product(found: dict[str, Any]) -> Product:
    variants = tuple(Variant(**{**variant, "price": Decimal(variant["price"])}) for variant in found["variants"])
    return Product(**{**found, "pairs": tuple(found["pairs"]), "variants": variants})


def _article(found: dict[str, Any]) -> Article:
    return Article(**{**found, "mentions": tuple(found["mentions"])})
