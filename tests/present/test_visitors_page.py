"""The page that finds visitors: what was asked stays in the form, and the bar goes along."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from tests.present.desk import Desk
from tests.present.reading import Elements, a_visit
from tests.reports.building import CRAWLER, DAY


def test_visitors_found_are_listed_with_a_link_to_their_report(desk: Desk) -> None:
    a_visit(desk.shop)
    desk.shop.send(desk.shop.event("page_view", 2 * DAY, visitor="crawler", context=CRAWLER))

    page = Elements(desk.page("/visitors"))

    reports = [link["href"] for link in page.all("a") if str(link["href"]).startswith("/visitor?")]
    assert reports == ["/visitor?id=v:crawler", "/visitor?id=u:u17"]
    assert "crawler bot Sun, Jan 4, 2026, 11:00 AM" in page.words
    assert "u17 user, 1 device Fri, Jan 2, 2026, 11:10 AM Fri, Jan 2, 2026 1 1 1,040.00 EUR" in page.words


def test_the_form_keeps_the_query(desk: Desk) -> None:
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


def test_a_parameter_that_cannot_be_used_is_named(desk: Desk) -> None:
    desk.sign_in()

    response = desk.client.get("/visitors?period=never")

    assert response.status_code == 400
    assert "period" in Elements(response.text).words


def test_an_action_leads_to_those_who_saw_it_or_did_not(desk: Desk) -> None:
    a_visit(desk.shop)
    days = "from=2026-01-01&to=2026-01-31"

    hero = desk.page(f"/actions/one?action=hero&{days}").replace("&amp;", "&")
    deep = desk.page(f"/actions/one?action=deep&{days}").replace("&amp;", "&")

    assert "bought=no" in (saw := link_to(hero, "Visitors who saw it and did not buy"))
    assert "Nobody found" in desk.page(saw)
    unseen = link_to(deep, "Visitors who did not see it for this reason")
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
