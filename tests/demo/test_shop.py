"""The shop's pages as a browser gets them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from collector.demo.shop.catalogue import catalogue
from collector.demo.shop.pages import KEPT_KEY
from collector.demo.simulation.layout import CAMPAIGNS, KINDS, Place
from collector.demo.site import demo_site
from collector.store import Site
from tests.browser import RunningCollector

PAGES = {
    "home": "/demo/",
    "shelf": "/demo/shelf/teas",
    "product": "/demo/p/high-mountain",
    "cart": "/demo/cart",
    "checkout": "/demo/checkout",
    "thanks": "/demo/thanks",
    "wishlist": "/demo/wishlist",
    "account": "/demo/account",
    "club": "/demo/club",
    "journal": "/demo/journal/",
    "article": "/demo/journal/water-first",
}


class Tags(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag."""
        self.all.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, *names: str) -> list[str]:
        """The values of these attributes, wherever they stand."""
        return [attributes[name] for _, attributes in self.all for name in names if name in attributes]


def opened(client: FlaskClient, path: str) -> Tags:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return Tags(answer.text)


@pytest.mark.parametrize("path", PAGES.values())
def test_no_button_can_be_used_before_its_script_has_started(client: FlaskClient, site: Site, path: str) -> None:
    """A form would carry what was typed into it in an address, and a quick add put nothing into the cart."""
    names = ("data-bh-quick-add", "data-bh-wishlist")
    buttons = [attributes for tag, attributes in opened(client, path).all if tag == "button"]
    needing = [each for each in buttons if "type" not in each or any(name in each for name in names)]
    assert needing, "at least the newsletter's"
    assert all("disabled" in each and "data-needs-script" in each for each in needing)


@pytest.mark.parametrize("path", PAGES.values())
def test_every_page_carries_the_snippet_as_a_customer_would_embed_it(
    client: FlaskClient, site: Site, path: str
) -> None:
    scripts = [attributes for tag, attributes in opened(client, path).all if tag == "script"]
    assert {"async": "", "src": "/beheld.js", "data-key": site.settings[KEPT_KEY]} in scripts


@pytest.mark.parametrize("path", PAGES.values())
def test_pages_obey_a_policy_that_allows_nothing_inline_and_nobody_else(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "http" not in policy
    for tag, attributes in Tags(answer.text).all:
        assert tag != "style"
        assert tag != "script" or attributes.get("src")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_every_link_and_picture_of_the_shop_leads_somewhere(client: FlaskClient) -> None:
    waiting, seen = ["/demo/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith("#"):
            continue
        seen.add(path)
        with client.get(path) as answer:
            assert answer.status_code == 200, path
            if answer.mimetype == "text/html":
                waiting += Tags(answer.text).values("href", "src")
    assert len([path for path in seen if path.startswith("/demo/p/")]) >= 24
    assert len([path for path in seen if path.startswith("/demo/journal/")]) == 7
    assert "/beheld.js" in seen


def test_each_variant_has_a_drawing_of_its_own(client: FlaskClient) -> None:
    drawings = {client.get(f"/demo/image/{item}.svg").text for item in catalogue().by_item}
    assert len(drawings) == len(catalogue().by_item) == 47


@pytest.mark.parametrize("path", ["/demo/p/nothing", "/demo/shelf/nothing", "/demo/image/nothing.svg", "/demo/what"])
def test_what_is_not_there_gets_a_page_that_leads_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/demo/"' in answer.text


def test_what_an_address_says_is_never_markup(client: FlaskClient) -> None:
    evil = "<script>alert(1)</script>"
    for path in (f"/demo/p/kyusu?item={evil}", f"/demo/shelf/teas?family={evil}", f"/demo/{evil}"):
        assert evil not in client.get(path).text


def test_before_the_first_demo_the_shop_says_how_to_open_it(collector: RunningCollector) -> None:
    answer = collector.app.test_client().get("/demo/p/kyusu")
    assert answer.status_code == 404
    assert "beheld demo" in answer.text
    assert "data-key" not in answer.text


def test_the_shop_is_open_before_anybody_has_visited(collector: RunningCollector) -> None:
    demo_site(collector.store)
    assert collector.app.test_client().get("/demo/").status_code == 200


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("device", ["desktop", "tablet", "phone"])
def test_simulated_pages_place_what_the_real_ones_do(client: FlaskClient, kind: str, device: str) -> None:
    actions = [
        (attributes["data-bh-action"], attributes["data-bh-kind"], attributes.get("data-bh-campaign"))
        for _, attributes in opened(client, PAGES[kind]).all
        if "data-bh-action" in attributes
    ]
    place = Place(kind, {"product": "high-mountain", "article": "water-first"}.get(kind, ""))
    simulated = [placement.action for placement in place.placements(device)]
    assert [(action, KINDS[action], CAMPAIGNS.get(action)) for action in simulated] == actions


@pytest.mark.parametrize(
    ("kind", "action"),
    [("home", "home-recs"), ("home", "home-journal"), ("product", "product-pairs"), ("cart", "cart-extras")],
)
def test_simulated_widgets_offer_what_the_real_ones_do(client: FlaskClient, kind: str, action: str) -> None:
    html = client.get(PAGES[kind]).text
    widget = html.split(f'data-bh-action="{action}"')[1].split("</section>")[0]
    place = Place(kind, "high-mountain" if kind == "product" else "")
    simulated = [item if isinstance(item, str) else item.item for item in place.items_of(action)]
    assert simulated == re.findall(r'data-bh-item="([^"]+)"', widget)


@pytest.mark.parametrize("kind", PAGES)
def test_simulated_pages_have_the_addresses_and_titles_of_the_real_ones(client: FlaskClient, kind: str) -> None:
    page = Place(kind, {"product": "high-mountain", "article": "water-first"}.get(kind, "")).page("/demo/")
    assert page.url == PAGES[kind]
    assert f"<title>{page.title}</title>" in client.get(PAGES[kind]).text
    about = opened(client, PAGES[kind]).values("data-bh-page-item")
    assert about == ([page.item] if page.item else [])
