"""The page of one person: told in plain words, each thing with its sign, each order a link away."""

from __future__ import annotations

import re

import pytest

from collector.event import Page
from tests.present.desk import Desk
from tests.present.reading import Elements, a_visit
from tests.reports.building import DAY, a_line


def test_a_visit_is_described_in_words(desk: Desk) -> None:
    a_visit(desk.shop)

    words = Elements(desk.page("/visitors/u17")).words

    for answer in (
        "1 order, 1,040.00 EUR 1,040.00 of 1,040.00 found through widgets",
        "Fri, Jan 2, 2026, 11:10 AM 1,040.00 EUR, order 1 1,040.00 found through widgets",
        "tier gold",
        "Times are those of Europe/Vienna.",
        "Fri, Jan 2, 2026, 11:00 AM–11:10 AM",
        "1 order, 1,040.00 EUR 1 goal 1 click 1 added to cart 1 wish-listed 2 seen 1 placed but unseen",
        "1 placed but unseen 1 unmeasured 1 not placed",
        "Device desktop · Firefox on Linux",
        "Place Graz, AT",
        "Came from news",
        "Landed on /tea",
        "Stayed 10 min 11 s, 1 page",
        "11:00:00 AM Viewed Our teas",
        "11:00:01 AM Seen hero banner After 29.0 s, for 8.0 s, all of it.",
        "11:00:30 AM Not seen deep other It was 2,400 px down; the visitor reached 1,310 of 3,000 px.",
        "Unmeasured lost popup The page was gone before it could report, so this does not count as unseen.",
        "Not placed later It waits for a sign that the visitor is about to leave, and there was none.",
        "11:00:10 AM Clicked A in recs",
        "11:00:12 AM Added to cart 1 × B in recs 15.00 EUR each",
        "11:00:14 AM Wish-listed C in recs",
        "11:10:00 AM Bought 1,040.00 EUR, order 1 1,045.00 less 5.00 refunded.",
        "1 × A recs: clicked 9 min 50 s before, same visit 1,040.00",
        "1 × D not through a widget 0.00 5.00 refunded",
        "11:10:10 AM Goal newsletter",
        "Sat, Jan 3, 2026 11:00:00 AM Refunded 5.00 EUR of order 1 D",
    ):
        assert answer in words, words


def test_numbers_are_written_in_the_readers_language(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.sign_in()

    words = Elements(desk.client.get("/visitors/u17", headers={"Accept-Language": "de"}).text).words

    for answer in ("1 order, 1.040,00 EUR", "15,00 EUR each", "1.045,00 less 5,00 refunded.", "5,00 refunded"):
        assert answer in words, words


def test_each_order_is_a_link_away(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.shop.send(desk.shop.order(2 * DAY, a_line("Z", 7), order_id="2"))

    html = desk.page("/visitors/u17")

    anchors = re.findall(r'href="#(order-[^"]+)"', html)
    assert len(anchors) == 2
    assert re.findall(r'id="(order-[^"]+)"', html) == anchors
    assert "not through a widget" in html


def test_a_legend_explains_every_sign(desk: Desk) -> None:
    a_visit(desk.shop)

    html = desk.page("/visitors/u17")

    legend = html[html.index('class="legend"') :]
    explained = set(re.findall(r'<li class="(\w+)">', legend[: legend.index("</details>")]))
    assert set(re.findall(r'<li class="line (\w+)"', html)) <= explained


def test_each_kind_of_line_has_a_sign_of_its_own(desk: Desk) -> None:
    a_visit(desk.shop)

    html = desk.page("/visitors/u17")

    marks = re.findall(r'<li class="line (\w+)"', html)
    assert set(marks) >= {
        "page", "seen", "unseen", "unmeasured", "skipped", "click", "add", "wish", "bought", "goal", "refund",
    }  # fmt: skip
    signs = {
        mark: re.search(rf'<li class="line {mark}"[^>]*>.*?<svg class="sign"[^>]*>(.*?)</svg>', html, re.DOTALL)
        for mark in marks
    }
    drawn = [found[1] for found in signs.values() if found]
    assert len(set(drawn)) == len(signs)


def test_how_far_the_visitor_came_is_drawn(desk: Desk) -> None:
    a_visit(desk.shop)

    pictures = [svg for svg in Elements(desk.page("/visitors/u17")).all("svg") if svg.get("class") == "reach"]

    assert [picture["aria-label"] for picture in pictures] == ["Reached 43 % of the page; the action was at 80 %."]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "//evil.example/x"])
def test_only_addresses_of_the_web_become_links(desk: Desk, url: str) -> None:
    desk.shop.send(
        desk.shop.event("page_view", 0, page=Page(url, "A page")),
        desk.shop.event("page_view", 1, page=Page("https://shop.example/ok", "Another"), view_id="w2"),
    )

    links = [link["href"] for link in Elements(desk.page("/visitors/ann")).all("a")]

    assert url not in links
    assert "https://shop.example/ok" in links
    assert all(link and link.startswith(("/", "#", "https://shop.example/")) for link in links)
    assert not any(link and link.startswith("//") for link in links)


def test_earlier_visits_are_a_link_away(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(3)))

    page = Elements(desk.page("/visitors/ann?limit=2"))
    (earlier,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    last = Elements(desk.page(str(earlier)))

    assert "Fri, Jan 2, 2026, 11:00 AM" in last.words
    assert "Sun, Jan 4, 2026, 11:00 AM–11:00 AM" not in last.words


def test_a_shared_device_names_the_others(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, visitor="till", user_id="u1"),
        shop.event("page_view", 60, visitor="till", user_id="u2", view_id="w2"),
    )

    page = Elements(desk.page("/visitors/till"))

    assert "Others who used this device u1" in page.words
    assert "A shared device: u1 began this visit. Only what u2 did is listed." in page.words


def test_several_devices_are_numbered(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, visitor="phone", user_id="u1"),
        shop.event("page_view", DAY, visitor="laptop", user_id="u1", view_id="w2"),
    )

    words = Elements(desk.page("/visitors/u1")).words

    assert "Devices 1 laptop 2 phone" in words
    assert "Visitor new, device 1" in words
    assert "Visitor new, device 2" in words
