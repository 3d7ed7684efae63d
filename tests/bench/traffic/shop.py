"""The shop that people visit: things, articles, pages, and what is placed on which page and how far down."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import NamedTuple

from collector.event import Context, Item, Page

ORIGIN = "https://shop.example"
DEFINED, ARTICLES, CATEGORIES = 5_000, 300, 20
DRAWS = 1 << 16


class Placement(NamedTuple):
    """One action on a page; `depth` is how far down it stands, from 0 to 1, and `shown` how many items it has."""

    action: str
    kind: str
    campaign: str | None
    depth: float
    shown: int = 0


class Thing(NamedTuple):
    """Something to buy or to read."""

    shown: Item
    page: Page
    price_micros: int


def popular(count: int) -> list[int]:
    """Numbers to draw from, the first being drawn most often: by Zipf's law."""
    total = list(accumulate(1 / (n + 1) for n in range(count)))
    return [min(count - 1, bisect(total, (n + 0.5) / DRAWS * total[-1])) for n in range(DRAWS)]


def a_page(path: str, title: str, item: str | None = None, referrer: str | None = None) -> Page:
    """A page of the shop."""
    return Page(ORIGIN + path, title, referrer, item)


def _thing(number: int) -> Thing:
    price = (5 + number * 7919 % 195) * 1_000_000 - 100_000
    item = Item(f"sku-{number}", f"p-{number // 2}", category=f"category-{number % CATEGORIES}")
    return Thing(item, a_page(f"/p/{number}", f"Thing {number}", item.item), price)


def _article(number: int) -> Thing:
    item = Item(f"article-{number}")
    return Thing(item, a_page(f"/blog/{number}", f"Article {number}", item.item), 0)


THING = [_thing(number) for number in range(DEFINED)]
ARTICLE = [_article(number) for number in range(ARTICLES)]
POPULAR_THING, POPULAR_ARTICLE = popular(DEFINED), popular(ARTICLES)
CATEGORY_PAGE = [a_page(f"/c/{n}", f"Category {n}") for n in range(CATEGORIES)]
CART_PAGE, THANKS_PAGE = a_page("/cart", "Your cart"), a_page("/thanks", "Thank you")
HOME_PAGE = a_page("/", "A small shop")
LANDING_PAGES = [
    a_page(path, "A small shop", referrer=referrer)
    for path, referrer, times in (
        ("/", None, 6),
        ("/", "https://www.google.com/", 6),
        ("/", "https://www.bing.com/", 1),
        ("/?utm_source=news&utm_medium=email&utm_campaign=spring", None, 3),
        ("/?utm_source=google&utm_medium=cpc&utm_campaign=brand", "https://www.google.com/", 3),
        ("/?utm_source=instagram&utm_medium=social&utm_campaign=looks", "https://l.instagram.com/", 2),
    )
    for _ in range(times)
]
BANNERS = [Placement(f"banner-{n}", "banner", f"campaign-{n}", 0.12) for n in range(12)]
TESTED, EXPERIMENT = "home-recs", "picks"
ON_HOME = (Placement(TESTED, "products", None, 0.35, 8), Placement("home-reading", "articles", None, 0.75, 4))
ON_CATEGORY = [
    (
        Placement(f"category-{n}-teaser", "banner", "categories", 0.2),
        Placement("category-recs", "products", None, 0.6, 6),
        Placement("category-survey", "survey", None, 0.7),
    )
    for n in range(CATEGORIES)
]
ON_THING = (Placement("also-like", "products", None, 0.5, 6), Placement("bought-together", "products", None, 0.65, 3))
ON_ARTICLE = (
    Placement("newsletter-form", "form", "newsletter", 0.6),
    Placement("read-next", "articles", None, 0.85, 4),
)
IN_CART = (Placement("cart-upsell", "products", None, 0.4, 4),)
AFTERWARDS = (Placement("order-survey", "survey", None, 0.3),)
POPUP = Placement("exit-popup", "popup", "newsletter", 0.0)

SYSTEMS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_{} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:{}.0) Gecko/20100101 Firefox/{}.0",
)
PLACES = [
    ("PT", "Lisbon", "pt-PT"), ("PT", "Porto", "pt-PT"), ("AT", "Graz", "de-AT"), ("DE", "Berlin", "de-DE"),
    ("ES", "Madrid", "es-ES"), ("FR", "Lyon", "fr-FR"), ("BR", "Recife", "pt-BR"), ("US", "Boston", "en-US"),
]  # fmt: skip
SCREENS = ("1920x1080", "1536x864", "390x844", "412x915", "2560x1440")
CRAWLER = Context("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", country="US")


def contexts(random: Random) -> Sequence[Context]:
    """The browsers and places of all visitors."""
    found = []
    for country, city, language in PLACES:
        for system in SYSTEMS:
            for version in random.sample(range(110, 142), 8):
                screen = random.choice(SCREENS)
                found.append(Context(system.format(version, version), language, screen, screen, None, country, city))
    return found
