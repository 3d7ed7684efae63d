"""The pages of reports: each figure is the API's, an address stays short, and what fails leaves the page standing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from collector.errors import TookTooLong
from collector.event import Page
from collector.present.dashboard import page_reports
from tests.present.desk import Desk
from tests.present.reading import HOSTILE, Elements, a_visit

DAYS = "from=2026-01-01&to=2026-01-31"


@pytest.fixture
def visited(desk: Desk) -> Desk:
    """The desk after a visit, and another with a widget of articles, in which nothing was bought."""
    a_visit(desk.shop)
    desk.shop.send(
        desk.shop.event("page_view", 0, visitor="bob", view_id="b1"),
        desk.shop.event("execute", 1, visitor="bob", view_id="b1", action="hero", kind="banner"),
        desk.shop.event("evidence", 9, visitor="bob", view_id="b1", action="hero", max_fraction=0.0, reason="hidden"),
        desk.shop.event("execute", 1, visitor="bob", view_id="b1", action="more", kind="articles", items=["x"]),
        desk.shop.event("evidence", 9, visitor="bob", view_id="b1", action="more", max_fraction=1.0, visible_ms=2000),
    )
    return desk


def figures(html: str) -> list[tuple[str, str]]:
    """The figures of a page by name, with their values."""
    return [
        (str(attributes["data-figure"]), str(attributes["data-value"]))
        for _, attributes in Elements(html).elements
        if "data-figure" in attributes
    ]


def answer(desk: Desk, report: str, **more: str) -> dict[str, Any]:
    asked = {"from": "2026-01-01", "to": "2026-01-31", "compare": "previous"} | more
    return desk.ask(f"reports/{report}", query_string=asked).get_json()


def test_the_figures_of_the_overview_are_those_of_the_api(visited: Desk) -> None:
    shown = dict(figures(visited.page(f"/overview?{DAYS}")))
    goals = {row["goal"]: row for row in answer(visited, "goals")["rows"]}
    expected = {
        "influenced": answer(visited, "attribution")["total"]["influenced"],
        **{name: answer(visited, "recommendations")["total"][name] for name in ("found_revenue", "contribution")},
        **{name: answer(visited, "actions")["total"][name] for name in ("delivered", "delivery_rate")},
        "conversion_rate": goals["purchase"]["conversion_rate"],
    }
    assert {name: Decimal(value) for name, value in shown.items()} == {
        name: Decimal(str(value)) for name, value in expected.items()
    }
    assert Decimal(expected["influenced"]) == Decimal(1040)


def test_the_figures_of_all_actions_are_those_of_the_api(visited: Desk) -> None:
    api = answer(visited, "actions")
    shown = figures(visited.page(f"/actions?{DAYS}"))
    funnel = [(name, str(api["total"][name])) for name in ("executed", "delivered", "viewable", "clicks")]
    funnel += [("influenced_conversions", str(answer(visited, "attribution")["total"]["influenced_conversions"]))]
    columns = ("executed", "placement_rate", "delivered", "delivery_rate", "clicks", "ctr", "conversion_rate", "value")
    rows = [(name, "" if row[name] is None else str(row[name])) for row in api["rows"] for name in columns]
    total = [(name, "" if api["total"][name] is None else str(api["total"][name])) for name in columns[:6]]
    assert shown == funnel + rows + total


def text_of(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize(
    ("path", "report", "columns"),
    [
        ("goals", "goals", "conversions persons conversion_rate value"),
        ("segments?by=country", "visits", "sessions visitors page_views pages_per_visit mean_duration_s bounce_rate"),
    ],
)
def test_the_figures_of_a_table_are_those_of_the_api(visited: Desk, path: str, report: str, columns: str) -> None:
    more = {"by": "country"} if report == "visits" else {}
    api = answer(visited, report, **more)
    shown = figures(visited.page(f"/{path}{'&' if '?' in path else '?'}{DAYS}"))
    rows = [(name, text_of(row[name])) for row in api["rows"] for name in columns.split()]
    total = [(name, text_of(api["total"][name])) for name in columns.split() if name in api["total"]]
    assert api["rows"]
    assert shown == rows + total


def test_content_has_its_widgets_and_below_them_their_articles(visited: Desk) -> None:
    widgets, articles = answer(visited, "content"), answer(visited, "content", by="item")
    html = visited.page(f"/content?{DAYS}")
    of_widgets = "delivered clicks ctr reads finished_rate mean_engaged_s pages_after goals_after"
    of_articles = "reads finished_rate mean_engaged_s pages_after goals_after delivered ctr"
    shown = [(row, of_widgets) for row in (*widgets["rows"], widgets["total"])]
    shown += [(row, of_articles) for row in articles["rows"]]
    assert [row["item"] for row in articles["rows"]] == ["x"]
    assert figures(html) == [
        (name, text_of(row[name])) for row, names in shown for name in names.split() if name in row
    ]
    assert "x" in Elements(html).words


def test_an_article_is_called_by_the_title_of_its_page(visited: Desk) -> None:
    page = Page(url="https://shop.example/x", title=HOSTILE, item="x")
    visited.shop.send(visited.shop.event("page_view", 20, visitor="bob", view_id="b2", page=page))
    assert HOSTILE in Elements(visited.page(f"/content?{DAYS}")).words


def test_reasons_stand_worst_first_with_what_to_do(visited: Desk) -> None:
    api = answer(visited, "delivery")
    html = visited.page(f"/delivery?{DAYS}")
    worst = sorted(api["rows"], key=lambda row: (-row["impressions"], row["action"], row["state"], row["reason"]))
    expected = [(name, str(row[name])) for row in worst for name in ("impressions", "share")]
    assert [shown for shown in figures(html) if shown[0] in ("impressions", "share")] == expected
    assert all(row["advice"] in Elements(html).words for row in worst)
    assert [shown for shown in figures(html) if shown[0] == "recoverable"] == [
        ("recoverable", str(each["impressions"])) for each in reversed(api["total"]["recoverable"]["had_it_stood_at"])
    ]


@pytest.mark.parametrize("by", ["position", "item"])
def test_contribution_by_widget_and_part_and_under_other_rules(visited: Desk, by: str) -> None:
    api, parts = answer(visited, "recommendations"), answer(visited, "recommendations", by=by)
    shown = figures(visited.page(f"/recommendations?by={by}&{DAYS}"))
    assert dict(shown)["session.contribution"] == text_of(api["sensitivity"]["session"]["contribution"])
    assert shown[0] == ("contribution", text_of(api["total"]["contribution"]))
    assert shown[-1] == ("found_revenue", parts["rows"][-1]["found_revenue"])
    visited_by = visited.client.get("/recommendations?by=shoes")
    assert visited_by.status_code == 400


def test_the_strips_of_an_action_are_what_the_api_says_of_its_pages(visited: Desk) -> None:
    visited.shop.send(
        visited.shop.event("page_view", 0, visitor="cid", view_id="c1", page="/low"),
        visited.shop.event("execute", 1, visitor="cid", view_id="c1", page="/low", action="hero", kind="banner"),
        visited.shop.event(
            "evidence", 9, visitor="cid", view_id="c1", action="hero", max_fraction=0.0, reason="below_fold",
            detail={"top": 620, "deepest": 300, "page": 1000},
        ),
        visited.shop.event("page_leave", 9, visitor="cid", view_id="c1", page="/low", scroll=0.3, engaged_ms=9),
    )  # fmt: skip
    rows = answer(visited, "depth", action="hero")["rows"]
    html = visited.page(f"/actions/one?action=hero&{DAYS}")
    strips = html[html.index('<ul class="strips">') : html.index("</ul>", html.index('<ul class="strips">'))]
    expected = [(name, text_of(row[name])) for row in rows for name in ("executed", "delivery_rate")]
    assert figures(strips) == expected
    words = Elements(strips).words
    assert "it was at 62.0 % of the page's height; 0.0 % of views got that far down" in words
    assert "How far visitors scrolled was not measured." in words


def test_visits_that_saw_an_action_stand_beside_those_that_did_not(visited: Desk) -> None:
    api = answer(visited, "engagement")
    html = visited.page(f"/engagement?{DAYS}")
    expected = [str(row[group]["sessions"]) for row in api["rows"] for group in ("seen", "not_seen")]
    shown = [value for name, value in figures(html) if name == "sessions"]
    assert shown == [*expected, str(api["total"]["sessions"])]
    assert api["rows"][0]["warning"] in Elements(html).words


def test_a_value_of_a_dimension_narrows_all_pages(visited: Desk) -> None:
    page = Elements(visited.page(f"/segments?by=country&{DAYS}"))
    (narrowed,) = (str(link["href"]) for link in page.all("a") if "segment=country" in str(link.get("href")))
    assert "Country: AT" in Elements(visited.page(narrowed)).words
    assert visited.client.get("/segments?by=shoes").status_code == 400


def test_one_action_says_why_it_was_not_seen_and_by_what_it_differs(visited: Desk) -> None:
    page = Elements(visited.page(f"/actions/one?action=hero&{DAYS}"))
    assert "Hidden placed, not seen 1 times, 100.0 % of the times it was not seen" in page.words
    assert "By device" in page.words
    assert "By country" in Elements(visited.page(f"/actions/one?action=hero&by=country&{DAYS}")).words
    assert visited.client.get(f"/actions/one?action=nobody&{DAYS}").status_code == 404
    assert visited.client.get(f"/actions/one?{DAYS}").status_code == 400
    assert visited.client.get(f"/actions/one?action=hero&by=shoes&{DAYS}").status_code == 400


def test_a_table_sorts_by_each_of_its_columns_and_back(visited: Desk) -> None:
    def order(sort: str) -> list[str]:
        page = visited.page(f"/actions?{DAYS}&sort_actions={sort}")
        names = {row["action"] for row in answer(visited, "actions")["rows"]}
        links = (urlsplit(str(link["href"])) for link in Elements(page).all("a"))
        return [
            name for link in links if link.path == "/actions/one" for name in parse_qs(link.query)["action"]
            if name in names
        ]  # fmt: skip

    most_first = order("-executed")
    assert most_first[0] == "hero"
    assert order("about") == sorted(most_first)
    assert order("-about") == sorted(most_first, reverse=True)
    assert order("no-such-column") == [row["action"] for row in answer(visited, "actions")["rows"]]


def test_the_bar_s_form_leads_to_the_short_address(visited: Desk) -> None:
    visited.sign_in()
    form = "period=28d&compare=previous&from=&to=&add_dimension=device&add_value=phone&model=influenced&window=30d"
    there = visited.client.get(f"/actions?{form}&kind=banner").headers["Location"]
    assert parse_qs(urlsplit(there).query) == {"segment": ["device:phone"], "kind": ["banner"]}
    page = Elements(visited.page(there))
    assert "Device: phone" in page.words
    assert any(link["href"] == "/actions?kind=banner" for link in page.all("a")), "the segment can be taken away"


def test_the_frame_goes_along_with_every_link(visited: Desk) -> None:
    page = Elements(visited.page(f"/overview?{DAYS}&segment=device:desktop"))
    links = [str(link["href"]) for link in page.all("a") if str(link.get("href", "")).startswith("/actions")]
    assert links
    for link in links:
        carried = parse_qs(urlsplit(link).query)
        assert carried["segment"] == ["device:desktop"]
        assert carried["from"] == ["2026-01-01"]


def test_a_wrong_bar_says_what_is_wrong(visited: Desk) -> None:
    visited.sign_in()
    response = visited.client.get("/overview?period=forever")
    assert response.status_code == 400
    assert "period" in response.text
    added = visited.client.get("/overview?add_dimension=device&add_value=<b>", follow_redirects=True)
    assert added.status_code == 400
    assert "device is never &#39;&lt;b&gt;&#39;: it is one of desktop, phone, tablet, tv." in added.text


def test_a_report_that_takes_too_long_says_so_and_leaves_the_page(
    visited: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_reports, "SECONDS", 0.0)
    words = Elements(visited.page(f"/overview?{DAYS}")).words
    assert TookTooLong.message in words
    assert "Found revenue cannot be shown." in words
    assert "Needs attention" in words


def test_what_visitors_send_is_only_text(desk: Desk) -> None:
    desk.shop.send(
        desk.shop.event("page_view", 0, page=f"/{HOSTILE}"),
        desk.shop.event("execute", 1, action=HOSTILE, kind="banner"),
        desk.shop.event("evidence", 9, action=HOSTILE, max_fraction=0.0, reason="hidden"),
    )
    desk.sign_in()
    for path in ("/overview", "/actions"):
        html = desk.page(f"{path}?{DAYS}")
        assert "<img" not in html.replace('<img src="/dashboard/beheld.svg', "")
        assert "7331*3" in html or path == "/overview"
    html = desk.client.get("/actions/one", query_string={"action": HOSTILE, "from": "2026-01-01", "to": "2026-01-31"})
    assert html.status_code == 200
    assert "<script>alert" not in html.text
    assert "onerror=alert(2)>" not in html.text


def test_another_site_s_actions_are_not_there(visited: Desk) -> None:
    visited.other.send(visited.other.event("execute", 1, action="secret-plan", kind="banner"))
    assert "secret-plan" not in visited.page(f"/actions?{DAYS}")
    assert visited.client.get(f"/actions/one?action=secret-plan&{DAYS}").status_code == 404


def test_one_action_by_its_variations(visited: Desk) -> None:
    seen = {"action": "hero", "kind": "banner", "visitor": "cid", "view_id": "c1"}
    visited.shop.send(
        visited.shop.event("deliver", 3, variation="b", **seen), visited.shop.event("click", 4, variation="b", **seen),
        visited.shop.event("execute", 3, variation="a", **seen),
    )  # fmt: skip
    rows = answer(visited, "actions", action="hero", by="variation")["rows"]
    counts = {row["variation"]: (row["executed"], row["delivered"], row["clicks"], row["ctr"]) for row in rows}
    assert counts == {None: (2, 1, 0, 0.0), "a": (1, 0, 0, None), "b": (1, 1, 1, 1.0)}
    assert {row["variation"]: row["persons_converted"] for row in rows} == {None: 1, "a": 0, "b": 0}
    assert all("value" not in row and "change" in row for row in rows)
    html = visited.page(f"/actions/one?action=hero&by=variation&{DAYS}")
    shown = [value for name, value in figures(html[html.index('id="parts"') :]) if name == "executed"]
    assert shown == [str(row["executed"]) for row in rows]
    assert "(none)" in html


def test_the_page_of_actions_shows_each_variation_with_a_chip(visited: Desk) -> None:
    seen = {"action": "hero", "kind": "banner", "visitor": "cid", "view_id": "c1"}
    visited.shop.send(visited.shop.event("deliver", 3, variation="large", **seen))
    rows = answer(visited, "actions", by="variation")["rows"]
    page = Elements(visited.page(f"/actions?by=variation&{DAYS}"))
    names = [(row["name"], row["kind"], row["variation"] or "") for row in rows]
    assert [" ".join(words for words in name if words) in page.words for name in names] == [True] * len(rows)
    assert ("hero", "banner", "large") in names
    links = [str(link["href"]) for link in page.all("a")]
    assert any(link.startswith("/actions/one?") and "by=variation" in link for link in links)
    banners = Elements(visited.page(f"/actions?by=variation&kind=banner&{DAYS}")).words
    assert "hero banner large" in banners
    assert "more articles" not in banners


def test_the_funnel_of_an_action_ends_with_the_conversions_of_those_who_saw_it(visited: Desk) -> None:
    (row,) = answer(visited, "actions", action="hero")["rows"]
    html = visited.page(f"/actions/one?action=hero&{DAYS}")
    assert ("persons_converted", str(row["persons_converted"])) in figures(html)
    assert "Persons who converted 1 100.0 % of the 1 who saw it" in Elements(html).words
