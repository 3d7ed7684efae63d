"""The pages: signed in, kept private, and whatever a visitor sends is only text; a person is erased from one."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from collector.event import Page
from tests.present.desk import Desk, form_token
from tests.present.reading import HOSTILE, Elements, a_visit
from tests.reports.building import DAY, a_line


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


def test_a_stranger_is_a_page_that_says_so(desk: Desk) -> None:
    desk.sign_in()

    response = desk.client.get("/visitors/nobody")

    assert response.status_code == 404
    assert "This site knows no visitor and no user with this id" in Elements(response.text).words


def test_the_page_says_how_much_erasing_would_take(desk: Desk) -> None:
    a_visit(desk.shop)

    words = Elements(desk.page("/visitors/u17/erase")).words

    assert "13 events of 1 visitor and 1 user id, with 1 order" in words
    assert desk.ask("visitors/u17").status_code == 200


def test_an_id_that_strangers_share_is_suspected_before_it_is_erased(desk: Desk) -> None:
    shop = desk.shop
    shop.send(*(shop.event("page_view", n, visitor=f"v{n}", user_id="shared", view_id=f"w{n}") for n in range(12)))

    assert "One person rarely has 12 browsers" in Elements(desk.page("/visitors/shared/erase")).words


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
