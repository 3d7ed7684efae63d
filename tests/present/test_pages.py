"""The pages: signed in, told in plain words, and whatever a visitor sends is only text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from collector.event import Page
from tests.present.desk import Desk, form_token
from tests.reports.building import CRAWLER, DAY, Shop, a_line

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


def test_a_visit_is_told_in_words(desk: Desk) -> None:
    a_visit(desk.shop)

    words = Elements(desk.page("/visitors/u17")).words

    for told in (
        "1 order, 1,040.00 EUR 1,040.00 of 1,040.00 found through widgets",
        "Fri 2 Jan 2026, 11:10 1,040.00 EUR, order 1 1,040.00 found through widgets",
        "tier gold",
        "Times are those of Europe/Vienna.",
        "Fri 2 Jan 2026, 11:00–11:10",
        "1 order, 1,040.00 EUR 1 goal 1 click 1 added to cart 1 wish-listed 2 seen 1 placed but unseen",
        "1 placed but unseen 1 unmeasured 1 not placed",
        "Device desktop · Firefox on Linux",
        "Place Graz, AT",
        "Came from news",
        "Landed on /tea",
        "Stayed 10 min 11 s, 1 page",
        "11:00:00 Viewed Our teas",
        "11:00:01 Seen hero banner After 29.0 s, for 8.0 s, all of it.",
        "11:00:30 Not seen deep other It stood 2,400 px down; the visitor came to 1,310 of 3,000 px.",
        "Unmeasured lost popup The page was gone before it could tell, so this does not count as unseen.",
        "Not placed later It waits for the visitor to be about to leave, which was not noticed.",
        "11:00:10 Clicked A in recs",
        "11:00:12 Added to cart 1 × B in recs 15.00 EUR each",
        "11:00:14 Wish-listed C in recs",
        "11:10:00 Bought 1,040.00 EUR, order 1 1,045.00 less 5.00 refunded.",
        "1 × A recs: clicked 9 min 50 s before, same visit 1,040.00",
        "1 × D not through a widget 0.00 5.00 refunded",
        "11:10:10 Goal newsletter",
        "Sat 3 Jan 2026 11:00:00 Refunded 5.00 EUR of order 1 D",
    ):
        assert told in words, words


def test_numbers_are_written_in_the_readers_language(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.sign_in()

    words = Elements(desk.client.get("/visitors/u17", headers={"Accept-Language": "de"}).text).words

    for told in ("1 order, 1.040,00 EUR", "15,00 EUR each", "1.045,00 less 5,00 refunded.", "5,00 refunded"):
        assert told in words, words


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

    assert [picture["aria-label"] for picture in pictures] == ["Reached 43 % of the page; it stood at 80 %."]


def test_whatever_is_sent_is_only_text(desk: Desk) -> None:
    shop, page = desk.shop, Page(f"https://shop.example/{HOSTILE}", HOSTILE, f"https://a.example/{HOSTILE}", HOSTILE)
    who = {"visitor": HOSTILE, "user_id": f"user {HOSTILE}", "view_id": HOSTILE}
    shop.send(
        shop.event("page_view", 0, page=page, **who),
        shop.event("execute", 1, action=HOSTILE, kind="banner", variation=HOSTILE, **who),
        shop.event("evidence", 2, action="covered", max_fraction=0.0, reason="covered", detail={"by": HOSTILE}, **who),
        shop.event("evidence", 2, action="odd", max_fraction=0.0, reason="below_fold", detail=HOSTILE, **who),
        shop.event("skip", 3, action="popup", reason="error", detail={"message": HOSTILE}, **who),
        shop.event("click", 4, action="a", item=HOSTILE, target={HOSTILE: HOSTILE}, **who),
        shop.event("goal", 5, name=HOSTILE, props={HOSTILE: HOSTILE}, **who),
        shop.event("survey", 6, instrument="nps", score=9, comment=HOSTILE, answers=[HOSTILE], **who),
        shop.event("custom", 7, name=HOSTILE, props={HOSTILE: [HOSTILE]}, **who),
        shop.event("identify", 8, traits={HOSTILE: HOSTILE}, **who),
        shop.order(9, a_line(HOSTILE, 5)._replace(category=HOSTILE), order_id=HOSTILE, **who),
        shop.from_server("refund", DAY, order_id=HOSTILE, reason=HOSTILE),
        shop.event("subscription", 9, subscription_id="s", status="changed", plan=HOSTILE, **who),
    )

    for path in (f"/visitors/{quote('u:user ' + HOSTILE, safe='')}", "/visitors", f"/visitors?q={quote(HOSTILE)}"):
        page_of = Elements(desk.page(path))
        assert all((script["src"] or "").startswith("/dashboard/") for script in page_of.all("script"))
        assert page_of.all("img") == [{"src": page_of.all("img")[0]["src"], "alt": "", "width": "26", "height": "26"}]
        assert not any(name.startswith("on") for _, attributes in page_of.elements for name in attributes)
        assert "21993" not in page_of.text
    assert HOSTILE in page_of.text or HOSTILE in str(page_of.elements)


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


@pytest.mark.parametrize("path", ["/sign-in", "/visitors", "/visitors/ann", "/visitors/nobody", "/visitors?limit=x"])
def test_pages_allow_nothing_inline_and_nothing_foreign(desk: Desk, path: str) -> None:
    desk.shop.send(desk.shop.event("page_view", 0))
    if path != "/sign-in":
        desk.sign_in()

    response = desk.client.get(path)

    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    page = Elements(response.text)
    assert not page.all("style")
    assert not any("style" in attributes for _, attributes in page.elements)
    assert all(script.get("src") for script in page.all("script"))


def test_styles_are_kept_by_browsers_until_they_change(desk: Desk) -> None:
    sheets = [link["href"] for link in Elements(desk.client.get("/sign-in").text).all("link")]

    for address in sheets:
        with desk.client.get(str(address)) as response:
            assert response.status_code == 200
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_start_leads_to_the_overview(desk: Desk) -> None:
    assert desk.client.get("/").headers["Location"] == "/overview"


def test_who_is_found_is_listed_with_a_link_to_their_report(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.shop.send(desk.shop.event("page_view", 2 * DAY, visitor="crawler", context=CRAWLER))

    page = Elements(desk.page("/visitors"))

    reports = [link["href"] for link in page.all("a") if str(link["href"]).startswith("/visitor?")]
    assert reports == ["/visitor?id=v:crawler", "/visitor?id=u:u17"]
    assert "crawler bot Sun 4 Jan 2026, 11:00" in page.words
    assert "u17 user, 1 device Fri 2 Jan 2026, 11:10 Fri 2 Jan 2026 1 1 1,040.00 EUR" in page.words


def test_the_form_keeps_what_was_asked(desk: Desk) -> None:
    a_visit(desk.shop)

    page = Elements(
        desk.page(
            "/visitors?q=u&action=hero&bought=yes&not_delivered=deep&reason=below_fold&from=2026-01-01&to=2026-01-31"
        )
    )

    asked = {field["name"]: field["value"] for field in page.all("input") if field.get("type") != "hidden"}
    del asked["days"]  # of the form by which the page is shared
    assert asked == {"q": "u", "from": "2026-01-01", "to": "2026-01-31"}
    assert [option["value"] for option in page.all("option") if "selected" in option] == [
        "hero", "yes", "deep", "below_fold",
    ]  # fmt: skip
    assert "u17" in page.words


def test_actions_are_chosen_by_their_names(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.store.put_definition(desk.shop.site.site, "actions", "hero", {"name": "Our <hero>"})

    html = desk.page("/visitors?not_delivered=misspelt")

    assert '<option value="hero" >Our &lt;hero&gt;</option>' in html
    assert '<option value="misspelt" selected>misspelt</option>' in html


def test_what_the_bar_says_goes_along_to_visitors_and_back(desk: Desk) -> None:
    a_visit(desk.shop)
    bar = "period=7d&compare=year&segment=device:phone&segment=country:AT"

    page = Elements(desk.page(f"/visitors?{bar}"))

    hidden = [(field["name"], field["value"]) for field in page.all("input") if field.get("type") == "hidden"]
    kept = [("compare", "year"), ("segment", "device:phone"), ("segment", "country:AT")]
    assert [field for field in hidden if field[0] in ("compare", "segment")] == kept
    assert all(field["value"] for field in page.all("input") if field.get("type") == "date")
    back = next(str(link["href"]) for link in page.all("a") if str(link["href"]).startswith("/actions"))
    assert parse_qs(urlsplit(back).query) == {
        "period": ["7d"], "compare": ["year"], "segment": ["device:phone", "country:AT"],
    }  # fmt: skip
    assert "period=7d" in desk.page(f"/visitors/u17?{bar}")


def test_what_the_bar_cannot_say_is_told(desk: Desk) -> None:
    desk.sign_in()

    response = desk.client.get("/visitors?period=never")

    assert response.status_code == 400
    assert "period" in Elements(response.text).words


def test_an_action_leads_to_those_who_saw_it_or_did_not(desk: Desk) -> None:
    a_visit(desk.shop)
    days = "from=2026-01-01&to=2026-01-31"

    hero = desk.page(f"/actions/one?action=hero&{days}").replace("&amp;", "&")
    deep = desk.page(f"/actions/one?action=deep&{days}").replace("&amp;", "&")

    assert "bought=no" in (saw := link_to(hero, "Who saw it and did not buy"))
    assert "Nobody found" in desk.page(saw)
    unseen = link_to(deep, "Who did not see it for this reason")
    assert "u17" in Elements(desk.page(unseen)).words


def link_to(html: str, text: str) -> str:
    found = re.search(rf'href="([^"]+)">{text}', html)
    assert found
    return found[1]


def test_further_ones_are_a_link_away(desk: Desk) -> None:
    desk.shop.send(*(desk.shop.event("page_view", n, visitor=f"v{n}") for n in range(3)))

    page = Elements(desk.page("/visitors?q=v&limit=2"))
    (further,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    last = Elements(desk.page(str(further)))

    assert "v0" in last.words
    assert "v2" not in last.words
    assert "Back to the first" in last.words


def test_nobody_found_says_how_ids_are_compared(desk: Desk) -> None:
    a_visit(desk.shop)

    assert "Nobody found" in Elements(desk.page("/visitors?q=zzz")).words


def test_a_new_site_says_what_to_do_first(desk: Desk) -> None:
    words = Elements(desk.page("/visitors")).words

    assert "Nobody has been here yet" in words
    assert '<script async src="http://localhost/beheld.js" data-key="pk_…"></script>' in words


def test_a_question_that_cannot_be_understood_is_explained_beside_the_form(desk: Desk) -> None:
    desk.sign_in()

    response = desk.client.get("/visitors?from=31.1.2026&colour=red")

    words = Elements(response.text).words
    assert response.status_code == 400
    assert "from : Not a day: write it as 2026-01-31." in words
    assert "colour : There is no such parameter here." in words
    assert 'name="q"' in response.text


def test_a_stranger_is_a_page_that_says_so(desk: Desk) -> None:
    desk.sign_in()

    response = desk.client.get("/visitors/nobody")

    assert response.status_code == 404
    assert "This site knows no visitor and no user of this id" in Elements(response.text).words


def test_earlier_visits_are_a_link_away(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", n * DAY, view_id=f"w{n}") for n in range(3)))

    page = Elements(desk.page("/visitors/ann?limit=2"))
    (earlier,) = [link["href"] for link in page.all("a") if link.get("rel") == "next"]
    last = Elements(desk.page(str(earlier)))

    assert "Fri 2 Jan 2026, 11:00" in last.words
    assert "Sun 4 Jan 2026, 11:00–11:00" not in last.words


def test_a_shared_device_names_the_others(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, visitor="till", user_id="u1"),
        shop.event("page_view", 60, visitor="till", user_id="u2", view_id="w2"),
    )

    page = Elements(desk.page("/visitors/till"))

    assert "Others who used this device u1" in page.words
    assert "A shared device: this visit was begun by u1. Only what u2 did is listed." in page.words


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


def test_the_page_says_how_much_erasing_would_take(desk: Desk) -> None:
    a_visit(desk.shop)

    words = Elements(desk.page("/visitors/u17/erase")).words

    assert "13 events of 1 visitor and 1 user id, with 1 order" in words
    assert desk.ask("visitors/u17").status_code == 200


def test_an_id_that_strangers_share_is_suspected_before_it_is_erased(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", n, visitor=f"v{n}", user_id="shared", view_id=f"w{n}") for n in range(12)))

    assert "One person seldom has 12 browsers" in Elements(desk.page("/visitors/shared/erase")).words


def test_erasing_from_the_page_takes_the_admin_key(desk: Desk) -> None:
    a_visit(desk.shop)
    token = form_token(desk.page("/visitors/u17"))

    wrong = desk.client.post("/visitors/u:u17/erase", data={"form": token, "key": desk.keys["read"]})
    others = desk.store.add_key(desk.other.site.site, "admin")
    foreign = desk.client.post("/visitors/u:u17/erase", data={"form": token, "key": others})
    assert (wrong.status_code, foreign.status_code) == (403, 403)
    assert desk.ask("visitors/u17").status_code == 200

    right = desk.client.post("/visitors/u:u17/erase", data={"form": token, "key": desk.keys["admin"]})

    assert right.headers["Location"] == "/visitors"
    assert desk.ask("visitors/u17").status_code == 404
    words = Elements(desk.client.get(right.headers["Location"]).text).words
    assert "u17 was erased: 13 events, and all that followed from them." in words


def test_the_page_says_who_stays_when_a_visitor_is_erased_that_named_a_user(desk: Desk) -> None:
    shop = desk.shop
    shop.send(
        shop.event("page_view", 0, user_id="alice"),
        shop.event("page_view", 1, visitor="evil", view_id="e", user_id="alice"),
    )
    page = Elements(desk.page("/visitor/erase?id=evil"))
    assert "1 event of 1 visitor, with 0 orders" in page.words
    assert "The user stays: erase the user too" in page.words
    assert "/visitor/erase?id=u:alice" in [link["href"] for link in page.all("a")]
    assert "2 events of 2 visitors and 1 user id" in Elements(desk.page("/visitor/erase?id=u:alice")).words
