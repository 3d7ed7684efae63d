"""What tests of pages share: a page taken apart, a visit that has something of everything, and a hostile text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from collector.event import Page
from tests.reports.building import DAY, Shop, a_line

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7331*3}}"


class Elements(HTMLParser):
    """The elements of a page with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.text += " "

    def handle_endtag(self, tag: str) -> None:
        self.text += " "

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", self.text).replace("\u00a0", " ")


class Filled(HTMLParser):
    """What a browser would send of a form that nobody touched."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs)
        if tag in ("textarea", "select"):
            self.inside = of["name"] or ""
            self.sent[self.inside] = ""
        elif tag == "option" and "selected" in of:
            self.sent[self.inside] = of["value"] or ""
        elif of.get("type") == "checkbox" and "checked" not in of:
            return
        elif tag == "input" and of.get("name") not in (None, "form"):
            self.sent[of["name"] or ""] = of.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.lasttag == "textarea" and self.inside:
            self.sent[self.inside] += data.replace("\n", "\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("textarea", "select"):
            self.inside = ""


def a_visit(shop: Shop) -> None:
    """Something seen, something not, a click, a purchase found through it and one refunded."""
    detail = {"top": 2400, "deepest": 1310, "page": 3000}
    shop.send(
        shop.event("page_view", 0, page=Page("https://shop.example/tea?utm_source=news", "Our teas")),
        shop.event("execute", 1, action="hero", kind="banner"),
        shop.event("evidence", 30, action="hero", max_fraction=1.0, visible_ms=8000, longest_ms=8000),
        shop.event("evidence", 30, action="deep", max_fraction=0.0, reason="below_fold", detail=detail),
        shop.event("execute", 1, action="lost", kind="popup"),
        shop.event("skip", 30, action="later", reason="exit_intent_not_fired"),
        shop.event("click", 10, action="recs", item="A"),
        shop.event(
            "quick_add",
            12,
            action="recs",
            item="B",
            quantity_micros=1_000_000,
            amount_micros=15_000_000,
            currency="EUR",
        ),
        shop.event("wishlist_add", 14, action="recs", item="C"),
        shop.order(600, a_line("A", 1040), a_line("D", 5)),
        shop.event("goal", 610, name="newsletter"),
        shop.from_server("refund", DAY, order_id="1", items=["D"]),
        shop.event("identify", 611, user_id="u17", traits={"tier": "gold"}),
    )
